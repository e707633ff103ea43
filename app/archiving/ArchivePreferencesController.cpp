// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchivePreferencesController.h"

#include "archive/collection/CollectionXml.h"
#include "archive/remote/PreferencesXml.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using archive::ArchiveResult;
using archive::CollectionXml;
using archive::PreferencesXml;

const auto scope = u"archive-preferences"_s;
const auto rulesName = u"rules"_s;
const auto sealedName = u"recording-sealed"_s;

bool lists(const QStringList &features, const QString &part)
{
    // XEP-0241 prints the older namespace (R02).
    return features.contains(CollectionXml::archiveNs + part) || features.contains(CollectionXml::tmpArchiveNs + part);
}

} // namespace

ArchivePreferencesController::ArchivePreferencesController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(std::move(ports))
{
}

void ArchivePreferencesController::load()
{
    m_ports.history.values(scope).then(this, [this](const ArchiveResult<QHash<QString, QByteArray>> &stored) {
        const auto values = stored.value_or(QHash<QString, QByteArray>());
        m_sealedByUs = values.value(sealedName) == "true";
        const auto element = crypto::XmlElement::parse(values.value(rulesName));
        const auto rules
            = element ? PreferencesXml::read(*element) : ArchiveResult<archive::Preferences>(archive::archiveError({}));
        if (rules && !m_shared) {
            m_preferences = *rules;
            m_ports.uploader.setPreferences(m_preferences);
        }
        Q_EMIT changed();
    });
}

QFuture<void> ArchivePreferencesController::connected()
{
    return m_ports.features()
        .then(this,
            [this](const QStringList &features) {
                m_answered = !features.isEmpty();
                m_records = lists(features, u":auto"_s);
                m_seals = lists(features, u":encrypt"_s);
                m_shared = lists(features, u":pref"_s);
                Q_EMIT changed();
                return m_shared ? m_ports.remote.fetch()
                                : crypto::ready(ArchiveResult<archive::Preferences>(
                                      archive::archiveError(archive::ArchiveError::Code::Unsupported)));
            })
        .unwrap()
        .then(this, [this](const ArchiveResult<archive::Preferences> &fetched) {
            if (fetched) {
                take(*fetched);
            } else if (m_shared) {
                // What was known goes on to hold.
                qCWarning(crypto::lcArchive).noquote() << "preferences:" << fetched.error().detail;
            }
        });
}

void ArchivePreferencesController::disconnected()
{
    m_shared = m_records = m_seals = false;
    Q_EMIT changed();
}

void ArchivePreferencesController::takePush(const crypto::XmlElement &payload)
{
    auto changedOnes = m_preferences;
    if (m_shared && PreferencesXml::applyPush(payload, changedOnes)) {
        take(std::move(changedOnes));
    }
}

void ArchivePreferencesController::take(archive::Preferences preferences)
{
    m_preferences = std::move(preferences);
    m_ports.uploader.setPreferences(m_preferences);
    keepCopy();
    Q_EMIT changed();
}

void ArchivePreferencesController::keepCopy()
{
    const PreferencesXml xml(CollectionXml::archiveNs);
    m_ports.history.setValue(scope, rulesName, xml.write(m_preferences).toXml());
    m_ports.history.setValue(scope, sealedName, m_sealedByUs ? "true" : "false");
}

ArchivePreferencesController::Done ArchivePreferencesController::apply(Done asked, Change change)
{
    return asked.then(this, [this, change = std::move(change)](const ArchiveResult<void> &done) {
        if (done) {
            auto changedOnes = m_preferences;
            change(changedOnes);
            take(std::move(changedOnes));
        }
        return done;
    });
}

ArchivePreferencesController::Done ArchivePreferencesController::setRule(archive::SaveRule rule)
{
    return apply(m_shared ? m_ports.remote.setDefault(rule) : crypto::ready(ArchiveResult<void>()),
        [rule](archive::Preferences &preferences) {
            preferences.rule = rule;
            preferences.isUnset = false;
        });
}

ArchivePreferencesController::Done ArchivePreferencesController::setContact(
    const crypto::BareJid &contact, archive::SaveMode save)
{
    archive::ContactRule rule{contact.toString(), m_preferences.ruleFor(crypto::Jid(contact, {})), false};
    rule.rule.save = save;
    if (rule.rule.otr == archive::OffTheRecord::Require && save != archive::SaveMode::Nothing) {
        rule.rule.otr = archive::OffTheRecord::Prefer; // the two exclude each other (P-07)
    }
    return apply(m_shared ? m_ports.remote.setContact(rule) : crypto::ready(ArchiveResult<void>()),
        [rule](archive::Preferences &preferences) {
            preferences.contacts.removeIf([&](const archive::ContactRule &old) { return old.address == rule.address; });
            preferences.contacts.append(rule);
        });
}

ArchivePreferencesController::Done ArchivePreferencesController::clearContact(const QString &address)
{
    return apply(m_shared ? m_ports.remote.removeContact(address) : crypto::ready(ArchiveResult<void>()),
        [address](archive::Preferences &preferences) {
            preferences.contacts.removeIf([&](const archive::ContactRule &old) { return old.address == address; });
        });
}

ArchivePreferencesController::Done ArchivePreferencesController::setRecording(bool on)
{
    if (!on) {
        return apply(m_ports.remote.record({.on = false}), [this](archive::Preferences &preferences) {
            m_sealedByUs = false;
            preferences.records = preferences.recordsLastingly = false;
        });
    }
    if (!canRecordSealed()) {
        return crypto::ready(ArchiveResult<void>(
            archive::archiveError(archive::ArchiveError::Code::Unsupported, u"feature-not-implemented"_s)));
    }
    return m_ports.keys.make()
        .then(this,
            [this](const crypto::CryptoResult<QList<crypto::RsaKey>> &keys) {
                return keys ? startRecording()
                            : crypto::ready(ArchiveResult<void>(
                                  archive::archiveError(archive::ArchiveError::Code::CannotOpen, keys.error().detail)));
            })
        .unwrap();
}

ArchivePreferencesController::Done ArchivePreferencesController::renewKeys()
{
    if (!m_sealedByUs) {
        return crypto::ready(ArchiveResult<void>());
    }
    // It may be early after signing in, when it is not known yet what the server does.
    return connected()
        .then(this,
            [this] {
                const bool wanted = m_sealedByUs && m_preferences.records && !m_ports.keys.keys().isEmpty();
                if (wanted && canRecordSealed()) {
                    return startRecording();
                }
                return crypto::ready(wanted && !m_answered
                        ? ArchiveResult<void>(archive::archiveError(
                              archive::ArchiveError::Code::Disconnected, u"the server tells nothing"_s))
                        : ArchiveResult<void>());
            })
        .unwrap();
}

ArchivePreferencesController::Done ArchivePreferencesController::startRecording()
{
    archive::Recording recording{.on = true, .sealed = true};
    for (const auto &key : m_ports.keys.keys()) {
        recording.keys.append({key.fingerprint.toString(), key.modulus, key.exponent});
    }
    for (const auto &key : m_ports.others ? m_ports.others() : QList<crypto::PublishedKey>()) {
        recording.keys.append({key.print(), key.modulus(), key.exponent()});
    }
    return apply(m_ports.remote.record(recording), [this](archive::Preferences &preferences) {
        m_sealedByUs = true;
        preferences.records = preferences.recordsLastingly = true;
    });
}

} // namespace letterlock::app
