// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "ui/chat/SchemeName.h"
#include "ui/chat/SendBlockText.h"
#include "ui/chat/TimelineText.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Why something cannot be sealed or opened, in words.
class SendTextsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// O-62, O-63: the sender cannot choose the name of a scheme that is known.
    void schemesHaveTheirOwnNames()
    {
        const auto named = [](const QByteArray &attributes) {
            return ui::schemeName(
                "<message xmlns='jabber:client'><encryption xmlns='urn:xmpp:eme:0' " + attributes + "/></message>");
        };
        QCOMPARE(named("namespace='eu.siacs.conversations.axolotl' name='Plain text'"), u"OMEMO"_s);
        QCOMPARE(named("namespace='urn:xmpp:omemo:2'"), u"OMEMO"_s);
        QCOMPARE(named("namespace='urn:example:new' name='Shiny'"), u"Shiny"_s);
        QCOMPARE(named("namespace='urn:example:new'"), u"urn:example:new"_s);
        QCOMPARE(named("namespace='urn:example:new' name='" + QByteArray(500, 'x') + "'").size(), 40);
        QCOMPARE(ui::schemeName("<message xmlns='jabber:client'/>"), QString());
        QCOMPARE(ui::schemeName("no xml"), QString());
    }

    void everySkippedKeyHasItsReason()
    {
        using Reason = app::SkippedKey::Reason;
        const auto key = *crypto::KeyFingerprint::parse(QString(32, u'A') + u"7C1E90B4"_s);
        app::ContactKeys keys;
        QStringList texts;
        for (const auto reason : {Reason::NoData, Reason::NotThatKey, Reason::OtherOwner, Reason::Expired,
                 Reason::Revoked, Reason::Weak, Reason::CannotEncrypt}) {
            const auto text = ui::SendBlockText::of({key, reason});
            QVERIFY(text.contains(u"7C1E90B4"_s) && !texts.contains(text));
            texts << text;
            keys.skipped.append({key, reason});
        }
        const auto all = ui::SendBlockText::of(app::SendBlock::NoUsableKey, keys, u"Ravi"_s);
        for (const auto &text : texts) {
            QVERIFY2(all.contains(text), qPrintable(text));
        }
        QVERIFY(all.contains(u"Ravi"_s));
    }

    void everyBlockThatKeepsTheTextSaysWhy()
    {
        using app::SendBlock;
        for (const auto block : {SendBlock::NoOwnKey, SendBlock::NoKeyYet, SendBlock::NoUsableKey,
                 SendBlock::SubscriptionNeeded, SendBlock::KeyChangedAfterChecked, SendBlock::SessionKeysOff,
                 SendBlock::NoSessionKeysThere, SendBlock::IsGroup}) {
            QVERIFY(!ui::SendBlockText::of(block, {}, u"Ravi"_s).isEmpty());
        }
    }

    void everyMessageThatWaitsSaysWhy()
    {
        using app::SendBlock;
        QStringList texts;
        for (const auto block : {SendBlock::NoOwnKey, SendBlock::NoKeyYet, SendBlock::NoUsableKey,
                 SendBlock::SubscriptionNeeded, SendBlock::KeyChangedAfterChecked, SendBlock::SessionKeysOff,
                 SendBlock::NoSessionKeysThere, SendBlock::IsGroup, SendBlock::CannotSeal}) {
            const auto text = ui::SendBlockText::waiting(block, {}, u"Ravi"_s);
            QVERIFY(!text.isEmpty() && !texts.contains(text));
            texts << text;
        }
        // A look-up that is under way is over in a moment; one that failed is not.
        app::ContactKeys keys;
        QVERIFY(ui::SendBlockText::waiting(SendBlock::KeysUnknown, keys, u"Ravi"_s).isEmpty());
        keys.knowledge = app::ContactKeys::Knowledge::Unreachable;
        QVERIFY(!ui::SendBlockText::waiting(SendBlock::KeysUnknown, keys, u"Ravi"_s).isEmpty());
        QVERIFY(ui::SendBlockText::waiting(SendBlock::None, keys, u"Ravi"_s).isEmpty());
    }

    void whatThePeerCanDoIsSaid() // E-01
    {
        using app::FeatureSupport;
        QStringList texts;
        for (const auto support :
            {FeatureSupport::Unknown, FeatureSupport::All, FeatureSupport::Some, FeatureSupport::None}) {
            const auto text = ui::SendBlockText::sessionKeys(support, false, u"Ravi"_s);
            QVERIFY(!texts.contains(text));
            QVERIFY(text.contains(u"Ravi"_s));
            texts << text;
        }
        QVERIFY(!texts.contains(ui::SendBlockText::sessionKeys(FeatureSupport::All, true, u"Ravi"_s)));
    }

    void everyReasonOfWhatCameBackIsSaid()
    {
        using archive::SendFault;
        archive::Message message;
        message.outgoing = true;
        message.delivery = archive::Delivery::Failed;
        QVERIFY(ui::TimelineText::failure(message).isEmpty());
        QStringList texts;
        for (const auto fault : {SendFault::NoKey, SendFault::NotOpened, SendFault::BadTime, SendFault::Unreachable,
                 SendFault::NotTaken, SendFault::Refused}) {
            message.fault = fault;
            const auto text = ui::TimelineText::failure(message);
            QVERIFY(!text.isEmpty() && !texts.contains(text));
            QVERIFY(ui::TimelineText::sentence(message, {}, {}).contains(text)); // for screen readers
            texts << text;
        }
        message.delivery = archive::Delivery::Arrived;
        QVERIFY(ui::TimelineText::failure(message).isEmpty());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SendTextsTest)
#include "SendTextsTest.moc"
