// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include "app/keys/KeyController.h"
#include "archive/remote/ArchivePorts.h"

namespace letterlock::app {

/// Brings the archive root keys together: the local store, the private node (one item per generation, an OpenPGP
/// message to all confirmed own keys) and the ring that seals and opens. Makes the first one if there is none anywhere.
class RootKeys : public QObject {
    Q_OBJECT
public:
    RootKeys(archive::ArchivePorts ports, KeyController &keys, QObject *parent = nullptr);

    /// Needs a connection the first time, and a key that can open what is on the server. Finishes when the ring can
    /// seal.
    QFuture<archive::ArchiveResult<void>> prepare();
    /// Makes a new generation current, on the server first, for these recipients.
    QFuture<archive::ArchiveResult<void>> renew();
    /// Publishes every known generation again, for the recipients of now (a key was confirmed or retired).
    QFuture<archive::ArchiveResult<void>> republish();
    /// The same, prepared first: also those that only the server knows. Fails if they cannot be fetched.
    QFuture<archive::ArchiveResult<void>> republishAll();
    [[nodiscard]] bool mayNeedRepublishing() const; ///< signer or recipients changed since the last publication

    static QString node() { return QStringLiteral("urn:letterlock:archive:root-key"); }
    static QString payloadNs() { return QStringLiteral("urn:letterlock:archive:1"); }
    static QString scope() { return QStringLiteral("root-keys"); }

private:
    using Result = archive::ArchiveResult<void>;
    using PublishResult = archive::ArchiveResult<QString>;
    enum class Wanted { RootKey, Publication };
    QFuture<Result> look(Wanted wanted);
    void loadLocal(const QHash<QString, QByteArray> &values);
    QFuture<Result> takeRemote(const QHash<QString, crypto::XmlElement> &items, Wanted wanted);
    QFuture<PublishResult> publish(const QString &generation, const QDateTime &created);
    QFuture<Result> publishAll(QStringList generations, const QString &publicationOfAll);
    void keepLocally(const QString &generation, const QDateTime &created);
    [[nodiscard]] QString publication() const;
    void remember(const QString &published);

    archive::ArchivePorts m_ports;
    KeyController &m_keys;
    QHash<QString, QDateTime> m_created; ///< by generation
    QString m_publishedFor;
    bool m_loaded = false;
};

} // namespace letterlock::app
