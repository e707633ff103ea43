// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ArchiveSheet.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/style/ErrorText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

QPushButton *makeButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    setButtonKind(button, ButtonKind::Secondary, ButtonSize::Small);
    return button;
}

} // namespace

ArchiveSheet::ArchiveSheet(app::SettingsStore &settings, app::ArchiveController &archive)
    : SettingsSheet(tr("Archive"))
    , m_settings(settings)
    , m_archive(archive)
    , m_headline((new TextLabel({}, TextStyle::BodyStrong))->wrapping())
    , m_more((new TextLabel({}, TextStyle::Body, Role::Text2))->wrapping())
    , m_problem((new TextLabel({}, TextStyle::Body, Role::Bad))->wrapping())
    , m_upload(makeButton(u"archiveUploadNow"_s, tr("Upload now")))
{
    auto *top = new Panel(Role::WaxSoft);
    top->setRadius(metrics::kRadiusCard);
    auto *open = makeButton(u"archiveOpenHistory"_s, tr("Open History"));
    m_headline->setObjectName(u"archiveHeadline"_s);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_headline);
    texts->addWidget(m_more);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(18, 13, 16, 13);
    row->setSpacing(metrics::kSpace16);
    row->addWidget(new Glyph(u"seal-solid"_s, Role::Wax, 30));
    row->addLayout(texts, 1);
    row->addWidget(open);
    addSection({}, top);
    addSection({}, m_problem);

    auto *keep = new Switch;
    keep->setObjectName(u"archivePlace"_s);
    const auto show = [keep, &settings] { keep->setChecked(settings.archives()); };
    show();
    connect(&settings, &app::SettingsStore::changed, keep, show);
    connect(keep, &QCheckBox::clicked, this, [this](bool on) {
        m_settings.setArchives(on);
        m_archive.setEnabled(on);
    });
    auto *card = new SettingsCard;
    card->addRow(tr("Keep a sealed copy of my history on my server"),
        tr("Off: new messages stay only on this computer. If it is lost, so are they."), keep);
    card->addRow(tr("What is only on this computer"), tr("Sealed and uploaded by itself when a talk pauses"), m_upload);
    addSection(tr("Where your history is kept"), card);
    connect(open, &QPushButton::clicked, this, &ArchiveSheet::openHistoryRequested);
    connect(m_upload, &QPushButton::clicked, &m_archive, &app::ArchiveController::uploadNow);
    connect(&m_archive, &app::ArchiveController::changed, this, &ArchiveSheet::refresh);
    connect(&m_settings, &app::SettingsStore::changed, this, &ArchiveSheet::refresh);
    refresh();
}

void ArchiveSheet::refresh()
{
    const QLocale locale;
    const auto totals = m_archive.totals();
    const auto server = m_settings.account().account.domain();
    m_headline->setText(tr("%1 messages are sealed on %2")
            .arg(locale.toString(totals.onServer), server.isEmpty() ? tr("your server") : server));
    m_more->setText(tr("%1 more are only on this computer, %2 are being uploaded.")
            .arg(locale.toString(totals.onlyHere), locale.toString(totals.uploading)));
    auto problem = m_archive.problem();
    if (!problem && m_archive.closedParts() > 0)
        problem = archive::ArchiveError{archive::ArchiveError::Code::CannotOpen, {}};
    m_problem->setVisible(problem.has_value());
    m_problem->setText(problem ? ErrorText::of(*problem, server) : QString());
    m_upload->setEnabled(totals.onlyHere > 0 && m_settings.archives());
}

} // namespace letterlock::ui
