// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

#include "crypto/base/CryptoError.h"

namespace letterlock::crypto {

/// What a parser accepts before it gives up. The defaults suit a stanza.
struct XmlLimits {
    qsizetype bytes = 8 * 1024 * 1024;
    int depth = 64;
    int elements = 200'000;
    int attributes = 64; ///< per element
};

/// An XML element as a value. Prefixes are gone: every element carries its namespace. A node with an empty name is
/// text. Parsing refuses DTDs, entities of its own, processing instructions and anything above the limits.
class XmlElement {
public:
    struct Attribute {
        QString name;
        QString ns; ///< empty for the usual unqualified attribute
        QString value;
        bool operator==(const Attribute &) const = default;
    };

    XmlElement() = default;
    explicit XmlElement(QString name, QString ns = {});
    static XmlElement textNode(QString text);

    static CryptoResult<XmlElement> parse(const QByteArray &utf8, const XmlLimits &limits = {});
    /// A sequence of elements as found inside another one whose default namespace is `ns`; white space between is
    /// dropped.
    static CryptoResult<std::vector<XmlElement>> parseFragment(
        const QByteArray &utf8, const QString &ns, const XmlLimits &limits = {});

    [[nodiscard]] bool isNull() const { return m_name.isEmpty() && m_text.isEmpty() && m_children.empty(); }
    [[nodiscard]] bool isText() const { return m_name.isEmpty(); }
    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] const QString &ns() const { return m_ns; }
    [[nodiscard]] bool is(QStringView name, QStringView ns) const { return m_name == name && m_ns == ns; }

    [[nodiscard]] QString attribute(QStringView name) const; ///< empty if absent
    [[nodiscard]] bool hasAttribute(QStringView name) const;
    [[nodiscard]] const std::vector<Attribute> &attributes() const { return m_attributes; }
    XmlElement &setAttribute(const QString &name, const QString &value, const QString &ns = {});
    void removeAttribute(QStringView name);

    [[nodiscard]] QString text() const; ///< all text directly inside, joined
    XmlElement &setText(const QString &text); ///< replaces all children
    /// Children without text nodes are the usual wish; `nodes()` has both.
    [[nodiscard]] const std::vector<XmlElement> &nodes() const { return m_children; }
    [[nodiscard]] std::vector<const XmlElement *> elements() const;
    [[nodiscard]] std::vector<const XmlElement *> elements(QStringView name, QStringView ns) const;
    [[nodiscard]] const XmlElement *child(QStringView name, QStringView ns) const; ///< first match or null
    [[nodiscard]] const XmlElement *firstElement() const;
    [[nodiscard]] QString childText(QStringView name, QStringView ns) const;
    XmlElement &append(XmlElement child);
    XmlElement &appendText(const QString &text);
    XmlElement &appendTextElement(const QString &name, const QString &text); ///< in this element's namespace

    /// UTF-8. `parentNs` is the default namespace in force around it; xmlns is written where it differs.
    /// Characters that XML cannot carry are left out.
    [[nodiscard]] QByteArray toXml(const QString &parentNs = {}) const;
    bool operator==(const XmlElement &) const = default;

private:
    void write(QByteArray &out, const QString &parentNs) const;

    QString m_name;
    QString m_ns;
    QString m_text;
    std::vector<Attribute> m_attributes;
    std::vector<XmlElement> m_children;
};

} // namespace letterlock::crypto
