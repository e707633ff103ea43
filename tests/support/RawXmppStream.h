// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomDocument>
#include <QSslSocket>
#include <QXmlStreamReader>

namespace letterlock::test {

/// A small, blocking XMPP client for tests that speak plain stanzas: STARTTLS, SASL PLAIN, bind, then
/// whatever the test writes. Everything is done in the calls; no event loop is needed.
class RawXmppStream {
public:
    struct Login {
        quint16 port = 0;
        QString user;
        QString password;
        QString caFile; ///< PEM; empty: no TLS
        QString resource = QStringLiteral("raw");
        QString domain = QStringLiteral("localhost");
    };

    /// Connects, signs in and binds the resource. False: see `errorText()`.
    [[nodiscard]] bool open(const Login &login);
    /// `<presence/>`, so that messages arrive.
    void sendPresence() { send(QStringLiteral("<presence/>")); }
    /// Ends the stream politely and waits until the server has closed too.
    void close();
    /// Drops the connection.
    void abort() { m_socket.abort(); }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    QString jid() const { return m_jid; }
    /// The features announced after sign-in.
    QDomElement features() const { return m_features; }
    QString errorText() const { return m_error; }

    void send(const QString &xml);
    /// Sends an IQ whose payload is `payload` and waits for its answer; a null element after the timeout.
    QDomElement iq(const QString &type, const QString &payload, const QString &to = {}, int milliseconds = 10000);
    /// Sends an IQ without waiting; returns its id for `answer()`.
    QString sendIq(const QString &type, const QString &payload, const QString &to = {});
    /// The IQ result or error with this id; stanzas read meanwhile stay available to `next()`.
    QDomElement answer(const QString &id, int milliseconds = 10000);
    /// The next stanza with this tag name (any, if empty) that no call has returned yet.
    QDomElement next(const QString &tagName = {}, int milliseconds = 10000);

private:
    bool fail(const QString &text);
    bool openStream(const Login &login);
    bool startTls(const Login &login);
    bool authenticate(const Login &login);
    bool bind(const Login &login);
    void restartParser();
    void parse();
    template <class Predicate> QDomElement take(const Predicate &wanted, int milliseconds);

    QSslSocket m_socket;
    QXmlStreamReader m_reader;
    QDomDocument m_document;
    QList<QDomElement> m_open; // from the stanza down to the innermost element
    QList<QDomElement> m_unread;
    QDomElement m_features;
    QString m_jid;
    QString m_error;
    int m_depth = 0;
    int m_lastId = 0;
};

/// The element's XML, for comparisons and failure messages.
QString xmlText(const QDomElement &element);
/// The condition of an error stanza, e.g. "item-not-found"; empty if it is none.
QString errorCondition(const QDomElement &stanza);
/// The type of an error stanza, e.g. "cancel"; empty if it is none.
QString errorType(const QDomElement &stanza);

} // namespace letterlock::test
