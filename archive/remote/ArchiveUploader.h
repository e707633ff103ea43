// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

#include <memory>

#include "archive/model/Preferences.h"
#include "archive/remote/ArchivePorts.h"

namespace letterlock::archive {

struct UploadSummary {
    int collections = 0;
    int messages = 0;
    std::optional<ArchiveError> problem; ///< why some messages had to stay here
};

/// Cuts what is only here into collections, seals and uploads it, journaled: killed between any two requests it goes on
/// without loss and without a duplicate (A-01..A-11, P-28, P-30). One request in flight.
class ArchiveUploader : public QObject {
    Q_OBJECT
public:
    explicit ArchiveUploader(ArchivePorts ports, QObject *parent = nullptr);
    ~ArchiveUploader() override;

    /// All confirmed own keys that can encrypt. Empty = nothing is uploaded.
    void setRecipients(QList<crypto::KeyFingerprint> recipients);
    /// What the person wants kept on the server (P-03); at first everything.
    void setPreferences(Preferences preferences);
    /// Uploads what is due: collections that are closed by the cutting rules, or everything if `evenOpenOnes`.
    /// A second call while one runs joins it.
    QFuture<ArchiveResult<UploadSummary>> upload(bool evenOpenOnes);
    void cancel(); ///< after the request in flight
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void progressed(int done, int total); ///< messages
    void stopped(const letterlock::archive::ArchiveError &error); ///< kept, tried again with the next call

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::archive
