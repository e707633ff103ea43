// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/RawXmppStream.h"

#include <QElapsedTimer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTextStream>

namespace letterlock::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int stepTimeout = 10000;
const QString stanzaErrors = u"urn:ietf:params:xml:ns:xmpp-stanzas"_s;

} // namespace

bool RawXmppStream::fail(const QString &text)
{
    m_error = text;
    m_socket.abort();
    return false;
}

bool RawXmppStream::open(const Login &login)
{
    m_socket.abort();
    m_unread.clear();
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket.connectToHost(u"127.0.0.1"_s, login.port);
    if (!m_socket.waitForConnected(stepTimeout)) {
        return fail(u"connect: "_s + m_socket.errorString());
    }
    if (!openStream(login) || (!login.caFile.isEmpty() && !startTls(login)) || !authenticate(login)) {
        return false;
    }
    return openStream(login) && bind(login);
}

void RawXmppStream::close()
{
    if (!isOpen()) {
        return;
    }
    send(u"</stream:stream>"_s);
    if (m_socket.state() != QAbstractSocket::UnconnectedState) {
        m_socket.disconnectFromHost();
    }
    if (m_socket.state() != QAbstractSocket::UnconnectedState) {
        m_socket.waitForDisconnected(stepTimeout);
    }
}

void RawXmppStream::send(const QString &xml)
{
    m_socket.write(xml.toUtf8());
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(stepTimeout)) {
        // Large stanzas leave in several pieces.
    }
}

QDomElement RawXmppStream::iq(const QString &type, const QString &payload, const QString &to, int milliseconds)
{
    return answer(sendIq(type, payload, to), milliseconds);
}

QString RawXmppStream::sendIq(const QString &type, const QString &payload, const QString &to)
{
    const QString id = u"raw%1"_s.arg(++m_lastId);
    const QString address = to.isEmpty() ? QString() : u" to='%1'"_s.arg(to.toHtmlEscaped());
    send(u"<iq type='"_s + type + u"' id='"_s + id + u'\'' + address + u'>' + payload + u"</iq>"_s);
    return id;
}

QDomElement RawXmppStream::answer(const QString &id, int milliseconds)
{
    const auto isAnswer = [&id](const QDomElement &element) {
        const QString type = element.attribute(u"type"_s);
        return element.localName() == u"iq" && element.attribute(u"id"_s) == id
            && (type == u"result" || type == u"error");
    };
    return take(isAnswer, milliseconds);
}

QDomElement RawXmppStream::next(const QString &tagName, int milliseconds)
{
    const auto isWanted
        = [&tagName](const QDomElement &element) { return tagName.isEmpty() || element.localName() == tagName; };
    return take(isWanted, milliseconds);
}

bool RawXmppStream::openStream(const Login &login)
{
    restartParser();
    send(u"<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
         "xmlns:stream='http://etherx.jabber.org/streams' to='%1' version='1.0'>"_s.arg(login.domain));
    m_features = next(u"features"_s, stepTimeout);
    return !m_features.isNull() || fail(u"no stream features"_s);
}

bool RawXmppStream::startTls(const Login &login)
{
    send(u"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"_s);
    if (next(u"proceed"_s, stepTimeout).isNull()) {
        return fail(u"no STARTTLS"_s);
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(login.caFile));
    m_socket.setSslConfiguration(configuration);
    m_socket.setPeerVerifyName(login.domain);
    m_socket.startClientEncryption();
    if (!m_socket.waitForEncrypted(stepTimeout)) {
        return fail(u"TLS: "_s + m_socket.errorString());
    }
    return openStream(login);
}

bool RawXmppStream::authenticate(const Login &login)
{
    const QByteArray secret = '\0' + login.user.toUtf8() + '\0' + login.password.toUtf8();
    send(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%1</auth>"_s.arg(
        QString::fromLatin1(secret.toBase64())));
    const QDomElement outcome = next({}, stepTimeout);
    return outcome.localName() == u"success" || fail(u"sign in: "_s + xmlText(outcome));
}

bool RawXmppStream::bind(const Login &login)
{
    const QDomElement result = iq(u"set"_s,
        u"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>%1</resource></bind>"_s.arg(
            login.resource.toHtmlEscaped()));
    m_jid = result.firstChildElement().firstChildElement().text();
    return !m_jid.isEmpty() || fail(u"bind: "_s + xmlText(result));
}

void RawXmppStream::restartParser()
{
    m_reader.clear();
    m_depth = 0;
    m_open.clear();
}

void RawXmppStream::parse()
{
    while (!m_reader.atEnd()) {
        const auto token = m_reader.readNext();
        if (token == QXmlStreamReader::StartElement && ++m_depth > 1) {
            QDomElement element
                = m_document.createElementNS(m_reader.namespaceUri().toString(), m_reader.qualifiedName().toString());
            for (const QXmlStreamAttribute &attribute : m_reader.attributes()) {
                element.setAttributeNS(attribute.namespaceUri().toString(), attribute.qualifiedName().toString(),
                    attribute.value().toString());
            }
            if (!m_open.isEmpty()) {
                m_open.last().appendChild(element);
            }
            m_open << element;
        } else if (token == QXmlStreamReader::Characters && !m_open.isEmpty()) {
            m_open.last().appendChild(m_document.createTextNode(m_reader.text().toString()));
        } else if (token == QXmlStreamReader::EndElement && --m_depth > 0) {
            const QDomElement closed = m_open.takeLast();
            if (m_open.isEmpty()) {
                m_unread << closed;
            }
        }
    }
    if (m_reader.error() != QXmlStreamReader::NoError
        && m_reader.error() != QXmlStreamReader::PrematureEndOfDocumentError) {
        fail(u"XML: "_s + m_reader.errorString());
    }
}

template <class Predicate> QDomElement RawXmppStream::take(const Predicate &wanted, int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        for (qsizetype i = 0; i < m_unread.size(); ++i) {
            if (wanted(m_unread.at(i))) {
                return m_unread.takeAt(i);
            }
        }
        const qint64 left = milliseconds - clock.elapsed();
        if (m_socket.bytesAvailable() == 0 && (left <= 0 || !m_socket.waitForReadyRead(int(left)))) {
            return {};
        }
        m_reader.addData(m_socket.readAll());
        parse();
    }
}

QString xmlText(const QDomElement &element)
{
    QString text;
    QTextStream stream(&text);
    element.save(stream, -1);
    return text;
}

QString errorCondition(const QDomElement &stanza)
{
    if (stanza.attribute(u"type"_s) != u"error") {
        return {};
    }
    const QDomElement error = stanza.firstChildElement(u"error"_s);
    for (QDomElement child = error.firstChildElement(); !child.isNull(); child = child.nextSiblingElement()) {
        if (child.namespaceURI() == stanzaErrors && child.localName() != u"text") {
            return child.localName();
        }
    }
    return {};
}

QString errorType(const QDomElement &stanza)
{
    return stanza.attribute(u"type"_s) == u"error" ? stanza.firstChildElement(u"error"_s).attribute(u"type"_s)
                                                   : QString();
}

} // namespace letterlock::test
