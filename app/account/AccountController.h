// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
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

    /// What our disco#info says beyond the transport's own, from the next attempt on. Sealed chat is announced only
    /// while it works.
    void setDiscoFeatures(const QStringList &features) { m_discoFeatures = features; }
    /// Beside the others, from the next sign-in on.
    void setExtraFeatures(const QStringList &features) { m_extraFeatures = features; }
    /// Scale of the back-off, so that tests need not wait. Default: 1 s.
    void setFirstDelay(std::chrono::milliseconds delay) { m_firstDelay = delay; }

    /// First sign-in: stores nothing until the server said yes, then settings and (if `remember`) the password.
    void signIn(const AccountSettings &settings, crypto::SecretBytes password, bool remember);
    void signInStored(); ///< with what is in settings and keychain
    void tryNow();
    void trustCertificate(const QByteArray &sha256); ///< pins it and tries again
    void signOut();
    /// The account that is signed in once more, on another stream that only carries requests. False: it is not.
    bool openForRequests(Transport &stream) const;

Q_SIGNALS:
    void stateChanged(letterlock::app::ConnectionState state);
    void signedIn(bool resumed);
    void passwordNeeded(); ///< the keychain has none, or cannot be read
    void credentialProblem(const letterlock::app::CredentialError &error); ///< signed in, but the password was not kept

private:
    void attempt();
    [[nodiscard]] ConnectionSettings connection() const;
    void setState(ConnectionState state);
    void onDisconnected(const TransportError &error);
    void onConnected(bool resumed);
    void keepCredentials();
    [[nodiscard]] std::chrono::milliseconds nextDelay() const;

    Transport &m_transport;
    SettingsStore &m_settings;
    CredentialStore &m_credentials;
    ConnectionState m_state = ConnectionState::SignedOut;
    std::optional<TransportError> m_lastError;
    std::optional<CertificateProblem> m_certificate;
    AccountSettings m_candidate;
    crypto::SecretBytes m_password;
    QStringList m_discoFeatures;
    QStringList m_extraFeatures;
    std::chrono::milliseconds m_firstDelay{1000};
    bool m_remember = false;
    bool m_unsaved = false; ///< the candidate has not been accepted by a server yet
    bool m_everConnected = false;
    int m_failures = 0;
    QTimer m_retry;
};

} // namespace letterlock::app
