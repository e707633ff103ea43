// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/ArchiveStateBar.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/search/SplitBar.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

ArchiveStateBar::ArchiveStateBar(QWidget *parent)
    : Panel(Role::BgSide, parent)
    , m_bar(new SplitBar(this))
    , m_checked(new TextLabel({}, TextStyle::Caption, Role::Text3, this))
    , m_upload(new QPushButton(this))
    , m_work(new TextLabel({}, TextStyle::Body, Role::Text, this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"archiveStateBar"_s);
    setAccessibleName(tr("Where your history is kept"));
    setEdges(Qt::TopEdge);
    setFixedHeight(48);
    m_upload->setObjectName(u"uploadLocalButton"_s);
    setButtonKind(m_upload, ButtonKind::Text, ButtonSize::Small);
    m_work->setObjectName(u"exportProgress"_s);
    m_cancel->setObjectName(u"exportStop"_s);
    m_cancel->setAccessibleName(tr("Cancel the export"));
    setButtonKind(m_cancel, ButtonKind::Text, ButtonSize::Small);
    connect(m_cancel, &QPushButton::clicked, this, &ArchiveStateBar::workCancelled);
    showWork({});
    m_bar->setMinimumWidth(60);
    m_bar->setMaximumWidth(150);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 0, 16, 0);
    row->setSpacing(metrics::kSpace24);
    row->addWidget(m_bar, 1);
    m_server = addCount(u"seal-solid"_s, Role::Wax);
    m_uploading = addCount(u"upload"_s, Role::AccentText);
    m_here = addCount(u"drive"_s, Role::Text2);
    row->addStretch(1);
    row->addWidget(m_checked);
    row->addWidget(m_work);
    row->addWidget(m_cancel);
    row->addWidget(m_upload);
    connect(m_upload, &QPushButton::clicked, this, &ArchiveStateBar::uploadRequested);
    show(ArchiveStateView{});
}

ArchiveStateBar::Count ArchiveStateBar::addCount(const QString &icon, Role role)
{
    Count count{
        new QWidget(this), new TextLabel({}, TextStyle::BodyStrong), new TextLabel({}, TextStyle::Body, Role::Text2)};
    auto *row = new QHBoxLayout(count.box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(new Glyph(icon, role, 16, count.box));
    row->addWidget(count.number);
    row->addWidget(count.words);
    layout()->addWidget(count.box);
    return count;
}

void ArchiveStateBar::show(const ArchiveStateView &view)
{
    const QLocale locale;
    m_bar->setParts({{view.onServer, Role::Wax}, {view.uploading, Role::Accent}, {view.onlyHere, Role::LineStrong}});
    m_server.number->setText(locale.toString(view.onServer));
    m_server.words->setText(view.server.isEmpty() ? tr("sealed on your server") : tr("sealed on %1").arg(view.server));
    m_uploading.number->setText(locale.toString(view.uploading));
    m_uploading.words->setText(tr("uploading"));
    m_uploading.box->setVisible(view.uploading > 0);
    m_here.number->setText(locale.toString(view.onlyHere));
    m_here.words->setText(tr("only on this computer"));
    const auto checked = view.lastChecked.toLocalTime();
    m_checked->setText(!view.lastChecked.isValid() ? QString()
            : checked.date() == QDate::currentDate()
            ? tr("Last checked %1").arg(locale.toString(checked.time(), QLocale::ShortFormat))
            : tr("Last checked %1").arg(locale.toString(checked.date(), QLocale::ShortFormat)));
    m_upload->setText(view.onlyHere == 1 ? tr("Upload it") : tr("Upload the %1").arg(locale.toString(view.onlyHere)));
    m_upload->setAccessibleName(tr("Upload what is only on this computer"));
    m_upload->setVisible(view.onlyHere > 0);
    m_upload->setEnabled(view.canUpload);
    m_upload->setToolTip(view.canUpload ? QString() : tr("The archive is switched off, or there is no connection."));
    setAccessibleDescription(tr("%1 sealed on your server, %2 uploading, %3 only on this computer")
            .arg(locale.toString(view.onServer), locale.toString(view.uploading), locale.toString(view.onlyHere)));
}

void ArchiveStateBar::showWork(const QString &text)
{
    m_work->setText(text);
    m_work->setVisible(!text.isEmpty());
    m_cancel->setVisible(!text.isEmpty());
    m_checked->setVisible(text.isEmpty() && width() >= 940);
}

void ArchiveStateBar::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_bar->setVisible(width() >= 760);
    m_checked->setVisible(m_work->text().isEmpty() && width() >= 940);
}

} // namespace letterlock::ui
