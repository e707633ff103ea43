// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ArchiveSheet.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

#include "ui/settings/ArchivePlaceCard.h"
#include "ui/settings/ArchivePlaceTile.h"
#include "ui/settings/ArchiveRemovalCard.h"
#include "ui/style/ErrorText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 day = 24 * 60 * 60; // seconds

QPushButton *makeButton(const QString &name, const QString &text, ButtonKind kind = ButtonKind::Secondary)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    setButtonKind(button, kind, ButtonSize::Small);
    return button;
}

QComboBox *makeChoice(const QString &name, const QList<std::pair<QString, qint64>> &choices)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setMinimumWidth(260);
    for (const auto &[text, value] : choices) {
        box->addItem(text, value);
    }
    return box;
}

} // namespace

ArchiveSheet::ArchiveSheet(const Ports &ports)
    : SettingsSheet(tr("Archive"))
    , m_ports(ports)
{
    addBanner();
    addPlaces();
    addAmount();
    if (m_ports.preferences) {
        addExceptions();
        addRecording();
        connect(
            m_ports.preferences, &app::ArchivePreferencesController::changed, this, &ArchiveSheet::refreshPreferences);
        connect(m_ports.keys, &app::ArchiveKeys::changed, this, &ArchiveSheet::refreshPreferences);
    }
    addRemoval();
    connect(&m_ports.archive, &app::ArchiveController::changed, this, &ArchiveSheet::refresh);
    connect(&m_ports.settings, &app::SettingsStore::changed, this, &ArchiveSheet::refresh);
    refresh();
    refreshPreferences();
}

void ArchiveSheet::addBanner()
{
    m_headline = (new TextLabel({}, TextStyle::BodyStrong))->wrapping();
    m_more = (new TextLabel({}, TextStyle::Body, Role::Text2))->wrapping();
    m_problem = (new TextLabel({}, TextStyle::Body, Role::Bad))->wrapping();
    m_headline->setObjectName(u"archiveHeadline"_s);
    auto *top = new Panel(Role::WaxSoft);
    top->setRadius(metrics::kRadiusCard);
    auto *open = makeButton(u"archiveOpenHistory"_s, tr("Open History"));
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
    connect(open, &QPushButton::clicked, this, &ArchiveSheet::openHistoryRequested);
}

void ArchiveSheet::addPlaces()
{
    auto *places = new QWidget;
    places->setObjectName(u"archivePlaceChoice"_s);
    places->setAccessibleName(tr("Where your history is kept"));
    m_onServer = new ArchivePlaceTile(u"archive"_s, {}, {});
    m_onServer->setObjectName(u"archivePlaceServer"_s);
    m_onlyHere = new ArchivePlaceTile(u"drive"_s, tr("Only here"), tr("If this computer is lost, so is the history."));
    m_onlyHere->setObjectName(u"archivePlaceHere"_s);
    auto *row = new QHBoxLayout(places);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace12);
    row->addWidget(m_onServer);
    row->addWidget(m_onlyHere);
    for (QAbstractButton *tile : {static_cast<QAbstractButton *>(m_onServer), m_onlyHere}) {
        connect(tile, &QAbstractButton::clicked, this, [this] {
            m_ports.settings.setArchives(m_onServer->isChecked());
            m_ports.archive.setEnabled(m_onServer->isChecked());
        });
    }
    addSection(tr("Where your history is kept"), places);
    addSection({}, new ArchivePlaceCard({m_ports.settings, m_ports.archive, m_ports.move, m_ports.prompts}));
}

void ArchiveSheet::addAmount()
{
    auto *card = new SettingsCard;
    if (m_ports.preferences) {
        m_amount = makeChoice(u"archiveAmount"_s,
            {{tr("Everything"), int(archive::SaveMode::Body)},
                {tr("Nothing, but the exceptions below"), int(archive::SaveMode::Nothing)}});
        m_expiry = makeChoice(u"archiveExpiry"_s,
            {{tr("For ever"), 0}, {tr("One year"), 365 * day}, {tr("Two years"), 730 * day},
                {tr("Ten years"), 3650 * day}});
        card->addRow(tr("Keep on the server"), {}, m_amount);
        card->addRow(tr("For how long"), tr("Counted from the last message of a talk. Copies here stay."), m_expiry);
        connect(m_amount, &QComboBox::activated, this, &ArchiveSheet::setRule);
        connect(m_expiry, &QComboBox::activated, this, &ArchiveSheet::setRule);
    }
    m_upload = makeButton(u"archiveUploadNow"_s, tr("Upload now"));
    card->addRow(tr("What is only on this computer"), tr("Sealed and uploaded by itself when a talk pauses"), m_upload);
    connect(m_upload, &QPushButton::clicked, &m_ports.archive, &app::ArchiveController::uploadNow);
    addSection(tr("How much, and when"), card);
    m_refusal = (new TextLabel({}, TextStyle::Body, Role::Bad))->wrapping();
    m_refusal->setObjectName(u"archiveRefusal"_s);
    m_refusal->hide();
    addSection({}, m_refusal);
}

void ArchiveSheet::addExceptions()
{
    m_exceptions = new SettingsCard;
    m_address = new QLineEdit;
    m_address->setObjectName(u"archiveExceptionAddress"_s);
    m_address->setPlaceholderText(tr("Address of somebody"));
    m_address->setAccessibleName(tr("Address of somebody whose talks are kept differently"));
    auto *add = makeButton(u"archiveExceptionAdd"_s, tr("Add"));
    auto *fields = new QWidget;
    auto *row = new QHBoxLayout(fields);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_address);
    row->addWidget(add);
    m_exceptions->addRow(tr("Somebody whose talks are kept differently"), {}, fields);
    connect(add, &QPushButton::clicked, this, &ArchiveSheet::addException);
    connect(m_address, &QLineEdit::returnPressed, this, &ArchiveSheet::addException);
    m_exceptionRows = new QWidget;
    auto *rows = new QVBoxLayout(m_exceptionRows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_exceptions->addWidget(m_exceptionRows);
    addSection(tr("Exceptions"), m_exceptions);
}

void ArchiveSheet::listExceptions()
{
    auto *rows = m_exceptionRows->layout();
    while (auto *item = rows->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const auto &contact : m_ports.preferences->preferences().contacts) {
        auto *choice = makeChoice(u"archiveException_"_s + contact.address,
            {{tr("Kept on the server"), int(archive::SaveMode::Body)},
                {tr("Only here"), int(archive::SaveMode::Nothing)}});
        choice->setMinimumWidth(180);
        choice->setAccessibleName(tr("Talks with %1").arg(contact.address));
        choice->setCurrentIndex(contact.rule.save == archive::SaveMode::Nothing ? 1 : 0);
        auto *forget
            = makeButton(u"archiveExceptionRemove_"_s + contact.address, tr("As all others"), ButtonKind::Text);
        auto *row = new QWidget;
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(16, 6, 16, 6);
        layout->addWidget((new TextLabel(contact.address))->wrapping(), 1);
        layout->addWidget(choice);
        layout->addWidget(forget);
        rows->addWidget(row);
        const auto jid = crypto::BareJid::parse(contact.address);
        choice->setEnabled(jid.has_value()); // rules for devices or whole servers come from other programs
        connect(choice, &QComboBox::activated, this, [this, choice, jid] {
            m_ports.preferences->setContact(*jid, archive::SaveMode(choice->currentData().toInt()))
                .then(this, [this](const archive::ArchiveResult<void> &done) { tell(done); });
        });
        connect(forget, &QPushButton::clicked, this, [this, address = contact.address] {
            m_ports.preferences->clearContact(address).then(
                this, [this](const archive::ArchiveResult<void> &done) { tell(done); });
        });
    }
    m_exceptionRows->setVisible(rows->count() > 0);
}

void ArchiveSheet::addException()
{
    const auto contact = crypto::BareJid::parse(m_address->text().trimmed());
    if (!contact) {
        m_refusal->setText(tr("This is not an address. It looks like anna@harbour.example."));
        m_refusal->setVisible(true);
        m_address->setFocus();
        return;
    }
    // The opposite of what holds for all: that is what an exception is for.
    const bool keeps = m_ports.preferences->preferences().rule.save != archive::SaveMode::Nothing;
    m_ports.preferences->setContact(*contact, keeps ? archive::SaveMode::Nothing : archive::SaveMode::Body)
        .then(this, [this](const archive::ArchiveResult<void> &done) {
            if (done) {
                m_address->clear();
            }
            tell(done);
        });
}

void ArchiveSheet::addRecording()
{
    auto *card = new SettingsCard;
    m_keyName = (new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping();
    m_keyName->setObjectName(u"archiveKeyName"_s);
    m_makeKey = makeButton(u"archiveMakeKey"_s, tr("Make…"));
    m_makeKey->setAccessibleName(tr("Make an RSA key for the archive"));
    auto *key = new QWidget;
    auto *row = new QHBoxLayout(key);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_keyName);
    row->addWidget(m_makeKey);
    card->addRow(tr("RSA key for the archive"),
        tr("Lets your server seal, and other programs open what is sealed. Your chat key stays as it is."), key);
    connect(m_makeKey, &QPushButton::clicked, this, [this] {
        m_makeKey->setEnabled(false);
        m_ports.keys->make().then(this, [this](const crypto::CryptoResult<QList<crypto::RsaKey>> &made) {
            m_makeKey->setEnabled(true);
            m_refusal->setText(made ? QString() : ErrorText::of(made.error()));
            m_refusal->setVisible(!made);
        });
    });
    m_recording = new Switch;
    m_recording->setObjectName(u"archiveServerSeals"_s);
    card->addRow(tr("Let my server record and seal by itself"),
        tr("Your server then reads the words of messages that are not sealed, and with whom and when you talk. It "
           "seals "
           "them for your archive key and throws its own key away; you have to trust it with that. Messages you seal "
           "it "
           "cannot read: it records only that there was one."),
        m_recording);
    connect(m_recording, &QCheckBox::clicked, this, &ArchiveSheet::setRecording);
    m_recordingState = (new TextLabel({}, TextStyle::Body, Role::Text2))->wrapping();
    m_recordingState->setObjectName(u"archiveRecordingState"_s);
    addSection(tr("Sealed by your server"), card);
    addSection({}, m_recordingState);
}

void ArchiveSheet::addRemoval()
{
    addSection(tr("Delete from the server"),
        new ArchiveRemovalCard({m_ports.settings, m_ports.archive, m_ports.move, m_ports.prompts}));
}

void ArchiveSheet::setRule()
{
    auto rule = m_ports.preferences->preferences().rule;
    rule.save = archive::SaveMode(m_amount->currentData().toInt());
    const qint64 seconds = m_expiry->currentData().toLongLong();
    rule.expire = seconds > 0 ? std::optional(seconds) : std::nullopt;
    if (rule.otr == archive::OffTheRecord::Require && rule.save != archive::SaveMode::Nothing) {
        rule.otr = archive::OffTheRecord::Prefer; // the two exclude each other
    }
    m_ports.preferences->setRule(rule).then(this, [this](const archive::ArchiveResult<void> &done) { tell(done); });
}

void ArchiveSheet::setRecording(bool on)
{
    m_recording->setEnabled(false);
    m_ports.preferences->setRecording(on).then(this, [this](const archive::ArchiveResult<void> &done) { tell(done); });
}

void ArchiveSheet::tell(const archive::ArchiveResult<void> &done)
{
    m_refusal->setVisible(!done);
    if (!done) {
        const auto server = m_ports.settings.account().account.domain();
        const auto &detail = done.error().detail;
        m_refusal->setText(detail.startsWith("feature-not-implemented"_L1)
                ? tr("%1 cannot do this, so nothing was changed. It does not seal what it records, or not in this way.")
                      .arg(server)
                : detail.startsWith("not-acceptable"_L1)
                ? tr("%1 found no key of yours that it can seal for, or has to keep everything. Nothing was changed.")
                      .arg(server)
                : detail.startsWith("not-allowed"_L1)
                ? tr("%1 records all talks of its users; this cannot be switched off.").arg(server)
                : ErrorText::of(done.error(), server));
    }
    refreshPreferences();
}

void ArchiveSheet::refresh()
{
    const QLocale locale;
    const auto totals = m_ports.archive.totals();
    const auto server = m_ports.settings.account().account.domain();
    m_headline->setText(tr("%1 messages are sealed on %2")
            .arg(locale.toString(totals.onServer), server.isEmpty() ? tr("your server") : server));
    m_more->setText(tr("%1 more are only on this computer, %2 are being uploaded.")
            .arg(locale.toString(totals.onlyHere), locale.toString(totals.uploading)));
    auto problem = m_ports.archive.problem();
    if (!problem && m_ports.archive.closedParts() > 0)
        problem = archive::ArchiveError{archive::ArchiveError::Code::CannotOpen, {}};
    m_problem->setVisible(problem.has_value());
    m_problem->setText(problem ? ErrorText::of(*problem, server) : QString());
    m_upload->setEnabled(totals.onlyHere > 0 && m_ports.settings.archives());
    (m_ports.settings.archives() ? m_onServer : m_onlyHere)->setChecked(true);
    if (m_ports.archive.place() == archive::ArchivePlace::PrivateStorage) {
        m_onServer->describe(u"server"_s, tr("Private storage"), tr("Sealed, for servers without an archive. Slower."));
    } else {
        m_onServer->describe(u"archive"_s, tr("Server archive"), tr("Sealed, and on every device of yours."));
    }
}

void ArchiveSheet::refreshPreferences()
{
    if (!m_ports.preferences) {
        return;
    }
    const auto &preferences = m_ports.preferences->preferences();
    m_amount->setCurrentIndex(preferences.rule.save == archive::SaveMode::Nothing ? 1 : 0);
    const qint64 expire = preferences.rule.expire.value_or(0);
    if (m_expiry->findData(expire) < 0) {
        m_expiry->addItem(tr("%n day(s)", nullptr, int(expire / day)), expire); // chosen in another program
    }
    m_expiry->setCurrentIndex(m_expiry->findData(expire));
    m_expiry->setEnabled(m_ports.preferences->areShared()); // only a server that knows the rule can forget by it
    listExceptions();
    const auto keys = m_ports.keys->recipients();
    m_keyName->setText(keys.isEmpty() ? QString() : tr("ends in %1").arg(keys.constFirst().ending()));
    m_makeKey->setVisible(keys.isEmpty());
    m_recording->setChecked(preferences.records);
    m_recording->setEnabled(m_ports.preferences->canRecordSealed() || preferences.records);
    m_recordingState->setText(m_ports.preferences->recordsUnsealed()
            ? tr("Your server records your talks already, and Letterlock did not ask it to seal them.")
            : m_ports.preferences->canRecordSealed() || preferences.records
            ? QString()
            : tr("Your server does not offer this, or is not connected."));
    m_recordingState->setVisible(!m_recordingState->text().isEmpty());
}

} // namespace letterlock::ui
