// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/identity/Jid.h"

namespace letterlock::crypto {

namespace {

constexpr qsizetype longestPart = 1023;

bool isForbiddenLocal(QChar c)
{
    return c.isSpace() || c.category() == QChar::Other_Control || QStringView(u"\"&'/:<>@").contains(c);
}

std::optional<QString> normalised(const QString &part)
{
    // Folding can decompose, so composition comes last.
    const QString folded
        = part.normalized(QString::NormalizationForm_C).toCaseFolded().normalized(QString::NormalizationForm_C);
    return folded.toUtf8().size() > longestPart ? std::nullopt : std::optional(folded);
}

} // namespace

std::optional<BareJid> BareJid::parse(const QString &text)
{
    const QString bare = text.left(text.indexOf(u'/') < 0 ? text.size() : text.indexOf(u'/'));
    const auto at = bare.indexOf(u'@');
    const QString local = at < 0 ? QString() : bare.left(at);
    QString domain = at < 0 ? bare : bare.mid(at + 1);
    if (domain.endsWith(u'.')) {
        domain.chop(1);
    }
    const auto bad = [](QChar c) { return isForbiddenLocal(c) && c != u':'; }; // IPv6 literals hold colons
    if (at == 0 || domain.isEmpty() || std::ranges::any_of(domain, bad)
        || std::ranges::any_of(local, isForbiddenLocal)) {
        return std::nullopt;
    }
    const auto localPart = normalised(local);
    const auto domainPart = normalised(domain);
    if (!localPart || !domainPart) {
        return std::nullopt;
    }
    BareJid jid;
    jid.m_text = localPart->isEmpty() ? *domainPart : *localPart + u'@' + *domainPart;
    return jid;
}

QString BareJid::local() const
{
    const auto at = m_text.indexOf(u'@');
    return at < 0 ? QString() : m_text.left(at);
}

QString BareJid::domain() const
{
    return m_text.mid(m_text.indexOf(u'@') + 1);
}

Jid::Jid(BareJid bare, QString resource)
    : m_bare(std::move(bare))
    , m_resource(std::move(resource))
{
}

std::optional<Jid> Jid::parse(const QString &text)
{
    auto bare = BareJid::parse(text);
    const auto slash = text.indexOf(u'/');
    const QString resource = slash < 0 ? QString() : text.mid(slash + 1);
    if (!bare || (slash >= 0 && resource.isEmpty()) || resource.toUtf8().size() > longestPart) {
        return std::nullopt;
    }
    return Jid(*std::move(bare), resource);
}

QString Jid::toString() const
{
    return m_resource.isEmpty() ? m_bare.toString() : m_bare.toString() + u'/' + m_resource;
}

} // namespace letterlock::crypto
