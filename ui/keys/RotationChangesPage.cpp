// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationChangesPage.h"

#include <QHBoxLayout>
#include <QLocale>

#include "ui/keys/FactLine.h"
#include "ui/keys/RotationText.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/ProgressLine.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

RotationChangesPage::RotationChangesPage(QWidget *parent)
    : RotationPage(parent)
    , m_counts(new QWidget)
    , m_verdict(new TextLabel({}, TextStyle::BodyStrong, Role::Ok))
    , m_running(new ProgressLine)
    , m_opened(new FactLine)
    , m_sealed(new FactLine)
    , m_time(new FactLine)
    , m_closed(new FactLine)
{
    m_counts->setObjectName(u"rotationCounts"_s);
    m_counts->setAccessibleName(tr("What will change"));
    auto *row = new QHBoxLayout(m_counts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_collections = addCount(row, tr("collections"));
    m_wraps = addCount(row, tr("wrapped keys"));
    m_contacts = addCount(row, tr("contacts"));
    content()->addWidget(m_counts);
    m_others
        = (new TextLabel(tr("Some programs, such as Gajim, show none of your messages and seal nothing for you until "
                            "the person there has trusted the new key."),
               TextStyle::Caption, Role::Text2))
              ->wrapping();
    m_others->setObjectName(u"rotationOthers"_s);
    content()->addWidget(m_others);

    QVBoxLayout *inside = nullptr;
    m_rehearsal = makeCard(inside);
    m_rehearsal->setObjectName(u"rotationRehearsal"_s);
    m_rehearsal->setAccessibleName(tr("Result of the rehearsal"));
    auto *head = new QHBoxLayout;
    head->addWidget(new TextLabel(tr("Rehearsal"), TextStyle::BodyStrong));
    head->addStretch(1);
    head->addWidget(m_verdict);
    inside->addLayout(head);
    inside->addWidget(m_running);
    m_running->setState(ProgressLine::State::Unknown);
    for (auto *line : {m_opened, m_sealed, m_time}) {
        inside->addWidget(line);
    }
    content()->addWidget(m_rehearsal);

    auto *closed = makeCard(inside);
    inside->addWidget(m_closed);
    m_closed->setObjectName(u"rotationClosed"_s);
    content()->addWidget(closed);
    m_keep
        = (new TextLabel(
               tr("The old key stays on this computer, closed, in case something was missed. It is never used to seal "
                  "anything again."),
               TextStyle::Caption, Role::Text2))
              ->wrapping();
    content()->addWidget(m_keep);
    content()->addStretch(1);
}

RotationChangesPage::Count RotationChangesPage::addCount(QLayout *row, const QString &what)
{
    QVBoxLayout *inside = nullptr;
    auto *card = makeCard(inside);
    inside->setSpacing(0);
    Count count{new TextLabel({}, TextStyle::Display), new TextLabel({}, TextStyle::Caption, Role::Text2)};
    inside->addWidget(count.number);
    inside->addWidget(new TextLabel(what, TextStyle::BodyMedium));
    inside->addWidget(count.more);
    row->addWidget(card);
    return count;
}

bool RotationChangesPage::mayStart(const RotationView &view)
{
    return !view.rehearsing && view.problem.isEmpty() && view.rehearsal && !view.newKey.isEmpty()
        && (view.rehearsal->tried == 0 || view.rehearsal->opened > 0);
}

void RotationChangesPage::show(const RotationView &view)
{
    const QLocale locale;
    setHeading(tr("What will change"),
        view.reason == app::RotationReason::Compromised
            ? tr("Every collection is sealed anew, with fresh keys inside, and sent again.")
            : tr("Only the small wrapped keys are replaced. The messages themselves are not sent or moved."));
    const auto unknown = u"–"_s;
    m_collections.number->setText(view.rehearsal ? locale.toString(view.rehearsal->collections) : unknown);
    m_collections.more->setText(tr("on %1").arg(view.server));
    m_wraps.number->setText(view.rehearsal ? locale.toString(view.rehearsal->wraps) : unknown);
    m_wraps.more->setText(tr("sealed for the old key"));
    m_contacts.number->setText(locale.toString(view.contacts));
    m_contacts.more->setText(tr("will find the new key"));
    m_others->setVisible(view.contacts > 0);
    showRehearsal(view);
}

void RotationChangesPage::showRehearsal(const RotationView &view)
{
    const QLocale locale;
    const auto result = view.rehearsal.value_or(archive::Rehearsal{});
    const bool known = view.rehearsal && !view.rehearsing && view.problem.isEmpty();
    const bool failed = !view.problem.isEmpty() || (known && result.tried > 0 && result.opened == 0);
    m_running->setVisible(view.rehearsing || view.makingKey);
    m_verdict->setText(view.makingKey ? tr("Making the key")
            : view.rehearsing         ? tr("Rehearsing, nothing is changed")
            : failed                  ? tr("Did not pass")
            : known                   ? tr("Passed")
                                      : QString());
    m_verdict->setRole(failed ? Role::Bad : known ? Role::Ok : Role::Text2);
    m_opened->setVisible(known || failed);
    m_sealed->setVisible(known && result.opened > 0);
    m_time->setVisible(known && result.wraps > 0 && result.millisecondsPerWrap > 0);
    if (!view.problem.isEmpty()) {
        m_opened->setFact(u"error"_s, Role::Bad, view.problem, tr("Nothing has been changed."));
    } else if (known && result.tried == 0) {
        m_opened->setFact(u"check"_s, Role::Ok, tr("There is nothing sealed on %1 yet").arg(view.server),
            tr("Only the key itself changes."));
    } else if (known && result.opened == 0) {
        m_opened->setFact(u"error"_s, Role::Bad, tr("None of %1 sample collections could be opened").arg(result.tried),
            tr("The key change would help nothing. Nothing has been changed."));
    } else if (known) {
        m_opened->setFact(u"check"_s, Role::Ok,
            tr("%1 of %2 sample collections opened with the old key").arg(result.opened).arg(result.tried),
            tr("Taken from all ages of your archive."));
        m_sealed->setFact(u"check"_s, Role::Ok, tr("Sealed again for the new key and opened with it"),
            tr("Done in memory. Nothing on %1 has been changed.").arg(view.server));
        const auto seconds
            = static_cast<int>(std::min<qint64>(result.wraps * result.millisecondsPerWrap / 1000, 1'000'000));
        m_time->setFact(u"clock"_s, Role::Text2, tr("Expected time: %1").arg(RotationText::timeLeft(seconds)),
            tr("From the pace of the rehearsal. The server may be slower."));
    }
    const int missing = result.tried - result.opened;
    m_closed->parentWidget()->setVisible(known && result.opened > 0 && missing > 0);
    m_closed->setFact(u"letter-off"_s, Role::Warn,
        missing == 1 ? tr("One sample collection stays closed") : tr("%1 sample collections stay closed").arg(missing),
        tr("They are sealed for a key that is not on this computer. They stay as they are."));
    m_rehearsal->setAccessibleDescription(m_verdict->text());
}

} // namespace letterlock::ui
