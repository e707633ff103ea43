// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/FilesSection.h"

#include <QHBoxLayout>
#include <QIdentityProxyModel>
#include <QKeyEvent>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyledItemDelegate>

#include "ui/chat/FileText.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Files = app::SharedFilesModel;

namespace {

constexpr QSize kTile{78, 60};
constexpr int kGap = 6; // three of them in the usual width
constexpr int kMostRows = 5; // seen at once; the others are scrolled to

app::FileState stateOf(const QModelIndex &index)
{
    return index.data(Files::StateRole).value<app::FileState>();
}

/// A picture as a tile; of other files the kind of mark and the name.
class TileDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return kTile + QSize(kGap, kGap);
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto state = stateOf(index);
        const QRect tile(option.rect.topLeft() + QPoint(kGap / 2, kGap / 2), kTile);
        painter->save();
        painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        if (state.file.isPicture() && !state.picture.isNull())
            paintPicture(*painter, tile, state.picture);
        else
            paintName(*painter, tile, state);
        const bool chosen = option.state & QStyle::State_HasFocus;
        if (chosen && (option.state & QStyle::State_KeyboardFocusChange))
            LetterlockStyle::drawFocusRing(*painter, tile, metrics::kRadiusControl);
        painter->restore();
    }

private:
    static void paintPicture(QPainter &painter, const QRect &tile, const QImage &picture)
    {
        painter.save();
        QPainterPath clip;
        clip.addRoundedRect(tile, metrics::kRadiusControl, metrics::kRadiusControl);
        painter.setClipPath(clip, Qt::IntersectClip);
        QSizeF shown = picture.size();
        shown.scale(tile.size(), Qt::KeepAspectRatioByExpanding);
        QRectF target({}, shown);
        target.moveCenter(QRectF(tile).center());
        painter.fillRect(tile, color(Role::BgSunken));
        painter.drawImage(target, picture);
        painter.restore();
    }
    static void paintName(QPainter &painter, const QRect &tile, const app::FileState &state)
    {
        roundRect(painter, tile, metrics::kRadiusControl, color(Role::BgSunken), color(Role::Line));
        const QRect glyph(tile.center().x() - 9, tile.top() + 10, 20, 20);
        icons::paint(painter, glyph, FileText::icon(state), color(Role::Text2));
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(color(Role::Text2));
        const QRect words = tile.adjusted(6, 34, -6, -6);
        painter.drawText(words, int(Qt::AlignHCenter | Qt::AlignTop),
            painter.fontMetrics().elidedText(FileText::name(state.file), Qt::ElideMiddle, words.width()));
    }
};

/// What is read out, and the tooltip.
class SpokenFiles : public QIdentityProxyModel {
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::AccessibleTextRole && role != Qt::ToolTipRole && role != Qt::DisplayRole)
            return QIdentityProxyModel::data(index, role);
        const auto time = index.data(Files::MessageRole).value<archive::Message>().time.toLocalTime();
        const QString name
            = role == Qt::AccessibleTextRole ? FileText::sentence(stateOf(index)) : FileText::name(stateOf(index).file);
        return role == Qt::DisplayRole ? name
                                       : FilesSection::tr("%1, %2", "a file, when it came")
                                             .arg(name, QLocale().toString(time, QLocale::ShortFormat));
    }
};

} // namespace

FilesSection::FilesSection(QWidget *parent)
    : Panel(Role::Count, parent)
{
    setObjectName(u"detailsFilesSection"_s);
    setEdges(Qt::TopEdge);
    auto *column = new QVBoxLayout(this);
    constexpr int side = 16 - kGap / 2; // a tile has half a gap around it
    column->setContentsMargins(side, 14, side, 16);
    column->setSpacing(metrics::kSpace8);
    m_toggle = new QPushButton(this);
    m_toggle->setObjectName(u"detailsAllFiles"_s);
    setButtonKind(m_toggle, ButtonKind::Text, ButtonSize::Small);
    connect(m_toggle, &QPushButton::clicked, this, [this] { setAll(!m_all); });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(kGap / 2, 0, kGap / 2, 0);
    head->addWidget(new TextLabel(tr("Pictures and files"), TextStyle::CaptionStrong, Role::Text2, this), 1);
    head->addWidget(m_toggle);
    m_view = new QListView(this);
    m_view->setObjectName(u"detailsFiles"_s);
    m_view->setAccessibleName(tr("Pictures and files"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setViewMode(QListView::IconMode);
    m_view->setMovement(QListView::Static);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setUniformItemSizes(true);
    m_view->setSelectionMode(QAbstractItemView::NoSelection);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // unseen while all fits; the width never jumps
    m_view->viewport()->setAutoFillBackground(false);
    connect(&Palette::current(), &Palette::changed, this, &FilesSection::dress);
    dress();
    m_view->setItemDelegate(new TileDelegate(m_view));
    connect(m_view, &QListView::clicked, this, &FilesSection::activate);
    m_view->installEventFilter(this);
    column->addLayout(head);
    column->addWidget(m_view);
    setAll(false);
    hide();
}

void FilesSection::setFiles(app::SharedFilesModel *files)
{
    m_files = files;
    auto *spoken = new SpokenFiles(this);
    spoken->setSourceModel(files);
    m_view->setModel(spoken);
    connect(files, &Files::modelReset, this, [this] { setAll(false); });
    connect(files, &Files::rowsInserted, this, &FilesSection::refresh);
    connect(files, &Files::rowsRemoved, this, &FilesSection::refresh);
    connect(files, &Files::totalChanged, this, &FilesSection::refresh);
    refresh();
}

/// The ground of the bar is that of the panel.
void FilesSection::dress()
{
    QPalette palette = m_view->palette();
    palette.setColor(QPalette::Base, color(Role::BgSide));
    palette.setColor(QPalette::Window, color(Role::BgSide));
    m_view->setPalette(palette);
}

void FilesSection::setAll(bool all)
{
    m_all = all;
    if (!all)
        m_view->scrollToTop();
    refresh();
}

void FilesSection::refresh()
{
    const int files = m_files ? m_files->rowCount() : 0;
    setVisible(files > 0);
    const int total = m_files ? m_files->total() : 0;
    m_toggle->setText(m_all ? tr("Fewer") : tr("All %1", "number of files").arg(QLocale().toString(total)));
    m_toggle->setAccessibleName(m_all ? tr("Show fewer files") : tr("Show all %n files", nullptr, total));
    const int columns = qMax(1, m_view->viewport()->width() / (kTile.width() + kGap));
    const int rows = (files + columns - 1) / columns;
    m_toggle->setVisible(rows > 1);
    m_view->setFixedHeight((m_all ? qBound(1, rows, kMostRows) : 1) * (kTile.height() + kGap) + 2);
}

void FilesSection::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    refresh();
}

bool FilesSection::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_view->model()->index(0, 0));
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            activate(m_view->currentIndex());
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void FilesSection::activate(const QModelIndex &index)
{
    const auto action = index.isValid() ? FileText::mainAction(stateOf(index)) : std::nullopt;
    if (action)
        Q_EMIT fileAction(
            *action, index.data(Files::MessageRole).value<archive::Message>(), index.data(Files::PositionRole).toInt());
}

} // namespace letterlock::ui
