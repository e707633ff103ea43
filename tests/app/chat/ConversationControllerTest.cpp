// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/ConversationController.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/CatchUpBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// What the peers are told of somebody who writes.
class ConversationControllerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void typingEndsForWhomItBegan()
    {
        CatchUpBed bed;
        const auto eve = *crypto::BareJid::parse(u"eve@localhost"_s);
        app::RosterController roster(bed.transport, *bed.history);
        app::RosterItem bob;
        bob.jid = bed.contact;
        bob.subscription = u"both"_s;
        auto other = bob;
        other.jid = eve;
        Q_EMIT bed.transport.rosterReceived({bob, other});
        app::PeerFeatures features(bed.transport, roster);
        app::OutgoingPipeline outgoing(
            app::OutgoingPipeline::Ports{bed.transport, *bed.history, *bed.keys, {bed.ox.get()}, bed.clock, features});
        app::ConversationController conversation(
            app::ConversationController::Ports{*bed.history, roster, *bed.keys, outgoing, features});
        const auto withBob = *await(bed.history->conversationWith(bed.contact));
        const auto withEve = *await(bed.history->conversationWith(eve));
        const QSignalSpy opened(&conversation, &app::ConversationController::opened);
        const QSignalSpy sent(&conversation, &app::ConversationController::sent);
        conversation.open(withBob, bed.contact);
        QTRY_COMPARE(opened.size(), 1); // and how it travels has been read before that

        conversation.typed();
        conversation.send(u"on my way"_s);
        conversation.open(withEve, eve); // before it is stored
        conversation.typed();
        QTRY_COMPARE(sent.size(), 1);
        QTRY_COMPARE(states(bed, bed.contact), (QStringList{u"composing"_s, u"paused"_s, u"active"_s}));
        QCOMPARE(states(bed, eve), QStringList{u"composing"_s});
        conversation.close();
        QCOMPARE(states(bed, eve), (QStringList{u"composing"_s, u"paused"_s}));
    }

private:
    /// In the open, as somebody who cannot read what is sealed sees them.
    static QStringList states(const CatchUpBed &bed, const crypto::BareJid &peer)
    {
        QStringList found;
        for (const auto &message : bed.transport.messages) {
            for (const auto &child : message.children) {
                if (message.to.bare() == peer && child.ns() == u"http://jabber.org/protocol/chatstates"_s) {
                    found.append(child.name());
                }
            }
        }
        return found;
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ConversationControllerTest)
#include "ConversationControllerTest.moc"
