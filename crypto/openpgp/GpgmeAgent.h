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
/// How often a passphrase is hashed before it opens a key.
enum class HashCount {
    Rare, ///< the least the agent takes: each private operation repeats it, and a random passphrase gains nothing
    Often, ///< the most that transferable keys can carry, for a passphrase that a person chose
};
/// Protects keys again under the passphrase they have, or by this one where they have none.
gpgme_error_t protectAgain(
    GpgmeHome::State &home, const QList<QByteArray> &keygrips, const SecretBytes &passphrase, HashCount count);
/// Where the agent of a private home keeps a secret key.
QString keyFileOf(const QString &home, const QByteArray &keygrip);
/// Whether it lies there under a passphrase with a lower count than HashCount::Often. The agent tells nobody, so its
/// file is read; false for a file that says nothing of it.
bool isHashedRarely(const GpgmeHome::State &home, const QByteArray &keygrip);

} // namespace letterlock::crypto
