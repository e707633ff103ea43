// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/PublishedKeyNotice.h"

#include <QtTest>

#include "tests/support/FakeTransport.h"
#include "tests/support/HistoryFixture.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/MemoryKeyDirectory.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/shell/BannerArea.h"
#include "ui/widgets/Prompts.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

namespace {

/// Answers what the test wants and keeps the question.
class ScriptedPrompts final : public Prompts {
public:
    void ask(QWidget *, const Question &question, std::function<void(Answer)> answered) override
    {
        asked << question;
        answered(answer);
    }
    QList<Question> asked;
    Answer answer = Answer::Cancel;
};

} // namespace

/// what is said of an archive key that somebody published on the account, and what the answers do.
class PublishedKeyNoticeTest : public QObject {
    Q_OBJECT

    const crypto::BareJid m_account = *crypto::BareJid::parse(u"alice@localhost"_s);
    crypto::PublishedKey m_strange;
    std::unique_ptr<test::Dress> m_dress;
    test::TempGnupgHome m_gnupg;
    test::MemoryCredentialStore m_credentials;
    crypto::SystemClock m_clock;

private Q_SLOTS:
    void initTestCase()
    {
        m_dress = std::make_unique<test::Dress>();
        const auto now = m_clock.now();
        QByteArray modulus(256, '\x55');
        modulus.front() = char(0xC5);
        m_strange = *crypto::PublishedKey::make(
            m_account, modulus, QByteArray("\x01\x00\x01", 3), now.addDays(-1), now.addDays(1));
    }

    void answers_data()
    {
        QTest::addColumn<Prompts::Answer>("answer");
        QTest::newRow("later") << Prompts::Answer::Cancel;
        QTest::newRow("mine") << Prompts::Answer::Confirm;
        QTest::newRow("not mine") << Prompts::Answer::Alternative;
    }

    void answers()
    {
        QFETCH(const Prompts::Answer, answer);
        test::HistoryFixture history;
        test::FakeTransport transport;
        transport.connectNow();
        bool listed = true;
        transport.answerIq = [&](const test::FakeTransport::SentIq &iq) -> test::FakeTransport::IqAnswer {
            const auto *wanted = iq.payload.firstElement();
            const auto node = wanted->attribute(u"node");
            if (wanted->name() == u"retract") {
                listed = false;
            }
            crypto::XmlElement items(u"items"_s, QString(app::pubsub::ns));
            items.setAttribute(u"node"_s, node);
            if (listed && node == crypto::PublishedKey::ns) {
                crypto::XmlElement item(u"item"_s, QString(app::pubsub::ns));
                item.setAttribute(u"id"_s, u"x"_s).append(m_strange.write());
                items.append(std::move(item));
            }
            crypto::XmlElement pubsub(u"pubsub"_s, QString(app::pubsub::ns));
            return pubsub.append(std::move(items));
        };
        test::MemoryKeyDirectory directory;
        crypto::Worker worker(u"openpgp"_s);
        app::KeyController chatKeys(
            {m_gnupg.keyring(), m_gnupg.engine(), directory, history.history(), m_credentials, worker});
        app::PepKeyItems nodes(transport);
        app::PublishedKeys keys({nodes, chatKeys, m_gnupg.engine(), history.history(), worker, m_clock});
        BannerArea banners;
        ScriptedPrompts prompts;
        prompts.answer = answer;
        const PublishedKeyNotice notice({keys, banners, prompts, &banners});
        keys.setAccount(m_account);
        keys.refresh();
        QTRY_VERIFY(banners.shows(u"publishedKey"_s));
        banners.resize(1100, banners.sizeHint().height());
        QVERIFY(test::savePicture(banners, u"published-key-notice"_s));
        banners.findChild<Banner *>()->notice().actions.first().run();
        QCOMPARE(prompts.asked.size(), 1);
        auto compact = prompts.asked.first().text;
        QVERIFY(compact.remove(u' ').contains(m_strange.print()));
        const bool stays = answer == Prompts::Answer::Cancel;
        QCOMPARE(banners.shows(u"publishedKey"_s), stays);
        const auto record = keys.records().first();
        QCOMPARE(record.confirmed, answer == Prompts::Answer::Confirm);
        QCOMPARE(record.rejected, answer == Prompts::Answer::Alternative);
        QTRY_COMPARE(listed, answer != Prompts::Answer::Alternative);
        keys.refresh();
        QTRY_COMPARE(banners.shows(u"publishedKey"_s), stays);
    }
};

QTEST_MAIN(PublishedKeyNoticeTest)
#include "PublishedKeyNoticeTest.moc"
