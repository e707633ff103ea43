// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings/SettingsStore.h"

#include <QSettings>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr int smallestText = 12;
constexpr int largestText = 20;
constexpr int usualText = 14;

constexpr qsizetype mostRecentEmoji = 32;

const QString contentNames[] = {u"name-and-text"_s, u"name"_s, u"nothing"_s};
const QString themeNames[] = {u"system"_s, u"light"_s, u"dark"_s, u"high-contrast"_s};

} // namespace

SettingsStore::SettingsStore(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file)
{
}

QVariant SettingsStore::value(const QString &key, const QVariant &fallback) const
{
    return QSettings(m_file, QSettings::IniFormat).value(key, fallback);
}

void SettingsStore::setValue(const QString &key, const QVariant &value)
{
    QSettings settings(m_file, QSettings::IniFormat);
    // A new file takes the place of the old one in one step; a crash leaves one of both.
    settings.setAtomicSyncRequired(true);
    settings.setValue(key, value);
    settings.sync();
    if (settings.status() != QSettings::NoError) {
        qCWarning(crypto::lcApp) << "settings could not be written";
    }
    Q_EMIT changed();
}

AccountSettings SettingsStore::account() const
{
    QSettings settings(m_file, QSettings::IniFormat);
    settings.beginGroup(u"account"_s);
    AccountSettings account;
    account.account = crypto::BareJid::parse(settings.value(u"address"_s).toString()).value_or(crypto::BareJid());
    account.host = settings.value(u"host"_s).toString();
    account.port = quint16(settings.value(u"port"_s).toUInt());
    account.resource = settings.value(u"resource"_s).toString();
    account.extraCaFile = settings.value(u"authorityFile"_s).toString();
    const auto pins = settings.value(u"pinnedCertificates"_s).toStringList();
    for (const auto &pin : pins) {
        const auto bytes = QByteArray::fromHex(pin.toLatin1());
        if (bytes.size() == 32) {
            account.pinnedCertificates << bytes;
        }
    }
    account.rememberPassword = settings.value(u"rememberPassword"_s, true).toBool();
    account.ownGnupgHome = settings.value(u"ownGnupgHome"_s, false).toBool();
    return account;
}

void SettingsStore::setAccount(const AccountSettings &account)
{
    QStringList pins;
    for (const auto &pin : account.pinnedCertificates) {
        pins << QString::fromLatin1(pin.toHex());
    }
    {
        QSettings settings(m_file, QSettings::IniFormat);
        settings.setAtomicSyncRequired(true);
        settings.beginGroup(u"account"_s);
        settings.setValue(u"address"_s, account.account.toString());
        settings.setValue(u"host"_s, account.host);
        settings.setValue(u"port"_s, account.port);
        settings.setValue(u"resource"_s, account.resource);
        settings.setValue(u"authorityFile"_s, account.extraCaFile);
        settings.setValue(u"pinnedCertificates"_s, pins);
        settings.setValue(u"rememberPassword"_s, account.rememberPassword);
        settings.setValue(u"ownGnupgHome"_s, account.ownGnupgHome);
    }
    Q_EMIT changed();
}

ThemeChoice SettingsStore::theme() const
{
    const auto name = value(u"appearance/theme"_s, themeNames[0]).toString();
    const auto *found = std::ranges::find(themeNames, name);
    return found == std::end(themeNames) ? ThemeChoice::System : ThemeChoice(found - std::begin(themeNames));
}

void SettingsStore::setTheme(ThemeChoice theme)
{
    setValue(u"appearance/theme"_s, themeNames[int(theme)]);
}

int SettingsStore::messageTextSize() const
{
    return qBound(smallestText, value(u"appearance/messageTextSize"_s, usualText).toInt(), largestText);
}

void SettingsStore::setMessageTextSize(int size)
{
    setValue(u"appearance/messageTextSize"_s, qBound(smallestText, size, largestText));
}

bool SettingsStore::reducedMotion() const
{
    return value(u"appearance/reducedMotion"_s, false).toBool();
}

void SettingsStore::setReducedMotion(bool reduced)
{
    setValue(u"appearance/reducedMotion"_s, reduced);
}

bool SettingsStore::enterSends() const
{
    return value(u"chat/enterSends"_s, true).toBool();
}

void SettingsStore::setEnterSends(bool sends)
{
    setValue(u"chat/enterSends"_s, sends);
}

bool SettingsStore::sendsReceipts() const
{
    return value(u"chat/sendsReceipts"_s, true).toBool();
}

void SettingsStore::setSendsReceipts(bool sends)
{
    setValue(u"chat/sendsReceipts"_s, sends);
}

bool SettingsStore::sendsTyping() const
{
    return value(u"chat/sendsTyping"_s, true).toBool();
}

void SettingsStore::setSendsTyping(bool sends)
{
    setValue(u"chat/sendsTyping"_s, sends);
}

bool SettingsStore::archives() const
{
    return value(u"archive/enabled"_s, true).toBool();
}

void SettingsStore::setArchives(bool archives)
{
    setValue(u"archive/enabled"_s, archives);
}

bool SettingsStore::sessionKeys() const
{
    return value(u"privacy/sessionKeys"_s, true).toBool();
}

void SettingsStore::setSessionKeys(bool offers)
{
    setValue(u"privacy/sessionKeys"_s, offers);
}

QByteArray SettingsStore::windowGeometry() const
{
    return value(u"window/geometry"_s, QByteArray()).toByteArray();
}

void SettingsStore::setWindowGeometry(const QByteArray &geometry)
{
    setValue(u"window/geometry"_s, geometry);
}

QByteArray SettingsStore::splitterState(const QString &name) const
{
    return value(u"window/splitter_"_s + name, QByteArray()).toByteArray();
}

void SettingsStore::setSplitterState(const QString &name, const QByteArray &state)
{
    setValue(u"window/splitter_"_s + name, state);
}

QStringList SettingsStore::recentEmoji() const
{
    return value(u"chat/recentEmoji"_s, QStringList()).toStringList();
}

void SettingsStore::useEmoji(const QString &emoji)
{
    auto recent = recentEmoji();
    recent.removeAll(emoji);
    recent.prepend(emoji);
    setValue(u"chat/recentEmoji"_s, recent.first(qMin(recent.size(), mostRecentEmoji)));
}

bool SettingsStore::notifies() const
{
    return value(u"notifications/on"_s, true).toBool();
}

void SettingsStore::setNotifies(bool notifies)
{
    setValue(u"notifications/on"_s, notifies);
}

NotificationContent SettingsStore::notificationContent() const
{
    const auto name = value(u"notifications/content"_s, contentNames[1]).toString();
    const auto *found = std::ranges::find(contentNames, name);
    // A word nobody knows must not show more than the person wanted.
    return found == std::end(contentNames) ? NotificationContent::Nothing
                                           : NotificationContent(found - std::begin(contentNames));
}

void SettingsStore::setNotificationContent(NotificationContent content)
{
    setValue(u"notifications/content"_s, contentNames[int(content)]);
}

} // namespace letterlock::app
