// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/KeyExpiryNotice.h"

#include "ui/shell/BannerArea.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 warnDays = 30;

} // namespace

KeyExpiryNotice::KeyExpiryNotice(app::KeyController &keys, BannerArea &banners, QObject *parent)
    : QObject(parent)
    , m_keys(keys)
    , m_banners(banners)
{
    connect(&keys, &app::KeyController::loaded, this, &KeyExpiryNotice::refresh);
    connect(&keys, &app::KeyController::ownKeysChanged, this, &KeyExpiryNotice::refresh);
}

void KeyExpiryNotice::refresh()
{
    const QString id = u"keyExpires"_s;
    const auto own = m_keys.ownKeys();
    const auto now = QDateTime::currentDateTimeUtc();
    if (own.isEmpty() || !own.first().current || !own.first().key.expires.isValid()
        || now.daysTo(own.first().key.expires) > warnDays) {
        m_banners.take(id);
        return;
    }
    const auto expires = own.first().key.expires;
    m_banners.put({.id = id,
        .severity = Notice::Severity::Warn,
        .icon = u"calendar"_s,
        .headline = expires <= now ? tr("Your key has expired.")
                                   : tr("Your key expires in %n days.", nullptr, int(now.daysTo(expires))),
        .text
        = expires <= now ? tr("Nobody can seal messages for you.") : tr("After that nobody can seal messages for you."),
        .actions = {{tr("Change it…"), [this] { Q_EMIT changeWanted(); }, ButtonKind::Primary},
            {tr("Later"), [this, id] { m_banners.take(id); }, ButtonKind::Text}},
        .rank = 40});
}

} // namespace letterlock::ui
