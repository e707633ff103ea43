// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ArchiveRemovalCard.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

#include "ui/style/ErrorText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

ArchiveRemovalCard::ArchiveRemovalCard(const Ports &ports)
    : m_ports(ports)
{
    setObjectName(u"archiveRemoval"_s);
    m_address = new QLineEdit;
    m_address->setObjectName(u"archiveDeleteAddress"_s);
    m_address->setPlaceholderText(tr("Everybody"));
    m_address->setAccessibleName(tr("Address of somebody whose talks are deleted from the server; empty is everybody"));
    m_address->setMinimumWidth(260);
    addRow(tr("Talks with"), {}, m_address);
    m_period = new QComboBox;
    m_period->setObjectName(u"archiveDeletePeriod"_s);
    m_period->setMinimumWidth(260);
    m_period->addItem(tr("At any time"), Ever);
    m_period->addItem(tr("More than a year ago"), OlderThanOneYear);
    m_period->addItem(tr("More than two years ago"), OlderThanTwoYears);
    m_period->addItem(tr("In a period"), Between);
    addRow(tr("That began"), tr("A talk is deleted as a whole, up to its next pause of four hours"), m_period);
    m_days = new QWidget;
    auto *days = new QHBoxLayout(m_days);
    days->setContentsMargins(16, 6, 16, 6);
    days->addStretch(1);
    const auto today = QDate::currentDate();
    for (auto **edit : {&m_from, &m_until}) {
        *edit = new QDateEdit(edit == &m_from ? today.addMonths(-1) : today);
        (*edit)->setCalendarPopup(true);
    }
    m_from->setObjectName(u"archiveDeleteFrom"_s);
    m_from->setAccessibleName(tr("First day"));
    m_until->setObjectName(u"archiveDeleteUntil"_s);
    m_until->setAccessibleName(tr("Last day"));
    days->addWidget(m_from);
    days->addWidget(new TextLabel(u"–"_s));
    days->addWidget(m_until);
    addWidget(m_days);
    m_remove = new QPushButton(tr("Delete from the server…"));
    m_remove->setObjectName(u"archiveDelete"_s);
    m_remove->setAccessibleName(m_remove->text());
    setButtonKind(m_remove, ButtonKind::Text, ButtonSize::Small);
    m_good = (new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping();
    m_bad = (new TextLabel({}, TextStyle::Caption, Role::Bad))->wrapping();
    m_good->setObjectName(u"archiveDeleteResult"_s);
    m_bad->setObjectName(u"archiveDeleteProblem"_s);
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(16, 6, 16, 6);
    row->setSpacing(metrics::kSpace12);
    row->addWidget(m_good, 1);
    row->addWidget(m_bad, 1);
    row->addWidget(m_remove);
    addWidget(line);
    tell({}, false);
    connect(m_remove, &QPushButton::clicked, this, &ArchiveRemovalCard::count);
    connect(m_address, &QLineEdit::returnPressed, this, &ArchiveRemovalCard::count);
    connect(m_period, &QComboBox::currentIndexChanged, this, &ArchiveRemovalCard::refresh);
    connect(&m_ports.archive, &app::ArchiveController::changed, this, &ArchiveRemovalCard::refresh);
    if (m_ports.move) {
        connect(m_ports.move, &app::ArchiveMove::changed, this, &ArchiveRemovalCard::refresh);
    }
    refresh();
}

void ArchiveRemovalCard::refresh()
{
    m_days->setVisible(m_period->currentData().toInt() == Between);
    // What is being copied to another place would come back from there.
    const bool moving = m_ports.move && m_ports.move->state() != app::ArchiveMove::State::Idle;
    m_remove->setEnabled(!m_busy && !moving && m_ports.archive.place() != archive::ArchivePlace::Unknown);
}

std::optional<archive::RemoveRange> ArchiveRemovalCard::range() const
{
    archive::RemoveRange range;
    if (const auto text = m_address->text().trimmed(); !text.isEmpty()) {
        const auto peer = crypto::BareJid::parse(text);
        if (!peer) {
            return std::nullopt;
        }
        range.with = *peer;
    }
    const auto today = QDate::currentDate();
    switch (m_period->currentData().toInt()) {
    case OlderThanOneYear:
        range.until = today.addYears(-1).startOfDay().toUTC();
        break;
    case OlderThanTwoYears:
        range.until = today.addYears(-2).startOfDay().toUTC();
        break;
    case Between:
        range.from = std::min(m_from->date(), m_until->date()).startOfDay().toUTC();
        range.until = std::max(m_from->date(), m_until->date()).addDays(1).startOfDay().toUTC();
        break;
    default:
        break;
    }
    return range;
}

void ArchiveRemovalCard::count()
{
    const auto wanted = range();
    if (!wanted) {
        tell(tr("This is not an address. It looks like anna@harbour.example."), true);
        m_address->setFocus();
        return;
    }
    m_ports.archive.amountOnServer(*wanted).then(
        this, [this, wanted](const archive::ArchiveResult<archive::RemovalNotes::Amount> &amount) {
            if (!amount) {
                tell(ErrorText::of(amount.error(), m_ports.settings.account().account.domain()), true);
            } else {
                ask(*wanted, *amount);
            }
        });
}

QString ArchiveRemovalCard::what(const archive::RemoveRange &range) const
{
    const QLocale locale;
    const auto day
        = [&](const QDateTime &time) { return locale.toString(time.toLocalTime().date(), QLocale::LongFormat); };
    const auto who = range.with.isEmpty() ? tr("All talks") : tr("All talks with %1").arg(range.with.toString());
    if (range.from.isValid()) {
        return tr("%1 that began from %2 to %3").arg(who, day(range.from), day(range.until.addSecs(-1)));
    }
    return range.until.isValid() ? tr("%1 that began before %2").arg(who, day(range.until)) : who;
}

void ArchiveRemovalCard::ask(const archive::RemoveRange &range, const archive::RemovalNotes::Amount &amount)
{
    const auto server = m_ports.settings.account().account.domain();
    const QLocale locale;
    // What was not fetched yet, or does not open here, is not counted.
    const auto counted = amount.messages == 0
        ? tr("This computer knows of none in the archive; what others put there goes as well.")
        : tr("These are %1 messages in %2 sealed collections.")
              .arg(locale.toString(amount.messages), locale.toString(amount.collections));
    m_ports.prompts.ask(this,
        {.name = u"archiveDeleteDialog"_s,
            .title = tr("Delete history from %1?").arg(server),
            .text = tr("%1 are removed from your archive on %2, for all your devices. %3\n\nWhat is on this computer "
                       "stays here, and no device uploads it again by itself. If this computer is lost, so is this "
                       "history.")
                .arg(what(range), server, counted),
            .confirm = tr("Delete from the server"),
            .destructive = true},
        [this, range, amount](Prompts::Answer answer) {
            if (answer != Prompts::Answer::Confirm) {
                return;
            }
            m_busy = true;
            refresh();
            m_ports.archive.removeFromServer(range).then(
                this, [this, amount](const archive::ArchiveResult<void> &done) {
                    m_busy = false;
                    refresh();
                    if (!done) {
                        tell(ErrorText::of(done.error(), m_ports.settings.account().account.domain()), true);
                    } else {
                        tell(tr("%1 messages were deleted from the server.").arg(QLocale().toString(amount.messages)),
                            false);
                    }
                });
        });
}

void ArchiveRemovalCard::tell(const QString &text, bool bad)
{
    m_good->setText(bad ? QString() : text);
    m_bad->setText(bad ? text : QString());
    m_good->setVisible(!bad);
    m_bad->setVisible(bad);
}

} // namespace letterlock::ui
