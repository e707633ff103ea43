// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/XmlElement.h"

#include <QStringDecoder>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr auto xmlNamespace = "http://www.w3.org/XML/1998/namespace"_L1;

CryptoResult<XmlElement> malformed(const QString &detail)
{
    return cryptoError(CryptoError::Code::MalformedInput, detail);
}

bool isXmlCharacter(char32_t c)
{
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
}

void escape(QByteArray &out, const QString &text, bool attribute)
{
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            clean += c;
            clean += text[++i];
        } else if (!c.isSurrogate() && isXmlCharacter(c.unicode())) {
            switch (c.unicode()) {
            case '<':
                clean += "&lt;"_L1;
                break;
            case '>':
                clean += "&gt;"_L1;
                break;
            case '&':
                clean += "&amp;"_L1;
                break;
            // A bare carriage return would come back as a line feed.
            case '\r':
                clean += "&#13;"_L1;
                break;
            case '"':
                attribute ? clean += "&quot;"_L1 : clean += c;
                break;
            case '\n':
                attribute ? clean += "&#10;"_L1 : clean += c;
                break;
            case '\t':
                attribute ? clean += "&#9;"_L1 : clean += c;
                break;
            default:
                clean += c;
            }
        }
    }
    out += clean.toUtf8();
}

/// Reads the element the reader stands on. Recursion is bounded by `limits.depth`.
CryptoResult<XmlElement> readElement(QXmlStreamReader &reader, const XmlLimits &limits, int depth, int &budget)
{
    if (depth > limits.depth || --budget < 0) {
        return cryptoError(CryptoError::Code::TooLarge, u"too deep or too many elements"_s);
    }
    XmlElement element(reader.name().toString(), reader.namespaceUri().toString());
    const auto attributes = reader.attributes();
    if (attributes.size() > limits.attributes) {
        return cryptoError(CryptoError::Code::TooLarge, u"too many attributes"_s);
    }
    for (const auto &attribute : attributes) {
        element.setAttribute(
            attribute.name().toString(), attribute.value().toString(), attribute.namespaceUri().toString());
    }
    for (;;) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement: {
            auto child = readElement(reader, limits, depth + 1, budget);
            if (!child) {
                return child;
            }
            element.append(std::move(*child));
            break;
        }
        case QXmlStreamReader::Characters:
            element.appendText(reader.text().toString());
            break;
        case QXmlStreamReader::EndElement:
            return element;
        case QXmlStreamReader::Comment:
            break;
        case QXmlStreamReader::Invalid:
            return malformed(reader.errorString());
        default:
            return malformed(u"markup that is not allowed"_s);
        }
    }
}

} // namespace

XmlElement::XmlElement(QString name, QString ns)
    : m_name(std::move(name))
    , m_ns(std::move(ns))
{
}

XmlElement XmlElement::textNode(QString text)
{
    XmlElement node;
    node.m_text = std::move(text);
    return node;
}

CryptoResult<XmlElement> XmlElement::parse(const QByteArray &utf8, const XmlLimits &limits)
{
    if (utf8.size() > limits.bytes) {
        return cryptoError(CryptoError::Code::TooLarge, u"document too large"_s);
    }
    // The reader would take other encodings and replace bad bytes; both are refused.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString document = decoder(utf8);
    if (decoder.hasError()) {
        return malformed(u"not UTF-8"_s);
    }
    QXmlStreamReader reader(document);
    reader.setEntityExpansionLimit(0);
    std::optional<XmlElement> root;
    int budget = limits.elements;
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartDocument:
        case QXmlStreamReader::EndDocument:
        case QXmlStreamReader::Comment:
            break;
        case QXmlStreamReader::StartElement: {
            auto element = readElement(reader, limits, 1, budget);
            if (!element) {
                return element;
            }
            root = std::move(*element);
            break;
        }
        case QXmlStreamReader::Characters:
            if (!reader.isWhitespace()) {
                return malformed(u"text outside the root"_s);
            }
            break;
        case QXmlStreamReader::Invalid:
            return malformed(reader.errorString());
        default:
            return malformed(u"markup that is not allowed"_s);
        }
    }
    if (reader.hasError() || !root) {
        return malformed(reader.errorString());
    }
    return *std::move(root);
}

CryptoResult<std::vector<XmlElement>> XmlElement::parseFragment(
    const QByteArray &utf8, const QString &ns, const XmlLimits &limits)
{
    QByteArray wrapped = "<w";
    if (!ns.isEmpty()) {
        wrapped += " xmlns=\"";
        escape(wrapped, ns, true);
        wrapped += '"';
    }
    wrapped += '>' + utf8 + "</w>";
    auto root = parse(wrapped, limits);
    if (!root) {
        return std::unexpected(root.error());
    }
    std::vector<XmlElement> result;
    for (auto &node : root->m_children) {
        if (!node.isText()) {
            result.push_back(std::move(node));
        } else if (!node.m_text.trimmed().isEmpty()) {
            return cryptoError(CryptoError::Code::MalformedInput, u"text between elements"_s);
        }
    }
    return result;
}

QString XmlElement::attribute(QStringView name) const
{
    for (const auto &attribute : m_attributes) {
        if (attribute.ns.isEmpty() && attribute.name == name) {
            return attribute.value;
        }
    }
    return {};
}

bool XmlElement::hasAttribute(QStringView name) const
{
    return std::ranges::any_of(
        m_attributes, [&](const Attribute &attribute) { return attribute.ns.isEmpty() && attribute.name == name; });
}

XmlElement &XmlElement::setAttribute(const QString &name, const QString &value, const QString &ns)
{
    for (auto &attribute : m_attributes) {
        if (attribute.name == name && attribute.ns == ns) {
            attribute.value = value;
            return *this;
        }
    }
    m_attributes.push_back({name, ns, value});
    return *this;
}

void XmlElement::removeAttribute(QStringView name)
{
    std::erase_if(m_attributes, [&](const Attribute &attribute) { return attribute.name == name; });
}

QString XmlElement::text() const
{
    if (isText()) {
        return m_text;
    }
    QString joined;
    for (const auto &node : m_children) {
        if (node.isText()) {
            joined += node.m_text;
        }
    }
    return joined;
}

XmlElement &XmlElement::setText(const QString &text)
{
    m_children.clear();
    return appendText(text);
}

std::vector<const XmlElement *> XmlElement::elements() const
{
    std::vector<const XmlElement *> found;
    for (const auto &node : m_children) {
        if (!node.isText()) {
            found.push_back(&node);
        }
    }
    return found;
}

std::vector<const XmlElement *> XmlElement::elements(QStringView name, QStringView ns) const
{
    auto found = elements();
    std::erase_if(found, [&](const XmlElement *element) { return !element->is(name, ns); });
    return found;
}

const XmlElement *XmlElement::child(QStringView name, QStringView ns) const
{
    for (const auto &node : m_children) {
        if (node.is(name, ns)) {
            return &node;
        }
    }
    return nullptr;
}

const XmlElement *XmlElement::firstElement() const
{
    const auto all = elements();
    return all.empty() ? nullptr : all.front();
}

QString XmlElement::childText(QStringView name, QStringView ns) const
{
    const auto *found = child(name, ns);
    return found ? found->text() : QString();
}

XmlElement &XmlElement::append(XmlElement child)
{
    m_children.push_back(std::move(child));
    return *this;
}

XmlElement &XmlElement::appendText(const QString &text)
{
    if (!text.isEmpty()) {
        m_children.push_back(textNode(text));
    }
    return *this;
}

XmlElement &XmlElement::appendTextElement(const QString &name, const QString &text)
{
    XmlElement child(name, m_ns);
    child.setText(text);
    return append(std::move(child));
}

QByteArray XmlElement::toXml(const QString &parentNs) const
{
    QByteArray out;
    write(out, parentNs);
    return out;
}

void XmlElement::write(QByteArray &out, const QString &parentNs) const
{
    if (isText()) {
        escape(out, m_text, false);
        return;
    }
    const QByteArray tag = m_name.toUtf8();
    out += '<' + tag;
    if (m_ns != parentNs) {
        out += " xmlns=\"";
        escape(out, m_ns, true);
        out += '"';
    }
    int prefixes = 0;
    for (const auto &attribute : m_attributes) {
        out += ' ';
        if (attribute.ns == xmlNamespace) {
            out += "xml:";
        } else if (!attribute.ns.isEmpty()) {
            const QByteArray prefix = "n" + QByteArray::number(++prefixes);
            out += "xmlns:" + prefix + "=\"";
            escape(out, attribute.ns, true);
            out += "\" " + prefix + ':';
        }
        out += attribute.name.toUtf8() + "=\"";
        escape(out, attribute.value, true);
        out += '"';
    }
    if (m_children.empty()) {
        out += "/>";
        return;
    }
    out += '>';
    for (const auto &child : m_children) {
        child.write(out, m_ns);
    }
    out += "</" + tag + '>';
}

} // namespace letterlock::crypto
