// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings/FileCredentialStore.h"

#include <QFile>
#include <QSaveFile>

#include "crypto/base/PassphraseBox.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

std::unexpected<CredentialError> failure(CredentialError::Code code, const QString &detail)
{
    return std::unexpected(CredentialError{code, detail});
}

} // namespace

FileCredentialStore::FileCredentialStore(QString file, crypto::SecretBytes passphrase)
    : m_file(std::move(file))
    , m_passphrase(std::move(passphrase))
    , m_worker(u"secrets"_s)
{
}

QFuture<CredentialResult<CredentialStore::Secret>> FileCredentialStore::read(const QString &name)
{
    return m_worker.run([this, name]() -> CredentialResult<Secret> {
        const auto secrets = load();
        if (!secrets) {
            return std::unexpected(secrets.error());
        }
        if (!(*secrets)->contains(name)) {
            return failure(CredentialError::Code::NotFound, name);
        }
        return std::make_shared<crypto::SecretBytes>((*secrets)->value(name)->copy());
    });
}

QFuture<CredentialResult<void>> FileCredentialStore::write(const QString &name, const crypto::SecretBytes &secret)
{
    auto copy = std::make_shared<crypto::SecretBytes>(secret.copy());
    return m_worker.run([this, name, copy]() -> CredentialResult<void> {
        const auto secrets = load();
        if (!secrets) {
            return std::unexpected(secrets.error());
        }
        (*secrets)->insert(name, copy);
        return save();
    });
}

QFuture<CredentialResult<void>> FileCredentialStore::remove(const QString &name)
{
    return m_worker.run([this, name]() -> CredentialResult<void> {
        const auto secrets = load();
        if (!secrets) {
            return std::unexpected(secrets.error());
        }
        (*secrets)->remove(name);
        return save();
    });
}

CredentialResult<FileCredentialStore::Secrets *> FileCredentialStore::load()
{
    if (m_secrets) {
        return &*m_secrets;
    }
    QFile file(m_file);
    if (!file.exists()) {
        m_secrets.emplace();
        return &*m_secrets;
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(CredentialError::Code::Failed, file.errorString());
    }
    auto opened = crypto::PassphraseBox::open(file.readAll(), m_passphrase);
    if (!opened) {
        return failure(CredentialError::Code::Locked, opened.error().detail);
    }
    // Lines of "name base64"; names hold no blanks.
    Secrets secrets;
    qsizetype begin = 0;
    const auto text = opened->view();
    while (begin < text.size()) {
        const auto found = text.indexOf('\n', begin);
        const auto end = found < 0 ? text.size() : found;
        const auto line = text.sliced(begin, end - begin);
        const auto blank = line.indexOf(' ');
        if (blank > 0) {
            QByteArray encoded(line.sliced(blank + 1).data(), line.size() - blank - 1);
            QByteArray secret = QByteArray::fromBase64(encoded);
            crypto::SecretBytes::taken(encoded);
            secrets.insert(QString::fromUtf8(line.first(blank)),
                std::make_shared<crypto::SecretBytes>(crypto::SecretBytes::taken(secret)));
        }
        begin = end + 1;
    }
    m_secrets = std::move(secrets);
    return &*m_secrets;
}

CredentialResult<void> FileCredentialStore::save()
{
    QByteArray text;
    for (auto it = m_secrets->begin(); it != m_secrets->end(); ++it) {
        QByteArray bare(it.value()->data(), it.value()->size());
        QByteArray encoded = bare.toBase64();
        crypto::SecretBytes::taken(bare);
        text += it.key().toUtf8() + ' ' + encoded + '\n';
        crypto::SecretBytes::taken(encoded);
    }
    const auto box = crypto::PassphraseBox::seal(crypto::SecretBytes::taken(text), m_passphrase);
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || file.write(box) != box.size()) {
        return failure(CredentialError::Code::Failed, file.errorString());
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!file.commit()) {
        return failure(CredentialError::Code::Failed, file.errorString());
    }
    return {};
}

} // namespace letterlock::app
