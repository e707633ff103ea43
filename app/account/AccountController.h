// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <optional>

#include "app/account/ConnectionState.h"
#include "app/settings/CredentialStore.h"
#include "app/settings/SettingsStore.h"
#include "app/transport/Transport.h"

namespace letterlock::app {

/// Signs in and stays signed in: back-off with jitter from 1 s to 5 min, no retry after a wrong password, a certificate
/// problem or a conflict.
class AccountController : public QObject {
    Q_OBJECT
public:
    AccountController(
        Transport &transport, SettingsStore &settings, CredentialStore &credentials, QObject *parent = nullptr);

    [[nodiscard]] ConnectionState state() const { return m_state; }
    [[nodiscard]] std::optional<TransportError> lastError() const { return m_lastError; }
    [[nodiscard]] std::optional<CertificateProblem> certificateProblem() const { return m_certificate; }
    [[nodiscard]] crypto::BareJid account() const;
    [[nodiscard]] int secondsToNextTry() const; ///< -1 = none planned

    /// First sign-in: stores nothing until the server said yes, then settings and (if `remember`) the password.
    void signIn(const AccountSettings &settings, crypto::SecretBytes password, bool remember);
    void signInStored(); ///< with what is in settings and keychain
    void tryNow();
    void trustCertificate(const QByteArray &sha256); ///< pins it and tries again
    void signOut();

Q_SIGNALS:
    void stateChanged(letterlock::app::ConnectionState state);
    void signedIn(bool resumed);
    void passwordNeeded(); ///< the keychain has none, or cannot be read
    void credentialProblem(const letterlock::app::CredentialError &error); ///< signed in, but the password was not kept

private:
    void attempt();
    void setState(ConnectionState state);
    void onDisconnected(const TransportError &error);
    void onConnected(bool resumed);

    Transport &m_transport;
    SettingsStore &m_settings;
    CredentialStore &m_credentials;
    ConnectionState m_state = ConnectionState::SignedOut;
    std::optional<TransportError> m_lastError;
    std::optional<CertificateProblem> m_certificate;
    AccountSettings m_candidate;
    crypto::SecretBytes m_password;
    bool m_remember = false;
    bool m_everConnected = false;
    int m_failures = 0;
    QTimer m_retry;
};

} // namespace letterlock::app
