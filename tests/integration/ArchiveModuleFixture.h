// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"

#include <QTest>

namespace letterlock::test {

inline const QString archiveNs = QStringLiteral("urn:xmpp:archive");
inline const QString tmpArchiveNs = QStringLiteral("urn:xmpp:tmp:archive");

/// A server with the archive module and two accounts, spoken to in plain stanzas.
class ArchiveModuleFixture {
public:
    explicit ArchiveModuleFixture(const QString &hostConfig = {})
        : m_server(options(hostConfig))
    {
    }

    [[nodiscard]] bool start() { return m_server.start() && signIn(romeo) && signIn(juliet, QStringLiteral("juliet")); }

    [[nodiscard]] bool signIn(RawXmppStream &stream, const QString &user = QStringLiteral("romeo"),
        const QString &resource = QStringLiteral("raw"))
    {
        return stream.open({m_server.port(), user, m_server.password(user), m_server.caFile(), resource});
    }

    ProsodyServer &server() { return m_server; }

    RawXmppStream romeo;
    RawXmppStream juliet;

    // The stanzas of XEP-0136 and XEP-0241.

    static QString data(const QString &keyName, const QString &value)
    {
        return QStringLiteral("<EncryptedData xmlns='http://www.w3.org/2001/04/xmlenc#' "
                              "Type='http://www.w3.org/2001/04/xmlenc#Content'>"
                              "<EncryptionMethod Algorithm='http://www.w3.org/2009/xmlenc11#aes256-gcm'/>"
                              "<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyName>%1</KeyName></KeyInfo>"
                              "<CipherData><CipherValue>%2</CipherValue></CipherData></EncryptedData>")
            .arg(keyName, base64(value));
    }
    static QString key(const QString &carried, const QString &publicKey, const QString &value)
    {
        return QStringLiteral("<EncryptedKey xmlns='http://www.w3.org/2001/04/xmlenc#'>"
                              "<EncryptionMethod Algorithm='http://www.w3.org/2009/xmlenc11#rsa-oaep'/>"
                              "<KeyInfo xmlns='http://www.w3.org/2000/09/xmldsig#'><KeyName>%2</KeyName></KeyInfo>"
                              "<CipherData><CipherValue>%3</CipherValue></CipherData>"
                              "<CarriedKeyName>%1</CarriedKeyName></EncryptedKey>")
            .arg(carried, publicKey, base64(value));
    }
    static QString keyName(const QString &name)
    {
        return QStringLiteral("<KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>%1</KeyName>").arg(name);
    }
    static QString page(const QString &content)
    {
        return QStringLiteral("<set xmlns='http://jabber.org/protocol/rsm'>%1</set>").arg(content);
    }
    static QString base64(const QString &text) { return QString::fromLatin1(text.toUtf8().toBase64()); }
    static QString request(
        const QString &name, const QString &attributes, const QString &content = {}, const QString &xmlns = archiveNs)
    {
        return QStringLiteral("<%1 xmlns='%2' %3>%4</%1>").arg(name, xmlns, attributes, content);
    }
    static QString id(const QString &with, const QString &start)
    {
        return QStringLiteral("with='%1' start='%2'").arg(with, start);
    }

    static QDomElement save(RawXmppStream &stream, const QString &with, const QString &start, const QString &content,
        const QString &attributes = {}, const QString &xmlns = archiveNs)
    {
        const QString chat = QStringLiteral("<chat %1 %2>%3</chat>").arg(id(with, start), attributes, content);
        return stream.iq(QStringLiteral("set"), request(QStringLiteral("save"), {}, chat, xmlns));
    }
    static QDomElement retrieve(
        RawXmppStream &stream, const QString &with, const QString &start, const QString &content = {})
    {
        return stream.iq(QStringLiteral("get"), request(QStringLiteral("retrieve"), id(with, start), content));
    }
    static QDomElement list(RawXmppStream &stream, const QString &attributes = {}, const QString &content = {})
    {
        return stream.iq(QStringLiteral("get"), request(QStringLiteral("list"), attributes, content));
    }
    static QDomElement modified(RawXmppStream &stream, const QString &content)
    {
        return stream.iq(QStringLiteral("get"),
            request(QStringLiteral("modified"), QStringLiteral("start='1970-01-01T00:00:00Z'"), content));
    }

    // What an answer holds.

    static QDomElement payload(const QDomElement &iq) { return iq.firstChildElement(); }
    /// The version in the answer to a save; -1 for an error.
    static int savedVersion(const QDomElement &iq)
    {
        const QDomElement chat = payload(iq).firstChildElement(QStringLiteral("chat"));
        return chat.hasAttribute(QStringLiteral("version")) ? chat.attribute(QStringLiteral("version")).toInt() : -1;
    }
    static QStringList childNames(const QDomElement &element)
    {
        QStringList names;
        for (QDomElement child = element.firstChildElement(); !child.isNull(); child = child.nextSiblingElement()) {
            names << child.localName();
        }
        return names;
    }
    static QList<QDomElement> elementsNamed(const QDomElement &element, const QString &name)
    {
        QList<QDomElement> found;
        for (QDomElement child = element.firstChildElement(); !child.isNull(); child = child.nextSiblingElement()) {
            if (child.localName() == name) {
                found << child;
            }
        }
        return found;
    }
    /// The `with|start` of each child of the payload that has them.
    static QStringList collections(const QDomElement &iq)
    {
        QStringList found;
        const QDomElement answer = payload(iq);
        for (QDomElement child = answer.firstChildElement(); !child.isNull(); child = child.nextSiblingElement()) {
            if (child.hasAttribute(QStringLiteral("with"))) {
                found << child.attribute(QStringLiteral("with")) + u'|' + child.attribute(QStringLiteral("start"));
            }
        }
        return found;
    }
    static QStringList cipherValues(const QDomElement &iq, const QString &elementName)
    {
        QStringList values;
        for (const QDomElement &element : elementsNamed(payload(iq), elementName)) {
            const QString text = element.firstChildElement(QStringLiteral("CipherData")).text();
            values << QString::fromUtf8(QByteArray::fromBase64(text.toLatin1()));
        }
        return values;
    }
    static QDomElement resultSet(const QDomElement &iq) { return payload(iq).firstChildElement(QStringLiteral("set")); }
    static QString setText(const QDomElement &iq, const QString &name)
    {
        return resultSet(iq).firstChildElement(name).text();
    }
    /// "type/condition" of an error, "result" otherwise.
    static QString outcome(const QDomElement &iq)
    {
        if (iq.isNull()) {
            return QStringLiteral("no answer");
        }
        const QString condition = errorCondition(iq);
        return condition.isEmpty() ? iq.attribute(QStringLiteral("type")) : errorType(iq) + u'/' + condition;
    }

private:
    static ProsodyServer::Options options(const QString &hostConfig)
    {
        ProsodyServer::Options options;
        options.accounts = {
            {QStringLiteral("romeo"), QStringLiteral("secret")}, {QStringLiteral("juliet"), QStringLiteral("other")}};
        options.tls = false;
        options.hostConfig = hostConfig;
        return options;
    }

    ProsodyServer m_server;
};

} // namespace letterlock::test
