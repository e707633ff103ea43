// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/StampRules.h"

#include <QRegularExpression>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr char savedForm = 1;
constexpr qsizetype savedStamp = 2 * sizeof(qint64);

} // namespace

TimeMark StampWindow::judge(const QDateTime &stamp, const QDateTime &seenAt) const
{
    const qint64 inside = stamp.toMSecsSinceEpoch();
    const qint64 outside = seenAt.toMSecsSinceEpoch();
    if (inside < outside - StampRules::toleranceSeconds * 1000) {
        return TimeMark::Old;
    }
    if (inside > outside + StampRules::toleranceSeconds * 1000) {
        return TimeMark::Future;
    }
    const bool decreasing = std::ranges::any_of(m_accepted, [&](const Accepted &earlier) {
        const bool isRecent = earlier.seenAt <= outside && earlier.seenAt >= outside - StampRules::windowSeconds * 1000;
        return earlier.stamp == inside || (isRecent && earlier.stamp > inside);
    });
    return decreasing ? TimeMark::Decreasing : TimeMark::Good;
}

void StampWindow::accept(const QDateTime &stamp, const QDateTime &seenAt)
{
    m_accepted.append({stamp.toMSecsSinceEpoch(), seenAt.toMSecsSinceEpoch()});
    if (m_accepted.size() > capacity) {
        m_accepted.erase(std::ranges::min_element(m_accepted, {}, &Accepted::seenAt));
    }
}

QByteArray StampWindow::save() const
{
    QByteArray saved(1 + m_accepted.size() * savedStamp, savedForm);
    char *out = saved.data() + 1;
    for (const auto &accepted : m_accepted) {
        qToBigEndian(accepted.stamp, out);
        qToBigEndian(accepted.seenAt, out + sizeof(qint64));
        out += savedStamp;
    }
    return saved;
}

StampWindow StampWindow::restored(const QByteArray &saved)
{
    StampWindow window;
    const bool isReadable = saved.startsWith(savedForm) && (saved.size() - 1) % savedStamp == 0
        && (saved.size() - 1) / savedStamp <= capacity;
    for (qsizetype at = 1; isReadable && at < saved.size(); at += savedStamp) {
        const char *from = saved.constData() + at;
        window.m_accepted.append({qFromBigEndian<qint64>(from), qFromBigEndian<qint64>(from + sizeof(qint64))});
    }
    return window;
}

QDateTime StampRules::next(const QDateTime &now, const QDateTime &last)
{
    return last.isValid() && last >= now ? last.addMSecs(1) : now;
}

QString StampRules::write(const QDateTime &stamp)
{
    return stamp.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s);
}

QDateTime StampRules::read(const QString &text)
{
    static const QRegularExpression form(
        uR"(\A([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?Z\z)"_s);
    const auto match = form.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    const QString milliseconds = match.captured(2).left(3).leftJustified(3, u'0');
    return QDateTime::fromString(match.captured(1) + u'.' + milliseconds + u'Z', Qt::ISODateWithMs);
}

} // namespace letterlock::crypto
