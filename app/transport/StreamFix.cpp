// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/StreamFix.h"

#include <QXmppClient.h>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

StreamFix *StreamFix::install(QXmppClient &client)
{
    if constexpr (QXMPP_VERSION >= QT_VERSION_CHECK(1, 11, 0)) {
        return nullptr;
    }
    QObject *reader = nullptr;
    const auto objects = client.findChildren<QObject *>();
    for (auto *object : objects) {
        if (qstrcmp(object->metaObject()->className(), "QXmpp::Private::XmppSocket") == 0) {
            reader = object;
        }
    }
    auto *socket = client.findChild<QSslSocket *>();
    if (!reader || !socket || reader->metaObject()->indexOfSignal("stanzaReceived(QDomElement)") < 0
        || reader->metaObject()->indexOfSignal("streamReceived(QDomElement)") < 0
        || reader->metaObject()->indexOfSignal("streamClosed()") < 0
        || !QObject::disconnect(socket, &QIODevice::readyRead, reader, nullptr)) {
        qCWarning(crypto::lcTransport) << "this QXmpp is not built as expected; long messages may suffer";
        return nullptr;
    }
    return new StreamFix(client, socket, reader);
}

StreamFix::StreamFix(QXmppClient &client, QSslSocket *socket, QObject *reader)
    : QObject(&client)
    , m_socket(socket)
    , m_reader(reader)
    , m_splitter([this](StreamSplitter::Event event, const QByteArray &xml) { forward(event, xml); })
{
    connect(socket, &QIODevice::readyRead, this, [this] {
        if (!m_splitter.feed(m_socket->readAll())) {
            qCWarning(crypto::lcTransport) << "the server sent something that is not XMPP";
            m_socket->abort();
        }
    });
    connect(socket, &QAbstractSocket::connected, this, [this] { m_splitter.reset(); });
    connect(socket, &QSslSocket::encrypted, this, [this] { m_splitter.reset(); });
}

QDomElement StreamFix::parsed(const QByteArray &xml)
{
    using Option = QDomDocument::ParseOption;
    const auto options = QDomDocument::ParseOptions(Option::UseNamespaceProcessing) | Option::PreserveSpacingOnlyNodes;
    m_document = {};
    return m_document.setContent(m_header + xml + "</stream:stream>", options) ? m_document.documentElement()
                                                                               : QDomElement();
}

void StreamFix::forward(StreamSplitter::Event event, const QByteArray &xml)
{
    QDomElement element;
    switch (event) {
    case StreamSplitter::Event::Open:
        m_header = xml;
        element = parsed({});
        if (element.isNull()) {
            m_socket->abort();
            return;
        }
        QMetaObject::invokeMethod(m_reader, "streamReceived", Qt::DirectConnection, Q_ARG(QDomElement, element));
        return;
    case StreamSplitter::Event::Close:
        QMetaObject::invokeMethod(m_reader, "streamClosed", Qt::DirectConnection);
        return;
    case StreamSplitter::Event::KeepAlive:
        break;
    case StreamSplitter::Event::Element:
        element = parsed(xml).firstChildElement();
        if (element.isNull()) {
            qCWarning(crypto::lcTransport) << "a stanza of" << xml.size() << "octets could not be read";
            element = parsed(StreamSplitter::shell(xml)).firstChildElement();
        }
        if (element.isNull()) {
            m_socket->abort();
            return;
        }
        break;
    }
    if (element.tagName() == "features"_L1) {
        Q_EMIT featuresSeen(element, m_socket->isEncrypted());
    }
    const bool startsTls = !m_socket->isEncrypted() && element.namespaceURI() == "urn:ietf:params:xml:ns:xmpp-tls"_L1;
    QMetaObject::invokeMethod(m_reader, "stanzaReceived", Qt::DirectConnection, Q_ARG(QDomElement, element));
    // Nothing that came in clear behind the go-ahead may count as said by the authenticated server.
    if (startsTls) {
        m_splitter.reset();
    }
}

} // namespace letterlock::app
