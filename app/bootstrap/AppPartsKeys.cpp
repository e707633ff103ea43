// SPDX-License-Identifier: GPL-3.0-or-later
// Chat keys and archive keys: who is told of what.
#include "app/bootstrap/AppParts.h"

namespace letterlock::app {

void AppParts::connectKeys()
{
    connect(
        transport.get(), &Transport::archivePushed, archivePreferences.get(), &ArchivePreferencesController::takePush);
    connect(archivePreferences.get(), &ArchivePreferencesController::changed, ledger.get(),
        [this] { ledger->setPreferences(archivePreferences->preferences()); });
    connect(keys.get(), &KeyController::ownKeysChanged, this,
        [this] { ox->setOwnKeys({keys->currentKey(), keys->sealingRecipients()}); });
    connect(keys.get(), &KeyController::keyLearned, this, [this] { incoming->retryClosed(); });
    connect(keys.get(), &KeyController::keyBrought, this, [this] {
        incoming->retryClosed();
        sync->retryClosed();
        archive->checkNow();
        archiveKeys->protectBrought();
    });
}

void AppParts::connectArchiveKeys()
{
    connect(archiveKeys.get(), &ArchiveKeys::changed, archive.get(), &ArchiveController::checkNow);
    connect(archiveKeys.get(), &ArchiveKeys::changed, publishedKeys.get(),
        [this] { publishedKeys->setOwn(archiveKeys->keys()); });
    connect(publishedKeys.get(), &PublishedKeys::revokedChanged, archiveKeys.get(),
        [this] { archiveKeys->setRevoked(publishedKeys->revokedModuli()); });
    connect(publishedKeys.get(), &PublishedKeys::newKeyWanted, archiveKeys.get(), [this] {
        archiveKeys->make().then(this, [this](const crypto::CryptoResult<QList<crypto::RsaKey>> &made) {
            if (made) {
                archivePreferences->renewKeys(); // the server was given the key that is gone
            }
        });
    });
    connect(publishedKeys.get(), &PublishedKeys::changed, this,
        [this] { dataKeys->setPublished(publishedKeys->confirmed(), publishedKeys->withdrawn()); });
    connect(publishedKeys.get(), &PublishedKeys::confirmedChanged, this, [this] {
        dataKeys->setPublished(publishedKeys->confirmed(), publishedKeys->withdrawn());
        archivePreferences->renewKeys();
        archive->checkNow();
    });
}

QList<crypto::KeyFingerprint> AppParts::archiveRecipients() const
{
    auto all = archiveKeys->recipients();
    for (const auto &key : publishedKeys->confirmed()) {
        all.append(key.handle());
    }
    return all;
}

} // namespace letterlock::app
