// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TempGnupgHome.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace letterlock::test {

TempGnupgHome::TempGnupgHome()
    : m_dir(u"/tmp/llg-XXXXXX"_s)
    , m_home(std::make_unique<crypto::GpgmeHome>(m_dir.path()))
    , m_engine(std::make_unique<crypto::GpgmeEngine>(*m_home))
    , m_keyring(std::make_unique<crypto::GpgmeKeyring>(*m_home))
{
}

TempGnupgHome::~TempGnupgHome() = default;

crypto::PublicKey TempGnupgHome::makeKey(const QString &address, const QByteArray &passphrase)
{
    const auto owner = crypto::BareJid::parse(address);
    const auto key
        = m_keyring->generate(owner.value_or(crypto::BareJid()), crypto::SecretBytes(QByteArrayView(passphrase)));
    if (!key) {
        qFatal("no test key: %s", qPrintable(key.error().detail));
    }
    return *key;
}

void TempGnupgHome::share(const crypto::KeyFingerprint &fingerprint, TempGnupgHome &other)
{
    const auto key = m_keyring->exportPublic(fingerprint);
    if (!key || !other.keyring().importKeys(*key)) {
        qFatal("the test key could not be shared");
    }
}

QByteArray TempGnupgHome::gpg(const QStringList &arguments, const QByteArray &input, int *exitCode)
{
    QProcess process;
    process.start(u"gpg"_s, QStringList{u"--homedir"_s, path(), u"--batch"_s, u"--no-tty"_s, u"--yes"_s} + arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    if (exitCode) {
        *exitCode = process.exitCode();
    }
    return process.readAllStandardOutput();
}

} // namespace letterlock::test
