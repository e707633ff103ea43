// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/account/AccountController.h"

#include <QRandomGenerator>

#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr std::chrono::milliseconds longestDelay{300'000};

bool needsPerson(TransportError::Code code)
{
    switch (code) {
    case TransportError::Code::WrongPassword:
    case TransportError::Code::NoTls:
    case TransportError::Code::Certificate:
    case TransportError::Code::ReplacedByOtherClient:
        return true;
    default:
        return false;
    }
}

QString passwordName(const crypto::BareJid &account)
{
    return u"password:"_s + account.toString();
}

} // namespace

AccountController::AccountController(
    Transport &transport, SettingsStore &settings, CredentialStore &credentials, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_settings(settings)
    , m_credentials(credentials)
    , m_discoFeatures{u"urn:xmpp:openpgp:0:public-keys+notify"_s, u"urn:xmpp:openpgp:im:0"_s, u"urn:xmpp:eme:0"_s,
          u"urn:letterlock:archive:doorbell+notify"_s, u"urn:letterlock:archive:pep:0+notify"_s, u"urn:xmpp:pubkey:2"_s,
          u"urn:xmpp:pubkey:2+notify"_s, u"urn:xmpp:revoke:2"_s, u"urn:xmpp:revoke:2+notify"_s, u"urn:xmpp:receipts"_s,
          u"http://jabber.org/protocol/chatstates"_s, u"urn:xmpp:chat-markers:0"_s, u"urn:xmpp:reply:0"_s,
          u"urn:xmpp:message-correct:0"_s, u"urn:xmpp:fallback:0"_s, u"urn:xmpp:sfs:0"_s}
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &AccountController::attempt);
    connect(&transport, &Transport::connected, this, &AccountController::onConnected);
    connect(&transport, &Transport::disconnected, this, &AccountController::onDisconnected);
    connect(&transport, &Transport::certificateProblem, this,
        [this](const CertificateProblem &problem) { m_certificate = problem; });
}

crypto::BareJid AccountController::account() const
{
    return m_candidate.account.isEmpty() ? m_settings.account().account : m_candidate.account;
}

int AccountController::secondsToNextTry() const
{
    return m_retry.isActive() ? (m_retry.remainingTime() + 999) / 1000 : -1;
}

void AccountController::signIn(const AccountSettings &settings, crypto::SecretBytes password, bool remember)
{
    m_candidate = settings;
    m_candidate.rememberPassword = remember;
    if (m_candidate.resource.isEmpty()) {
        m_candidate.resource = u"Letterlock."_s + crypto::randomName().left(8);
    }
    m_password = std::move(password);
    m_remember = remember;
    m_unsaved = true;
    m_everConnected = false;
    m_failures = 0;
    attempt();
}

void AccountController::signInStored()
{
    m_candidate = m_settings.account();
    if (m_candidate.account.isEmpty()) {
        return;
    }
    // Once it worked on this profile, a failing network is worth waiting for.
    m_everConnected = true;
    m_unsaved = false;
    m_failures = 0;
    setState(ConnectionState::Connecting);
    m_credentials.read(passwordName(m_candidate.account))
        .then(this, [this](const CredentialResult<CredentialStore::Secret> &secret) {
            if (m_state != ConnectionState::Connecting) {
                return;
            }
            if (!secret || (*secret)->isEmpty()) {
                setState(ConnectionState::Stopped);
                Q_EMIT passwordNeeded();
                return;
            }
            m_password = (*secret)->copy();
            attempt();
        });
}

void AccountController::attempt()
{
    m_retry.stop();
    m_lastError.reset();
    m_certificate.reset();
    setState(ConnectionState::Connecting);
    m_transport.connectToServer(connection(), m_password);
}

bool AccountController::openForRequests(Transport &stream) const
{
    if (m_state != ConnectionState::Online || m_password.isEmpty()) {
        return false;
    }
    auto second = connection();
    second.resource += u"-archive"_s;
    second.requestsOnly = true;
    stream.connectToServer(second, m_password);
    return true;
}

ConnectionSettings AccountController::connection() const
{
    ConnectionSettings connection;
    connection.account = m_candidate.account;
    connection.host = m_candidate.host;
    connection.port = m_candidate.port;
    connection.resource = m_candidate.resource;
    connection.pinnedCertificates = m_candidate.pinnedCertificates;
    connection.extraCaFile = m_candidate.extraCaFile;
    connection.discoFeatures = m_discoFeatures + m_extraFeatures;
    return connection;
}

void AccountController::tryNow()
{
    if (m_state != ConnectionState::Waiting && m_state != ConnectionState::Stopped) {
        return;
    }
    if (m_password.isEmpty()) {
        signInStored();
    } else {
        attempt();
    }
}

void AccountController::trustCertificate(const QByteArray &sha256)
{
    if (!m_candidate.pinnedCertificates.contains(sha256)) {
        m_candidate.pinnedCertificates << sha256;
    }
    if (!m_unsaved) {
        m_settings.setAccount(m_candidate);
    }
    tryNow();
}

void AccountController::signOut()
{
    m_retry.stop();
    m_password = crypto::SecretBytes();
    setState(ConnectionState::SignedOut);
    m_transport.disconnectFromServer();
}

void AccountController::onConnected(bool resumed)
{
    if (m_state == ConnectionState::SignedOut) {
        m_transport.disconnectFromServer();
        return;
    }
    m_failures = 0;
    m_everConnected = true;
    m_lastError.reset();
    m_certificate.reset();
    if (std::exchange(m_unsaved, false)) {
        m_settings.setAccount(m_candidate);
        keepCredentials();
    }
    setState(ConnectionState::Online);
    Q_EMIT signedIn(resumed);
}

void AccountController::keepCredentials()
{
    const QString name = passwordName(m_candidate.account);
    const auto kept = m_remember ? m_credentials.write(name, m_password) : m_credentials.remove(name);
    auto waiting = kept;
    waiting.then(this, [this, remember = m_remember](const CredentialResult<void> &result) {
        if (!result && (remember || result.error().code != CredentialError::Code::NotFound)) {
            qCWarning(crypto::lcApp) << "the password was not kept:" << result.error().detail;
            if (remember) {
                Q_EMIT credentialProblem(result.error());
            }
        }
    });
}

void AccountController::onDisconnected(const TransportError &error)
{
    if (m_state == ConnectionState::SignedOut) {
        return;
    }
    m_lastError = error;
    // A first sign-in that fails is answered, not repeated: the address may be wrong.
    if (needsPerson(error.code) || !m_everConnected) {
        setState(ConnectionState::Stopped);
        return;
    }
    m_retry.start(nextDelay());
    ++m_failures;
    setState(ConnectionState::Waiting);
}

std::chrono::milliseconds AccountController::nextDelay() const
{
    const auto whole = std::min(m_firstDelay * (1 << std::min(m_failures, 20)), longestDelay);
    // Spread, so that the clients of a server that comes back do not all come at once.
    const double factor = m_failures == 0 ? 1.0 : 0.5 + QRandomGenerator::global()->generateDouble() / 2;
    return std::chrono::milliseconds(qint64(double(whole.count()) * factor));
}

void AccountController::setState(ConnectionState state)
{
    if (m_state != state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
}

} // namespace letterlock::app
