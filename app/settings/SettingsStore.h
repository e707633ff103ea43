// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QVariant>

#include "crypto/identity/Jid.h"

namespace letterlock::app {

struct AccountSettings {
    crypto::BareJid account; ///< empty = nobody has signed in yet
    QString host;
    quint16 port = 0;
    QString resource;
    QString extraCaFile;
    QList<QByteArray> pinnedCertificates;
    bool rememberPassword = true;
    bool ownGnupgHome = false; ///< use the person's own keyring instead of the profile's
};

enum class ThemeChoice { System, Light, Dark, HighContrast };

/// What of a message a notification may show: it leaves Letterlock for the desktop, which may keep it.
enum class NotificationContent { NameAndText, NameOnly, Nothing };

/// Settings that are no secrets, in an INI file of the profile. Written at once; GUI thread.
class SettingsStore : public QObject {
    Q_OBJECT
public:
    explicit SettingsStore(const QString &file, QObject *parent = nullptr);

    [[nodiscard]] AccountSettings account() const;
    void setAccount(const AccountSettings &account);
    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    [[nodiscard]] int messageTextSize() const; ///< logical px, 12–20
    void setMessageTextSize(int size);
    [[nodiscard]] bool reducedMotion() const;
    void setReducedMotion(bool reduced);
    [[nodiscard]] bool enterSends() const;
    void setEnterSends(bool sends);
    [[nodiscard]] bool sendsReceipts() const;
    void setSendsReceipts(bool sends);
    [[nodiscard]] bool sendsTyping() const;
    void setSendsTyping(bool sends);
    [[nodiscard]] bool archives() const; ///< keep the sealed history on the server
    void setArchives(bool archives);
    [[nodiscard]] bool sessionKeys() const; ///< sealing with session keys is offered and understood
    void setSessionKeys(bool offers);
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);

    [[nodiscard]] QByteArray splitterState(const QString &name) const;
    void setSplitterState(const QString &name, const QByteArray &state);
    [[nodiscard]] QStringList recentEmoji() const; ///< newest first
    void useEmoji(const QString &emoji);
    [[nodiscard]] bool notifies() const;
    void setNotifies(bool notifies);
    [[nodiscard]] NotificationContent notificationContent() const;
    void setNotificationContent(NotificationContent content);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QVariant value(const QString &key, const QVariant &fallback) const;
    void setValue(const QString &key, const QVariant &value);

    QString m_file;
};

} // namespace letterlock::app
