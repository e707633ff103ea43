// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/StanzaTap.h"

#include <QDomElement>

#include "app/transport/StreamSplitter.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto xmlNamespace = "http://www.w3.org/XML/1998/namespace"_L1;
constexpr auto xmlnsNamespace = "http://www.w3.org/2000/xmlns/"_L1;

crypto::XmlElement fromDom(const QDomElement &dom, int depth)
{
    crypto::XmlElement element(dom.localName().isEmpty() ? dom.tagName() : dom.localName(), dom.namespaceURI());
    const auto attributes = dom.attributes();
    for (int i = 0; i < attributes.count(); ++i) {
        const auto attribute = attributes.item(i).toAttr();
        const QString name = attribute.localName().isEmpty() ? attribute.name() : attribute.localName();
        if (name == "xmlns"_L1 || attribute.name().startsWith("xmlns:"_L1)
            || attribute.namespaceURI() == xmlnsNamespace) {
            continue;
        }
        element.setAttribute(name, attribute.value(),
            attribute.name().startsWith("xml:"_L1) ? QString(xmlNamespace) : attribute.namespaceURI());
    }
    if (depth >= StreamSplitter::depthLimit) {
        return element;
    }
    for (auto node = dom.firstChild(); !node.isNull(); node = node.nextSibling()) {
        if (node.isElement()) {
            element.append(fromDom(node.toElement(), depth + 1));
        } else if (node.isCharacterData()) {
            element.appendText(node.toCharacterData().data());
        }
    }
    return element;
}

} // namespace

StanzaTap::StanzaTap(Handler handler)
    : m_handler(std::move(handler))
{
}

bool StanzaTap::handleStanza(const QDomElement &stanza)
{
    const QString name = stanza.tagName();
    if (name != "message"_L1 && name != "presence"_L1 && name != "iq"_L1) {
        return false;
    }
    return m_handler(fromDom(stanza, 0));
}

} // namespace letterlock::app
