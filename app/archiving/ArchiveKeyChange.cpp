// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchiveKeyChange.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using archive::ArchiveError;
using Made = archive::ArchiveResult<crypto::KeyFingerprint>;

ArchiveError fromTransport(const TransportError &error)
{
    using Code = TransportError::Code;
    const bool link
        = error.code == Code::NotConnected || error.code == Code::ConnectionLost || error.code == Code::TimedOut;
    return {
        link ? ArchiveError::Code::Disconnected : ArchiveError::Code::Refused, error.condition + u' ' + error.detail};
}

} // namespace

ArchiveKeyChange::ArchiveKeyChange(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
}

QStringList ArchiveKeyChange::names() const
{
    auto found = m_ports.keys.names();
    for (const auto &record : m_ports.published.records()) {
        if (record.own) {
            found.append(record.key.print());
        }
    }
    return found;
}

void ArchiveKeyChange::end(const QStringList &names)
{
    auto moduli = m_ports.keys.moduli(names);
    for (const auto &record : m_ports.published.records()) {
        if (record.own && names.contains(record.key.print())) {
            moduli.insert(record.key.modulus());
        }
    }
    m_ports.published.endOwn(moduli);
}

QFuture<Made> ArchiveKeyChange::replace(const QStringList &names)
{
    end(names);
    return m_ports.keys.make()
        .then(this,
            [this](const crypto::CryptoResult<QList<crypto::RsaKey>> &made) -> QFuture<Made> {
                if (!made || made->isEmpty()) {
                    return crypto::ready(Made(archive::archiveError(
                        ArchiveError::Code::CannotOpen, made ? u"no archive key"_s : made.error().detail)));
                }
                m_ports.published.setOwn(*made);
                return m_ports.published.settle().then(
                    this, [key = made->constFirst().fingerprint](const TransportResult<void> &settled) -> Made {
                        return settled ? Made(key) : std::unexpected(fromTransport(settled.error()));
                    });
            })
        .unwrap()
        .then(this,
            [this](const Made &made) {
                return made ? m_ports.preferences.renewKeys().then(this,
                                  [made](const archive::ArchiveResult<void> &told) {
                                      return told ? made : Made(std::unexpected(told.error()));
                                  })
                            : crypto::ready(made);
            })
        .unwrap();
}

} // namespace letterlock::app
