// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/settings/SettingsStore.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

class SettingsStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEmptyProfileHasDefaults()
    {
        QTemporaryDir folder;
        const app::SettingsStore settings(folder.filePath(u"settings.ini"_s));
        QVERIFY(settings.account().account.isEmpty());
        QVERIFY(settings.account().rememberPassword);
        QCOMPARE(settings.theme(), app::ThemeChoice::System);
        QVERIFY(settings.enterSends());
        QVERIFY(settings.archives());
        QVERIFY(settings.notifies());
        QCOMPARE(settings.notificationContent(), app::NotificationContent::NameOnly); // the text stays here
        QVERIFY(settings.messageTextSize() >= 12 && settings.messageTextSize() <= 20);
    }

    void everythingIsThereAgain()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"settings.ini"_s);
        app::AccountSettings account;
        account.account = *crypto::BareJid::parse(u"jürgen@exämple.org"_s);
        account.host = u"xmpp.example.org"_s;
        account.port = 5269;
        account.resource = u"Letterlock.1"_s;
        account.extraCaFile = u"/etc/ca, with comma.pem"_s;
        account.pinnedCertificates = {QByteArray(32, '\x01'), QByteArray(32, '\xff')};
        account.rememberPassword = false;
        account.ownGnupgHome = true;
        {
            app::SettingsStore settings(file);
            QSignalSpy changed(&settings, &app::SettingsStore::changed);
            settings.setAccount(account);
            settings.setTheme(app::ThemeChoice::HighContrast);
            settings.setMessageTextSize(99);
            settings.setReducedMotion(true);
            settings.setEnterSends(false);
            settings.setSendsReceipts(false);
            settings.setSendsTyping(false);
            settings.setArchives(false);
            settings.setWindowGeometry(QByteArray("\x00\x01\xff", 3));
            settings.setSplitterState(u"chats_3"_s, "wide");
            settings.setNotifies(false);
            settings.setNotificationContent(app::NotificationContent::Nothing);
            settings.useEmoji(u"⛵"_s);
            settings.useEmoji(u"🍵"_s);
            settings.useEmoji(u"⛵"_s);
            QCOMPARE(changed.size(), 15);
        }
        const app::SettingsStore settings(file);
        const auto read = settings.account();
        QCOMPARE(read.account, account.account);
        QCOMPARE(read.host, account.host);
        QCOMPARE(read.port, account.port);
        QCOMPARE(read.resource, account.resource);
        QCOMPARE(read.extraCaFile, account.extraCaFile);
        QCOMPARE(read.pinnedCertificates, account.pinnedCertificates);
        QVERIFY(!read.rememberPassword);
        QVERIFY(read.ownGnupgHome);
        QCOMPARE(settings.theme(), app::ThemeChoice::HighContrast);
        QCOMPARE(settings.messageTextSize(), 20);
        QVERIFY(settings.reducedMotion());
        QVERIFY(!settings.enterSends());
        QVERIFY(!settings.sendsReceipts());
        QVERIFY(!settings.sendsTyping());
        QVERIFY(!settings.archives());
        QCOMPARE(settings.windowGeometry(), QByteArray("\x00\x01\xff", 3));
        QCOMPARE(settings.splitterState(u"chats_3"_s), QByteArray("wide"));
        QVERIFY(!settings.notifies());
        QCOMPARE(settings.notificationContent(), app::NotificationContent::Nothing);
        QCOMPARE(settings.recentEmoji(), (QStringList{u"⛵"_s, u"🍵"_s}));
    }

    void aDamagedFileIsNoReasonToFail()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"settings.ini"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[account\naddress=@@@\nport=many\n\xff\xfe[appearance]\ntheme=plaid\nmessageTextSize=-5\n");
        file.close();
        app::SettingsStore settings(path);
        QVERIFY(settings.account().account.isEmpty());
        QCOMPARE(settings.theme(), app::ThemeChoice::System);
        QVERIFY(settings.messageTextSize() >= 12);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SettingsStoreTest)
#include "SettingsStoreTest.moc"
