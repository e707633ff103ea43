// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/Tour.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::demo {

Tour::Tour(Scene &scene, app::AppContext &app, QWidget &window, QString shotsFolder)
    : m_scene(scene)
    , m_app(app)
    , m_window(window)
    , m_shots(std::move(shotsFolder))
{
    QDir().mkpath(m_shots);
}

bool Tour::run()
{
    return chat() && seal() && search() && changeKey() && reopenWithNewKeyOnly();
}

bool Tour::fail(const QString &problem)
{
    m_problem = problem;
    shoot(m_window, u"failed"_s);
    return false;
}

template <class W> W *Tour::find(const QString &name, QWidget *within)
{
    if (within) {
        return within->findChild<W *>(name);
    }
    for (auto *top : QApplication::topLevelWidgets()) {
        if (auto *found = top->objectName() == name ? qobject_cast<W *>(top) : top->findChild<W *>(name)) {
            return found;
        }
    }
    return nullptr;
}

bool Tour::waitFor(const std::function<bool()> &condition, int milliseconds, const QString &what)
{
    return test::waitUntil(condition, milliseconds) || fail(u"waited in vain for "_s + what);
}

bool Tour::click(const QString &name, QWidget *within)
{
    if (!waitFor(
            [&] {
                auto *b = find<QAbstractButton>(name, within);
                return b && b->isVisible() && b->isEnabled();
            },
            20000, u"the button "_s + name)) {
        return false;
    }
    QTest::mouseClick(find<QAbstractButton>(name, within), Qt::LeftButton);
    return true;
}

void Tour::shoot(QWidget &what, const QString &name)
{
    QTest::qWait(250); // fades and lazy layouts settle
    const auto file = u"%1/%2-%3.png"_s.arg(m_shots).arg(++m_shotCount, 2, 10, QLatin1Char('0')).arg(name);
    what.grab().save(file);
}

bool Tour::chat()
{
    const auto partner = m_scene.jid(m_scene.story().partner);
    auto *list = find<QAbstractItemView>(u"conversationList"_s);
    if (!list) {
        return fail(u"there is no conversation list"_s);
    }
    QModelIndex row;
    const auto findRow = [&] {
        for (int i = 0; i < list->model()->rowCount(); ++i) {
            const auto index = list->model()->index(i, 0);
            if (index.data(app::ConversationListModel::PeerRole).toString() == partner.toString()) {
                row = index;
                return true;
            }
        }
        return false;
    };
    if (!waitFor(findRow, 20000, u"the partner's conversation"_s)) {
        return false;
    }
    list->scrollTo(row);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(row).center());
    auto &conversation = m_app.conversation();
    if (!waitFor([&] { return conversation.peer() == partner && conversation.timeline().rowCount() > 0; }, 10000,
            u"the open conversation"_s)
        || !waitFor([&] { return conversation.sendBlock() == app::SendBlock::None; }, 20000, u"the partner's key"_s)) {
        return false;
    }
    shoot(m_window, u"conversation"_s);
    auto *composer = find<QWidget>(u"composer"_s);
    if (!composer) {
        return fail(u"there is no composer"_s);
    }
    const int before = conversation.timeline().rowCount();
    composer->setFocus();
    QTest::keyClicks(composer, u"Does four o'clock still work? I'll bring the loupe."_s);
    shoot(m_window, u"draft"_s);
    QTest::keyClick(composer, Qt::Key_Return);
    if (!waitFor([&] { return conversation.timeline().rowCount() >= before + 2; }, 30000, u"the partner's answer"_s)) {
        return false;
    }
    const auto answer = conversation.timeline()
                            .index(conversation.timeline().rowCount() - 1)
                            .data(app::TimelineModel::MessageRole)
                            .value<archive::Message>();
    if (answer.sealing != archive::Sealing::Sealed || answer.outgoing) {
        return fail(u"the answer did not come sealed"_s);
    }
    Q_EMIT told(u"Wrote to %1, sealed; the answer came sealed too: “%2”"_s.arg(partner.toString(), answer.body));
    shoot(m_window, u"answer"_s);
    return true;
}

bool Tour::seal()
{
    bool idle = false;
    connect(&m_app.archive(), &app::ArchiveController::idle, this, [&idle] { idle = true; }, Qt::SingleShotConnection);
    m_app.archive().uploadNow();
    if (!waitFor([&] { return idle; }, 60000, u"the archive"_s)) {
        return false;
    }
    const auto totals = test::await(m_app.history().totals(0));
    if (!totals || totals->onServer < m_scene.sealedMessages() + 2) {
        return fail(u"the new messages were not sealed on the server"_s);
    }
    Q_EMIT told(
        u"%1 messages are sealed on the server now, %2 only here."_s.arg(totals->onServer).arg(totals->onlyHere));
    return true;
}

bool Tour::search()
{
    if (!click(u"railHistory"_s)) {
        return false;
    }
    auto *field = find<QLineEdit>(u"searchField"_s);
    if (!field) {
        return fail(u"there is no search field"_s);
    }
    auto &search = m_app.search();
    for (const auto &words : {u"Größe"_s, u"手紙"_s, u"المرسى"_s, u"loupe"_s}) {
        field->setFocus();
        field->selectAll();
        bool done = false;
        connect(&search, &app::SearchController::searched, this, [&done] { done = true; }, Qt::SingleShotConnection);
        // Input methods deliver whole words at once, and key events cannot carry every script.
        field->insert(words);
        if (!waitFor([&] { return done && search.total() > 0; }, 10000, u"hits for "_s + words)) {
            return false;
        }
        Q_EMIT told(
            u"Searched for “%1”: %2 found in %3 ms."_s.arg(words).arg(search.total()).arg(search.milliseconds()));
    }
    if (auto *results = find<QAbstractItemView>(u"searchResults"_s)) {
        const auto second = results->model()->index(qMin(1, results->model()->rowCount() - 1), 0);
        QTest::mouseClick(results->viewport(), Qt::LeftButton, {}, results->visualRect(second).center());
    }
    shoot(m_window, u"history"_s);
    return true;
}

bool Tour::changeKey()
{
    auto &rotation = m_app.rotation();
    const auto old = m_app.keys().currentKey();
    if (!click(u"railKeys"_s)) {
        return false;
    }
    shoot(m_window, u"keys"_s);
    if (!click(u"changeKeyButton"_s)
        || !waitFor([&] { return find<QWidget>(u"rotationWizard"_s) != nullptr; }, 5000, u"the wizard"_s)) {
        return false;
    }
    auto &wizard = *find<QWidget>(u"rotationWizard"_s)->window();
    shoot(wizard, u"rotation-why"_s);
    if (!click(u"rotationReasonPlanned"_s) || !click(u"rotationNext"_s)) {
        return false;
    }
    shoot(wizard, u"rotation-new-key"_s);
    if (rotation.newKey().isEmpty() && find<QAbstractButton>(u"rotationNewKeyMake"_s)) {
        if (!click(u"rotationNewKeyMake"_s)) {
            return false;
        }
    }
    if (!click(u"rotationNext"_s)
        || !waitFor([&] { return rotation.rehearsal().has_value(); }, 60000, u"the rehearsal"_s)) {
        return false;
    }
    const auto rehearsal = *rotation.rehearsal();
    Q_EMIT told(
        u"Rehearsed the key change: %1 of %2 sampled collections open with the new key; %3 wrapped keys would change."_s
            .arg(rehearsal.opened)
            .arg(rehearsal.tried)
            .arg(rehearsal.wraps));
    shoot(wizard, u"rotation-rehearsal"_s);
    if (!click(u"rotationStart"_s)) {
        return false;
    }
    if (!waitFor([&] { return rotation.percent() > 20 || rotation.receipt(); }, 60000, u"progress"_s)) {
        return false;
    }
    shoot(wizard, u"rotation-progress"_s);
    if (!waitFor([&] { return rotation.receipt().has_value() || rotation.state() == archive::RekeyState::Problem; },
            180000, u"the receipt"_s)) {
        return false;
    }
    if (!rotation.receipt()) {
        return fail(u"the key change stopped: "_s
            + (rotation.progress().problem ? rotation.progress().problem->detail : QString()));
    }
    const auto receipt = *rotation.receipt();
    shoot(wizard, u"rotation-done"_s);
    if (receipt.opened == 0 || receipt.setAside > 0 || m_app.keys().currentKey() == old) {
        return fail(u"the receipt does not prove the change"_s);
    }
    Q_EMIT told(
        u"Changed the key: %1 collections proven to open with the new key, %2 wrapped keys added, %3 old ones removed."_s
            .arg(receipt.opened)
            .arg(receipt.wrapsAdded)
            .arg(receipt.wrapsRemoved));
    return true;
}

/// A computer that has never seen this account gets nothing but the new key, and must end up with everything.
bool Tour::reopenWithNewKeyOnly()
{
    const auto secret = test::await(m_app.keys().exportSecretKeys({m_app.keys().currentKey()}));
    if (!secret) {
        return fail(u"the new key cannot be exported: "_s + secret.error().detail);
    }
    const auto here = test::await(m_app.history().totals(0));
    test::TestClient fresh(m_scene.server(), m_scene.story().account);
    if (!fresh.signIn()) {
        return fail(u"the second computer: "_s + fresh.problem());
    }
    const auto brought = test::await(fresh.app().keys().bringKey((*secret)->copy()));
    if (!brought || brought->size() != 1 || !test::await(fresh.app().keys().announceAsCurrent(brought->first()))) {
        return fail(u"the second computer does not take the key"_s);
    }
    if (!fresh.archiveIsIdle()) {
        return fail(u"the second computer's archive: "_s + fresh.problem());
    }
    const auto there = test::await(fresh.app().history().totals(0));
    if (!there || !here || there->onServer != here->onServer || there->onServer == 0) {
        return fail(u"a second computer with the new key opened %1 of %2 messages"_s.arg(there ? there->onServer : 0)
                .arg(here ? here->onServer : 0));
    }
    Q_EMIT told(u"A second computer with nothing but the new key opened all %1 messages."_s.arg(there->onServer));
    return true;
}

} // namespace letterlock::demo
