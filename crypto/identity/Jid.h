// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QMetaType>
#include <QString>

#include <optional>

namespace letterlock::crypto {

/// A bare address `local@domain` (or `domain`), normalised: NFC and case-folded, so equal addresses compare equal
/// (RFC 7622, as far as Unicode case folding goes; O-37). Never empty unless default-constructed.
class BareJid {
public:
    BareJid() = default;
    static std::optional<BareJid> parse(const QString &text); ///< drops a resource if there is one

    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] const QString &toString() const { return m_text; }
    [[nodiscard]] QString local() const;
    [[nodiscard]] QString domain() const;
    auto operator<=>(const BareJid &other) const { return m_text.compare(other.m_text) <=> 0; }
    bool operator==(const BareJid &) const = default;
    friend size_t qHash(const BareJid &jid, size_t seed = 0) { return qHash(jid.m_text, seed); }

private:
    QString m_text;
};

/// An address that may have a resource.
class Jid {
public:
    Jid() = default;
    Jid(BareJid bare, QString resource); // NOLINT: both parts are always meant
    static std::optional<Jid> parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_bare.isEmpty(); }
    [[nodiscard]] const BareJid &bare() const { return m_bare; }
    [[nodiscard]] const QString &resource() const { return m_resource; }
    [[nodiscard]] QString toString() const;
    bool operator==(const Jid &) const = default;

private:
    BareJid m_bare;
    QString m_resource;
};

} // namespace letterlock::crypto

Q_DECLARE_METATYPE(letterlock::crypto::BareJid)
Q_DECLARE_METATYPE(letterlock::crypto::Jid)
