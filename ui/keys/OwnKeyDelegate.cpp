// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/OwnKeyDelegate.h"

#include <QPainter>

#include "ui/style/DayText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Chip.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

Chip::Look mark(const app::OwnKey &own)
{
    if (OwnKeyDelegate::needsAnswer(own)) {
        return {u"shield-question"_s, OwnKeyDelegate::tr("Nothing is sealed for it"), Role::Warn, Role::WarnSoft};
    }
    if (!own.key.hasSecret) {
        return {u"letter-off"_s, OwnKeyDelegate::tr("Not on this computer"), Role::Text2, Role::BgPress};
    }
    return {};
}

} // namespace

QString OwnKeyDelegate::title(const app::OwnKey &own)
{
    if (own.current) {
        return tr("Current key");
    }
    return needsAnswer(own) ? tr("Is this key yours?") : own.retired ? tr("Earlier key") : tr("Key of another device");
}

QString OwnKeyDelegate::line(const app::OwnKey &own)
{
    switch (own.key.validity) {
    case crypto::KeyValidity::Revoked:
        return tr("Withdrawn");
    case crypto::KeyValidity::Expired:
        return tr("Expired on %1").arg(dayText(own.key.expires));
    case crypto::KeyValidity::Unusable:
        return tr("Cannot be used");
    case crypto::KeyValidity::Valid:
        break;
    }
    if (needsAnswer(own) && own.since.isValid()) {
        return tr("Appeared on %1").arg(dayText(own.since));
    }
    if (own.key.expires.isValid()) {
        return tr("Expires %1").arg(dayText(own.key.expires));
    }
    return own.key.created.isValid() ? tr("Since %1").arg(dayText(own.key.created)) : tr("Without an end date");
}

QSize OwnKeyDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (!index.data(KeyRole).isValid()) {
        return {200, 36};
    }
    return {200, mark(index.data(KeyRole).value<app::OwnKey>()).text.isEmpty() ? 78 : 108};
}

void OwnKeyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto align = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
    if (!index.data(KeyRole).isValid()) {
        painter->setFont(textFont(TextStyle::CaptionStrong));
        painter->setPen(color(Role::Text2));
        painter->drawText(option.rect.adjusted(18, 8, -18, 0), align, index.data().toString());
        painter->restore();
        return;
    }
    const auto own = index.data(KeyRole).value<app::OwnKey>();
    const QRect tile = option.rect.adjusted(8, 0, -8, 0);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(selected ? Role::AccentSoft : Role::BgHover));
        painter->drawRoundedRect(tile, metrics::kRadiusRow, metrics::kRadiusRow);
    }
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        LetterlockStyle::drawFocusRing(*painter, tile, metrics::kRadiusRow);
    }
    const auto visual = [&](const QRect &logical) { return QStyle::visualRect(option.direction, tile, logical); };
    const bool question = needsAnswer(own);
    icons::paint(*painter, visual(QRect(tile.left() + 13, tile.top() + 13, 18, 18)),
        own.current    ? u"seal-solid"_s
            : question ? u"shield-question"_s
                       : u"key"_s,
        color(own.current  ? Role::Wax
                : question ? Role::Warn
                           : Role::Text2));
    const int left = tile.left() + 43;
    int y = tile.top() + 11;
    const auto text = [&](TextStyle style, Role role, const QString &words) {
        painter->setFont(textFont(style));
        painter->setPen(color(role));
        painter->drawText(visual(QRect(left, y, tile.right() - left - 8, 19)), align,
            painter->fontMetrics().elidedText(words, Qt::ElideRight, tile.right() - left - 8));
        y += 19;
    };
    text(TextStyle::BodyStrong, Role::Text, title(own));
    text(TextStyle::Caption, Role::Text2, line(own));
    auto mono = textFont(TextStyle::Mono);
    mono.setPixelSize(textFont(TextStyle::Caption).pixelSize());
    painter->setFont(mono);
    painter->drawText(
        visual(QRect(left, y, tile.right() - left - 8, 19)), align, own.key.fingerprint.grouped().right(14));
    const auto look = mark(own);
    if (!look.text.isEmpty()) {
        Chip::paint(*painter, visual(QRect(left, y + 23, Chip::widthOf(look), metrics::kChip)), look, option.direction);
    }
    painter->restore();
}

} // namespace letterlock::ui
