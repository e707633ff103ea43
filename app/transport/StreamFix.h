// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomElement>
#include <QObject>
#include <QSslSocket>

#include "app/transport/StreamSplitter.h"

class QXmppClient;

namespace letterlock::app {

/// Reads the socket in place of QXmpp before 1.11, which decodes every chunk by itself and so destroys characters on
/// the edges, and parses long stanzas again and again. Elements that do not parse reach QXmpp as empty shells, so that
/// the acknowledged count stays right.
class StreamFix : public QObject {
    Q_OBJECT
public:
    /// Null where QXmpp is new enough, or not built as expected. Owned by the client.
    static StreamFix *install(QXmppClient &client);

Q_SIGNALS:
    void featuresSeen(const QDomElement &features, bool encrypted);

private:
    StreamFix(QXmppClient &client, QSslSocket *socket, QObject *reader);

    void forward(StreamSplitter::Event event, const QByteArray &xml);
    [[nodiscard]] QDomElement parsed(const QByteArray &xml);

    QSslSocket *m_socket;
    QObject *m_reader;
    StreamSplitter m_splitter;
    QByteArray m_header;
    QDomDocument m_document;
};

} // namespace letterlock::app
