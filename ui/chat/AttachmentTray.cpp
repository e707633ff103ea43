// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/AttachmentTray.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/chat/FileText.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHeight = 54;
constexpr int kPictureWidth = 74;
constexpr int kWidestName = 150;

/// A picture, or a glyph with name and size. The button takes it out; so does Delete.
class FileCard : public QWidget {
public:
    FileCard(const QString &name, const QString &detail, const QImage &picture, QWidget *parent)
        : QWidget(parent)
        , m_name(name)
        , m_detail(detail)
        , m_picture(picture)
    {
        const QFontMetrics strong(textFont(TextStyle::BodyStrong));
        const QFontMetrics small(textFont(TextStyle::Caption));
        const int words = qMax(strong.horizontalAdvance(name), small.horizontalAdvance(detail));
        setFixedSize(picture.isNull() ? 40 + qMin(words, kWidestName) + 38 : kPictureWidth, kHeight);
        setToolTip(detail.isEmpty() ? name : name + u", "_s + detail);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        if (!m_picture.isNull()) {
            QPainterPath clip;
            clip.addRoundedRect(rect(), metrics::kRadiusControl, metrics::kRadiusControl);
            painter.setClipPath(clip);
            QSizeF shown = m_picture.size();
            shown.scale(size(), Qt::KeepAspectRatioByExpanding);
            QRectF target({}, shown);
            target.moveCenter(QRectF(rect()).center());
            painter.drawImage(target, m_picture);
            return;
        }
        roundRect(painter, rect(), metrics::kRadiusControl, color(Role::BgSurface), color(Role::LineStrong));
        const bool right = layoutDirection() == Qt::RightToLeft;
        const QRect glyph(right ? width() - 34 : 12, (height() - 20) / 2, 20, 20);
        icons::paint(painter, glyph, u"file"_s, color(Role::Text2));
        const QRect words
            = right ? QRect(36, 8, width() - 76, height() - 16) : QRect(40, 8, width() - 76, height() - 16);
        const auto align = right ? Qt::AlignRight : Qt::AlignLeft;
        painter.setFont(textFont(TextStyle::BodyStrong));
        painter.setPen(color(Role::Text));
        painter.drawText(
            words, int(align | Qt::AlignTop), painter.fontMetrics().elidedText(m_name, Qt::ElideMiddle, words.width()));
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(color(Role::Text2));
        painter.drawText(words, int(align | Qt::AlignBottom), m_detail);
    }

private:
    QString m_name;
    QString m_detail;
    QImage m_picture;
};

/// On a picture a cross alone would not be seen everywhere: it stands on a disc there.
class RemoveButton : public IconButton {
public:
    RemoveButton(const QString &name, bool onPicture, QWidget *parent)
        : IconButton(u"close"_s, name, parent)
        , m_onPicture(onPicture)
    {
        setFixedSize(28, 28);
        setFocusPolicy(Qt::StrongFocus);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        if (!m_onPicture) {
            IconButton::paintEvent(event);
            return;
        }
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor shade = color(Role::InvBg);
        shade.setAlphaF(underMouse() || isDown() ? 1.0F : 0.8F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade);
        painter.drawEllipse(rect().adjusted(3, 3, -3, -3));
        icons::paint(painter, rect().adjusted(7, 7, -7, -7), u"close"_s, color(Role::InvText));
        if (hasFocus())
            LetterlockStyle::drawFocusRing(painter, rect().adjusted(2, 2, -2, -2), width() / 2.0);
    }

private:
    bool m_onPicture;
};

} // namespace

AttachmentTray::AttachmentTray(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"attachmentTray"_s);
    setAccessibleName(tr("Files to send"));
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedHeight(kHeight + 8);
    scroll->viewport()->setAutoFillBackground(false);
    auto *cards = new QWidget;
    cards->setAutoFillBackground(false);
    m_row = new QHBoxLayout(cards);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(metrics::kSpace8);
    m_row->addStretch(1);
    scroll->setWidget(cards);
    scroll->widget()->setAutoFillBackground(false);
    m_summary = new TextLabel({}, TextStyle::Caption, Role::Text3, this);
    m_warning = (new TextLabel({}, TextStyle::Caption, Role::Warn, this))->wrapping();
    m_warning->setObjectName(u"attachmentWarning"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace12);
    row->addWidget(scroll, 1);
    row->addWidget(m_summary);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace4);
    column->addLayout(row);
    column->addWidget(m_warning);
    hide();
}

int AttachmentTray::add(const QString &name)
{
    m_items.append({.number = ++m_last, .name = archive::SharedFile::safeName(name), .file = {}, .card = nullptr});
    show(m_items.last());
    refresh();
    return m_last;
}

void AttachmentTray::show(Item &item)
{
    delete item.card;
    const QString name = item.file ? FileText::name(item.file->file) : item.name;
    const QString detail = item.file ? FileText::size(item.file->file.size) : tr("Sealing…");
    item.card = new FileCard(name, detail, item.file ? item.file->picture : QImage(), this);
    const bool onPicture = item.file && !item.file->picture.isNull();
    auto *close = new RemoveButton(tr("Take %1 out").arg(name), onPicture, item.card);
    close->setObjectName(u"attachmentRemove_%1"_s.arg(item.number));
    close->setAccessibleDescription(detail);
    close->move(layoutDirection() == Qt::RightToLeft ? 4 : item.card->width() - 32, 4);
    connect(close, &QToolButton::clicked, this, [this, number = item.number] { remove(number); }, Qt::QueuedConnection);
    const auto place = std::ranges::find(m_items, item.number, &Item::number) - m_items.begin();
    m_row->insertWidget(int(place), item.card);
    item.card->show();
}

void AttachmentTray::setSealedFile(int number, const app::FileVault::Sealed &file)
{
    const auto found = std::ranges::find(m_items, number, &Item::number);
    if (found == m_items.end())
        return;
    found->file = file;
    show(*found);
    refresh();
}

void AttachmentTray::remove(int number)
{
    const auto found = std::ranges::find(m_items, number, &Item::number);
    if (found == m_items.end())
        return;
    const QString copy = found->file ? found->file->copy : QString();
    delete found->card;
    m_items.erase(found);
    refresh();
    if (!copy.isEmpty())
        Q_EMIT removed(copy);
}

void AttachmentTray::clear()
{
    replace({});
}

void AttachmentTray::replace(const QList<app::FileVault::Sealed> &files)
{
    for (auto &item : m_items)
        delete item.card;
    m_items.clear();
    for (const auto &file : files) {
        m_items.append({.number = ++m_last, .name = file.file.name, .file = file, .card = nullptr});
        show(m_items.last());
    }
    refresh();
}

void AttachmentTray::setSealed(bool sealed)
{
    if (m_sealed == sealed)
        return;
    m_sealed = sealed;
    refresh();
}

bool AttachmentTray::contains(int number) const
{
    return std::ranges::contains(m_items, number, &Item::number);
}

bool AttachmentTray::isReady() const
{
    return !m_items.isEmpty() && std::ranges::all_of(m_items, [](const Item &item) { return item.file.has_value(); });
}

QList<app::FileVault::Sealed> AttachmentTray::files() const
{
    QList<app::FileVault::Sealed> files;
    for (const auto &item : m_items) {
        if (item.file)
            files.append(*item.file);
    }
    return files;
}

QString AttachmentTray::warning() const
{
    QStringList names;
    for (const auto &item : m_items) {
        if (item.file && item.file->tellsMore)
            names.append(FileText::name(item.file->file));
    }
    if (names.isEmpty())
        return {};
    return names.size() == 1
        ? tr("%1 may tell where and when it was made. Letterlock cannot take that out of this file.").arg(names.first())
        : tr("%n files may tell where and when they were made. Letterlock cannot take that out of them.", nullptr,
              int(names.size()));
}

void AttachmentTray::refresh()
{
    const QString text = m_sealed ? tr("%n files, sealed before they leave", nullptr, count())
                                  : tr("%n files; both servers get the key to them", nullptr, count());
    m_summary->setText(text);
    const QString warns = warning();
    m_warning->setText(warns);
    m_warning->setVisible(!warns.isEmpty());
    m_summary->setRole(m_sealed ? Role::Text3 : Role::Warn);
    setAccessibleDescription(warns.isEmpty() ? text : text + u". "_s + warns);
    Q_EMIT changed();
}

} // namespace letterlock::ui
