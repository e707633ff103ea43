// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/ArchivePreferencesController.h"
#include "app/keys/PublishedKeys.h"

namespace letterlock::app {

/// Puts a new archive key in the place of those there are: here, in the published list, and with a server that records.
/// Each part may be done again, so whoever was interrupted begins from the front.
class ArchiveKeyChange : public QObject {
    Q_OBJECT
public:
    struct Ports {
        ArchiveKeys &keys;
        PublishedKeys &published;
        ArchivePreferencesController &preferences;
    };
    explicit ArchiveKeyChange(Ports ports, QObject *parent = nullptr);

    /// What wraps call the keys that open the archive here; empty where there never was one.
    [[nodiscard]] QStringList names() const;
    /// Nothing is sealed for the keys of these names from now on.
    void end(const QStringList &names);
    /// The one that takes their place; they are revoked by the current chat key and gone from the list.
    QFuture<archive::ArchiveResult<crypto::KeyFingerprint>> replace(const QStringList &names);

private:
    Ports m_ports;
};

} // namespace letterlock::app
