// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "archive/model/RemoteValues.h"
#include "archive/remote/ArchivePorts.h"
#include "archive/remote/FutureChain.h"

namespace letterlock::archive {

/// Removals from the archive that a person asked for, sealed in a private node: another device that has the messages
/// from elsewhere, or was away, does not bring them back (P-47, P-50). Journaled: killed or cut off, a removal is
/// carried out with the next heed().
class RemovalNotes {
public:
    RemovalNotes(ArchivePorts ports, QObject *context)
        : m_ports(std::move(ports))
        , m_context(context)
    {
    }

    struct Amount {
        int collections = 0;
        int messages = 0;
    };
    /// What the archive holds in this range, as far as this device knows.
    Pending<Amount> amount(RemoveRange range);
    /// Noted here, noted for the others, then removed.
    Pending<void> remove(RemoveRange range);
    /// Learns what other devices removed and removes it once more, since something may have been uploaded at that very
    /// moment; ends what was begun here.
    Pending<void> heed();
    /// Marks what was removed and is only here, so that it is not uploaded by itself; what was in a removed collection
    /// but outside of the period that was meant is uploaded again.
    static ArchiveResult<void> withhold(Database &database);
    /// What stands in a removed period all the same met its removal: the next heed() removes it once more. True: there
    /// is some.
    static ArchiveResult<bool> removeAgain(Database &database);

    static const QString node;

private:
    struct Note {
        QString name;
        RemoveRange range;
        QDateTime at;
        bool told = false; ///< the others know
    };
    Pending<void> carryOut(Note note);
    Pending<void> publish(Note note);
    Pending<void> store(QList<Note> notes);
    Pending<void> forget(QString name);
    Pending<void> settle(QString name);
    Pending<void> finishEach(QList<Note> notes);
    static ArchiveResult<QList<Note>> pending(Database &database);
    static crypto::XmlElement toXml(const Note &note);
    static std::optional<Note> fromXml(const QString &name, const crypto::XmlElement &element);

    ArchivePorts m_ports;
    QObject *m_context;
};

} // namespace letterlock::archive
