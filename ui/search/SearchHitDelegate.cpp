// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/SearchHitDelegate.h"

#include <QLocale>
#include <QPainter>
#include <QTextLayout>

#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/AvatarPainter.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Results = app::SearchResultModel;

namespace {

constexpr int avatar = 34;
constexpr int padding = 12;
constexpr int lines = 2;

archive::Kept keptOf(const QModelIndex &index)
{
    return static_cast<archive::Kept>(index.data(Results::KeptRole).toInt());
}

void paintSnippet(QPainter *painter, const QRect &area, const QModelIndex &index, Qt::LayoutDirection direction)
{
    QString text = index.data(Results::SnippetRole).toString();
    text.replace(u'\n', QChar::LineSeparator);
    QTextLayout layout(text, textFont(TextStyle::Body));
    QTextOption option(direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QList<QTextLayout::FormatRange> formats;
    const auto marks = index.data(Results::MarksRole).toList();
    for (const auto &mark : marks) {
        const auto range = mark.toPoint();
        if (range.x() < 0 || range.y() <= 0 || range.x() + range.y() > text.size()) {
            continue;
        }
        QTextCharFormat format;
        format.setBackground(color(Role::Hit));
        format.setForeground(color(Role::HitText));
        formats.append({range.x(), range.y(), format});
    }
    layout.setFormats(formats);
    layout.beginLayout();
    qreal y = 0;
    for (int i = 0; i < lines; ++i) {
        auto line = layout.createLine();
        if (!line.isValid()) {
            break;
        }
        line.setLineWidth(area.width());
        line.setPosition({0, y});
        y += std::max<qreal>(18, line.height());
    }
    layout.endLayout();
    painter->setPen(color(Role::Text2));
    layout.draw(painter, area.topLeft(), {}, area);
}

} // namespace

QString SearchHitDelegate::timeText(const QDateTime &time)
{
    const auto local = time.toLocalTime();
    const auto today = QDate::currentDate();
    const QLocale locale;
    if (local.date() == today) {
        return tr("Today, %1").arg(locale.toString(local.time(), QLocale::ShortFormat));
    }
    if (local.date() == today.addDays(-1)) {
        return tr("Yesterday, %1").arg(locale.toString(local.time(), QLocale::ShortFormat));
    }
    return local.date().year() == today.year() ? locale.toString(local.date(), tr("ddd d MMM"))
                                               : locale.toString(local.date(), tr("d MMM yyyy"));
}

QString SearchHitDelegate::keptIcon(archive::Kept kept)
{
    switch (kept) {
    case archive::Kept::OnServer:
        return u"seal-solid"_s;
    case archive::Kept::Uploading:
        return u"upload"_s;
    case archive::Kept::OnlyHere:
        break;
    }
    return u"drive"_s;
}

QString SearchHitDelegate::keptText(archive::Kept kept)
{
    switch (kept) {
    case archive::Kept::OnServer:
        return tr("Sealed on your server");
    case archive::Kept::Uploading:
        return tr("On its way to your server");
    case archive::Kept::OnlyHere:
        break;
    }
    return tr("Only on this computer");
}

QSize SearchHitDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int line = std::max(18, QFontMetrics(textFont(TextStyle::Body)).height());
    return {200, padding + line + 2 + lines * line + padding - 2};
}

void SearchHitDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
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
    const auto peerName = index.data(Results::PeerNameRole).toString();
    const auto hit = index.data(Results::HitRole).value<archive::SearchHit>();
    const bool outgoing = index.data(Results::OutgoingRole).toBool();

    const QRect face(tile.left() + padding, tile.top() + padding - 2, avatar, avatar);
    const auto address = hit.peer.isEmpty() ? peerName : hit.peer.toString();
    AvatarPainter::paint(*painter, visual(face), address, peerName, {}, selected ? Role::AccentSoft : Role::BgSide);

    const int left = face.right() + 12;
    const int line = std::max(18, QFontMetrics(textFont(TextStyle::Body)).height());
    const QRect head(left, tile.top() + padding - 2, tile.right() - padding - left, line);
    const auto side = QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter;

    const auto kept = keptOf(index);
    const QRect glyph(head.right() - 14, head.center().y() - 7, 15, 15);
    const auto glyphRole = kept == archive::Kept::OnServer ? Role::Wax
        : kept == archive::Kept::Uploading                 ? Role::AccentText
                                                           : Role::Text2;
    icons::paint(*painter, visual(glyph), keptIcon(kept), color(glyphRole));

    const auto time = timeText(index.data(Results::TimeRole).toDateTime());
    painter->setFont(textFont(TextStyle::Caption));
    painter->setPen(color(Role::Text3));
    const int timeWidth = painter->fontMetrics().horizontalAdvance(time);
    const QRect timeRect(glyph.left() - 6 - timeWidth - 2, head.top(), timeWidth + 2, head.height());
    painter->drawText(visual(timeRect), int(side), time);

    painter->setFont(textFont(TextStyle::BodyStrong));
    painter->setPen(color(Role::Text));
    const auto name = painter->fontMetrics().elidedText(
        outgoing ? tr("You") : peerName, Qt::ElideRight, timeRect.left() - left - 8);
    const int nameWidth = painter->fontMetrics().horizontalAdvance(name);
    painter->drawText(visual(QRect(left, head.top(), nameWidth + 2, head.height())), int(side), name);
    if (outgoing) {
        painter->setFont(textFont(TextStyle::Caption));
        painter->setPen(color(Role::Text3));
        const int room = timeRect.left() - left - nameWidth - 14;
        const auto to = painter->fontMetrics().elidedText(tr("to %1").arg(peerName), Qt::ElideRight, room);
        painter->drawText(visual(QRect(left + nameWidth + 6, head.top(), room, head.height())), int(side), to);
    }
    paintSnippet(painter, visual(QRect(left, head.bottom() + 3, head.width(), lines * line)), index, option.direction);
    painter->restore();
}

QVariant SpokenResults::data(const QModelIndex &index, int role) const
{
    if (role != Qt::AccessibleTextRole) {
        return QIdentityProxyModel::data(index, role);
    }
    const auto peer = index.data(Results::PeerNameRole).toString();
    const auto who = index.data(Results::OutgoingRole).toBool() ? tr("You to %1").arg(peer) : peer;
    return tr("%1, %2: %3. %4.", "who, when, text, where it is kept")
        .arg(who, SearchHitDelegate::timeText(index.data(Results::TimeRole).toDateTime()),
            index.data(Results::SnippetRole).toString(), SearchHitDelegate::keptText(keptOf(index)));
}

} // namespace letterlock::ui
