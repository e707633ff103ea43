// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/MessageLayout.h"

#include <QFontMetrics>
#include <QRegularExpression>
#include <QStyle>

#include <cmath>

#include "ui/chat/FileText.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMargin = 20; // between timeline edge and bubbles
constexpr int kBubbleMax = 540;
constexpr int kCardMax = 470;
constexpr int kPadTop = 7;
constexpr int kPadSide = 12;
constexpr int kPadBottom = 8;
constexpr int kGroupGap = 3;
constexpr int kGap = 8;
constexpr int kMetaGap = 10;
constexpr int kMarkSize = 14;
constexpr int kPictureInset = 4; // nearer to the edge than text
constexpr int kFileGap = 4;

struct Placed {
    double natural = 0; // widest line
    double last = 0; // end of the last line
    double height = 0;
    bool rightToLeft = false;
};

std::unique_ptr<QTextLayout> makeText(const QString &body, TextStyle style)
{
    QString text = body;
    text.replace(u'\n', QChar::LineSeparator);
    auto layout = std::make_unique<QTextLayout>(text, textFont(style));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    return layout;
}

Placed place(QTextLayout &layout, double width, int lineHeight)
{
    Placed result;
    result.rightToLeft = layout.text().isRightToLeft();
    layout.beginLayout();
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        const double step = qMax<double>(lineHeight, line.height());
        line.setPosition({0, result.height + (step - line.height()) / 2});
        result.height += step;
        result.natural = qMax(result.natural, line.naturalTextWidth());
        result.last = line.naturalTextWidth();
    }
    layout.endLayout();
    return result;
}

int lineHeightOf(TextStyle style)
{
    return qRound(QFontMetrics(textFont(style)).height() * (style == TextStyle::Message ? 1.18 : 1.12));
}

QList<MessageLayout::Link> findLinks(const QString &text)
{
    static const QRegularExpression pattern(uR"(\b(?:https?://|xmpp:)[^\s<>"']{2,2048})"_s);
    QList<MessageLayout::Link> links;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext() && links.size() < 64) {
        const auto match = matches.next();
        int length = int(match.capturedLength());
        // A full stop or bracket at the end belongs to the sentence.
        while (length > 0 && u".,;:!?)]}"_s.contains(text.at(match.capturedStart() + length - 1)))
            --length;
        const QUrl url(text.mid(match.capturedStart(), length), QUrl::StrictMode);
        if (url.isValid())
            links.append({int(match.capturedStart()), length, url});
    }
    return links;
}

int buttonWidth(const QString &text, bool withIcon)
{
    return QFontMetrics(textFont(TextStyle::BodyStrong)).horizontalAdvance(text) + 26 + (withIcon ? 24 : 0);
}

} // namespace

std::shared_ptr<MessageLayout> MessageLayout::build(
    const MessageRow &row, int width, Qt::LayoutDirection direction, bool shown)
{
    auto layout = std::make_shared<MessageLayout>();
    int top = row.groupStart || row.dayStart ? kGap : kGroupGap;
    if (row.dayStart) {
        layout->dayText = TimelineText::day(row.message.time.toLocalTime().date());
        layout->dayLine = QRect(kMargin, top, width - 2 * kMargin, 36);
        top += 36 + 4;
    }
    const int available = width - 2 * kMargin;
    const auto addNotice = [&](int at) {
        layout->buildNotice(row, at, available);
        return layout->notice.bottom() + 1;
    };
    if (!row.notice.isEmpty() && !row.noticeBelow)
        top = addNotice(top) + kGap;
    if (row.unread > 0) {
        layout->unreadText = TimelineText::unreadLine(row.unread);
        layout->unreadLine = QRect(kMargin, top, width - 2 * kMargin, 24);
        top += 24 + kGap;
    }
    layout->isCard = TimelineText::isCard(row.message) && !shown;
    if (layout->isCard)
        layout->buildCard(row, top, available);
    else
        layout->buildBubble(row, top, available);
    layout->height = qMax(layout->bubble.bottom(), layout->failure.bottom()) + 1;
    if (!row.notice.isEmpty() && row.noticeBelow)
        layout->height = addNotice(layout->height + kGap);
    if (direction == Qt::RightToLeft)
        layout->mirror(width);
    return layout;
}

void MessageLayout::buildBubble(const MessageRow &row, int top, int available)
{
    const auto &message = row.message;
    const int outer = qMin(int(available * 0.78), kBubbleMax);
    const int inner = qMax(40, outer - 2 * kPadSide);

    QTextCharFormat deleted;
    deleted.setFontItalic(true);
    deleted.setForeground(color(Role::Text2));
    QList<QTextLayout::FormatRange> formats;
    text = makeText(
        message.retracted ? TimelineText::tr("This message was deleted.") : message.body, TextStyle::Message);
    if (message.retracted) {
        formats.append({0, int(text->text().size()), deleted});
    } else {
        links = findLinks(text->text());
        for (const auto &link : links) {
            QTextCharFormat format;
            format.setForeground(color(Role::AccentText));
            format.setFontUnderline(true);
            formats.append({link.start, link.length, format});
        }
        for (const auto &hit : row.marks) {
            QTextCharFormat format;
            format.setBackground(color(Role::Hit));
            format.setForeground(color(Role::HitText));
            formats.append({hit.x(), hit.y(), format});
        }
    }
    text->setFormats(formats);

    const int lineHeight = lineHeightOf(TextStyle::Message);
    for (const auto &file : row.files)
        files.append(FileBlock(file, inner));
    const bool onlyFiles = !files.isEmpty() && text->text().isEmpty();
    auto placed = onlyFiles ? Placed{} : place(*text, inner, lineHeight);
    const bool shownBroken = message.sealing == archive::Sealing::SealBroken;
    openLock = message.sealing == archive::Sealing::NotSealed && !message.retracted;
    if (shownBroken)
        mark = {u"seal-broken"_s, Role::Bad};
    else if (message.outgoing)
        mark = TimelineText::mark(message.delivery);
    metaText = TimelineText::clock(message.time);
    if (message.edited)
        metaText = TimelineText::tr("edited %1").arg(metaText);
    if (const QString archiveMark = TimelineText::archiveMark(message); !archiveMark.isEmpty())
        metaText = TimelineText::tr("%1, %2", "mark of an archived message, time").arg(archiveMark, metaText);
    if (const QString odd = TimelineText::stamp(message); !odd.isEmpty()) {
        metaText = TimelineText::tr("%1, %2", "what is odd about the time, and the time").arg(odd, metaText);
        if (mark.icon.isEmpty())
            mark = {u"warning"_s, Role::Warn};
    }
    const QFontMetrics micro(textFont(TextStyle::Micro));
    const int metaWidth = micro.horizontalAdvance(metaText) + (openLock ? kMarkSize + 4 : 0)
        + (mark.icon.isEmpty() ? 0 : kMarkSize + 6);
    const int metaHeight = micro.height();

    // Beside the name of a file, below a picture.
    const bool metaByFile
        = onlyFiles && !files.last().isPicture() && files.last().width() + kMetaGap + metaWidth <= inner;
    const bool metaBeside = !onlyFiles && !placed.rightToLeft && placed.last + kMetaGap + metaWidth <= inner;
    double content = placed.natural;
    if (metaBeside)
        content = qMax(content, placed.last + kMetaGap + metaWidth);
    content = qMax<double>(content, metaWidth);
    for (const auto &file : std::as_const(files))
        content = qMax<double>(
            content, file.isPicture() ? file.width() + 2 * kPictureInset - 2 * kPadSide - 1 : file.width());
    if (metaByFile)
        content = qMax<double>(content, files.last().width() + kMetaGap + metaWidth);
    if (!message.replyTo.isEmpty() && !row.replyText.isEmpty()) {
        replyName = TimelineText::tr("In reply to");
        replyText = row.replyText.simplified();
        const QFontMetrics body(textFont(TextStyle::Body));
        content = qBound<double>(content, qMin(body.horizontalAdvance(replyText) + 28, inner), inner);
        content = qMax<double>(content, qMin(220, inner));
    }
    const int contentWidth = qMin(inner, int(std::ceil(content)) + 1);
    if (placed.rightToLeft)
        placed = place(*text, contentWidth, lineHeight);

    const int bubbleWidth = contentWidth + 2 * kPadSide;
    const int left = message.outgoing ? kMargin + available - bubbleWidth : kMargin;
    int y = top + kPadTop;
    if (!replyText.isEmpty()) {
        const int replyHeight = QFontMetrics(textFont(TextStyle::CaptionStrong)).height()
            + QFontMetrics(textFont(TextStyle::Body)).height() + 6;
        reply = QRect(left + kPadSide, y, contentWidth, replyHeight);
        y += replyHeight + 5;
    }
    y = placeFiles(left, y);
    textPosition = QPointF(left + kPadSide, y);
    y += int(std::ceil(placed.height));
    const int metaX = left + bubbleWidth - kPadSide - metaWidth;
    if (metaByFile) {
        meta = QRect(metaX, y - metaHeight - 2, metaWidth, metaHeight);
    } else if (metaBeside) {
        meta = QRect(metaX, y - metaHeight + 2, metaWidth, metaHeight);
    } else {
        meta = QRect(metaX, y + 1, metaWidth, metaHeight);
        y += metaHeight;
    }
    bubble = QRect(left, top, bubbleWidth, y + kPadBottom - top);

    if (message.outgoing && message.delivery == archive::Delivery::Failed) {
        const TimelineText::Button again{
            MessageAction::SendAgain, TimelineText::actionName(MessageAction::SendAgain), ButtonKind::Secondary};
        const int width = buttonWidth(again.text, true);
        buttons.append({again, QRect(qMax(4, left - width - 8), top + (bubble.height() - 30) / 2, width, 30)});
    }
    failureText = TimelineText::failure(message);
    if (!failureText.isEmpty()) {
        const QRect room(kMargin + available - outer, bubble.bottom() + 1 + kGroupGap, outer, 400);
        const QFontMetrics caption(textFont(TextStyle::Caption));
        const QRect words = caption.boundingRect(room, Qt::TextWordWrap, failureText);
        failure = QRect(room.topLeft(), QSize(outer, words.height()));
    }
}

int MessageLayout::placeFiles(int left, int top)
{
    int y = top;
    for (int i = 0; i < files.size(); ++i) {
        auto &file = files[i];
        if (file.isPicture())
            file.moveTo(left + kPictureInset, i == 0 && reply.isEmpty() ? top - kPadTop + kPictureInset : y);
        else
            file.moveTo(left + kPadSide, y);
        y = file.area().bottom() + 1 + kFileGap;
        if (const auto action = FileText::mainAction(file.state()))
            buttons.append({{*action, TimelineText::actionName(*action), ButtonKind::Text}, file.area(), false, i});
    }
    return y;
}

void MessageLayout::buildCard(const MessageRow &row, int top, int available)
{
    card = TimelineText::card(row.message, row.sender);
    const int width = qMin(available, kCardMax);
    const int inner = width - 50 - 18;
    int y = top + 12;
    cardIcon = QRect(kMargin + 14, y, 24, 24);
    const QFontMetrics strong(textFont(TextStyle::BodyStrong));
    cardTitle = QRect(kMargin + 50, y, inner, strong.height() + 2);
    y = cardTitle.bottom() + 3;
    text = makeText(card.text, TextStyle::Body);
    const auto placed = place(*text, inner, lineHeightOf(TextStyle::Body));
    textPosition = QPointF(kMargin + 50, y);
    y += int(std::ceil(placed.height)) + 8;
    int x = kMargin + 50;
    for (const auto &what : card.buttons) {
        const int size = buttonWidth(what.text, false);
        if (x > kMargin + 50 && x + size > kMargin + width - 12) {
            x = kMargin + 50;
            y += 34;
        }
        buttons.append({what, QRect(x, y, qMin(size, inner), 30)});
        x += size + 4;
    }
    y += card.buttons.isEmpty() ? 8 : 30;
    metaText = TimelineText::clock(row.message.time);
    const QFontMetrics micro(textFont(TextStyle::Micro));
    const int metaWidth = micro.horizontalAdvance(metaText);
    int metaY = y - micro.height();
    if (x + metaWidth + 8 > kMargin + width - 12) {
        metaY = y + 2;
        y += micro.height();
    }
    meta = QRect(kMargin + width - 12 - metaWidth, metaY, metaWidth, micro.height());
    bubble = QRect(kMargin, top, width, y + 12 - top);
}

void MessageLayout::buildNotice(const MessageRow &row, int top, int available)
{
    constexpr int indent = 42; // behind the glyph
    constexpr int padding = 10;
    if (row.noticeIsQuiet) {
        const QFontMetrics words(textFont(TextStyle::Caption));
        const QRect room(kMargin, top, available, QWIDGETSIZE_MAX);
        notice = QRect(kMargin, top, available, words.boundingRect(room, kQuietNotice, row.notice).height() + padding);
        return;
    }
    const QString compare = TimelineText::actionName(MessageAction::CompareKeys).replace(u' ', QChar::Nbsp);
    noticeText = makeText(QString(row.notice).replace(u'\n', u' ') + u' ' + compare, TextStyle::Body);
    QTextCharFormat strong;
    strong.setFontWeight(QFont::DemiBold);
    QTextCharFormat link = strong;
    link.setForeground(color(Role::AccentText));
    const int linkStart = int(noticeText->text().size() - compare.size());
    noticeText->setFormats({{0, int(row.notice.indexOf(u'\n')), strong}, {linkStart, int(compare.size()), link}});
    const auto placed = place(*noticeText, available - indent - 14, lineHeightOf(TextStyle::Body));
    noticePosition = QPointF(kMargin + indent, top + padding);
    notice = QRect(kMargin, top, available, int(std::ceil(placed.height)) + 2 * padding);
    const auto line = noticeText->lineForTextPosition(linkStart);
    const QRectF words(QPointF(line.cursorToX(linkStart), line.y()),
        QPointF(line.cursorToX(int(noticeText->text().size())), line.y() + line.height()));
    buttons.append({{MessageAction::CompareKeys, compare, ButtonKind::Text},
        words.translated(noticePosition).normalized().toAlignedRect(), true});
}

void MessageLayout::mirror(int width)
{
    const QRect all(0, 0, width, height);
    const auto flip = [&all](QRect &rect) {
        if (rect.isValid())
            rect = QStyle::visualRect(Qt::RightToLeft, all, rect);
    };
    const double textWidth = text->lineCount() > 0 ? text->lineAt(0).width() : 0;
    const double inset = textPosition.x() - bubble.x();
    flip(bubble);
    // Lines were laid out at their full width; the block keeps the distance from the other side now.
    const double blockWidth = isCard ? textWidth : bubble.width() - 2.0 * kPadSide;
    textPosition.setX(isCard ? bubble.right() + 1 - inset - blockWidth : bubble.x() + kPadSide);
    if (noticeText) {
        // The text keeps its own direction; only its block changes sides.
        const double shift
            = notice.right() + 1 + notice.left() - 2 * noticePosition.x() - noticeText->lineAt(0).width();
        noticePosition.rx() += shift;
        for (auto &button : buttons) {
            if (button.isLink)
                button.rect.translate(int(shift), 0);
        }
        flip(notice);
    }
    for (auto &file : files)
        file.mirror(all);
    for (auto *rect : {&dayLine, &unreadLine, &cardIcon, &cardTitle, &reply, &failure})
        flip(*rect);
    // The time stands after the last line, which keeps the direction of its own script.
    if (isCard || text->lineCount() == 0)
        flip(meta);
    else
        meta.moveRight(bubble.right() - kPadSide);
    for (auto &button : buttons) {
        if (!button.isLink)
            flip(button.rect);
    }
}

const MessageLayout::Button *MessageLayout::buttonAt(const QPoint &position) const
{
    for (const auto &button : buttons) {
        if (button.rect.contains(position))
            return &button;
    }
    return nullptr;
}

QUrl MessageLayout::linkAt(const QPoint &position) const
{
    if (isCard || !text)
        return {};
    const QPointF inText = QPointF(position) - textPosition;
    for (int i = 0; i < text->lineCount(); ++i) {
        const auto line = text->lineAt(i);
        if (inText.y() < line.y() || inText.y() > line.y() + line.height() || !line.naturalTextRect().contains(inText))
            continue;
        const int cursor = line.xToCursor(inText.x(), QTextLine::CursorOnCharacter);
        for (const auto &link : links) {
            if (cursor >= link.start && cursor < link.start + link.length)
                return link.url;
        }
    }
    return {};
}

} // namespace letterlock::ui
