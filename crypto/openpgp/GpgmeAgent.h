// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/openpgp/GpgmeHomeState.h"

namespace letterlock::crypto {

/// The output of gpgconf, trimmed; empty if it failed.
QByteArray askGpgconf(const QString &home, const QStringList &arguments);
/// Where the agent of this home listens; asked for once.
QByteArray agentSocket(GpgmeHome::State &home);
/// Where pinentry may ask: what gpg itself tells its agent.
QList<QByteArray> placeOptions();
/// Asks by pinentry for the old passphrase and the new one, and protects the keys with these grips by it. gpg would go
/// on to the subkeys after the person left the dialog for the first one; here the first refusal is the end.
gpgme_error_t changePassphrase(GpgmeHome::State &home, const QList<QByteArray> &keygrips);
/// How many of these secret keys lie on the disk as they are, without a passphrase.
int countBare(GpgmeHome::State &home, const QList<QByteArray> &keygrips);
/// Protects keys under the passphrase they have, or this one where they have none, but with the lowest S2K count the
/// agent takes: each private operation repeats it, and a random passphrase gains nothing from more.
gpgme_error_t protectAgain(
    GpgmeHome::State &home, const QList<QByteArray> &keygrips, const SecretBytes &randomPassphrase);

} // namespace letterlock::crypto
