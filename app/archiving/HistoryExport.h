// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

#include "app/keys/KeyController.h"
#include "archive/export/ExportWriter.h"
#include "archive/history/HistoryStore.h"
#include "crypto/base/Clock.h"
#include "crypto/base/Worker.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::app {

/// What is to be written, and how.
struct ExportOrder {
    enum class Format { Bundle, Text, Json };
    Format format = Format::Bundle;
    QString path;
    archive::ConversationId conversation = 0; ///< 0 = all
    QDate from; ///< local days, inclusive; invalid = open
    QDate to;
    std::shared_ptr<const crypto::SecretBytes> passphrase; ///< Bundle only; null = own keys alone
    archive::ExportWriter::Words words;
};

/// Writes chosen history to a file and brings a bundle back. One job at a time; the window stays free: the store is
/// read page by page, and files and seals are a worker's. A cancelled export leaves no file; a cancelled import keeps
/// what was stored, and importing again adds nothing twice.
class HistoryExport : public QObject {
    Q_OBJECT
public:
    struct Ports {
        archive::HistoryStore &history;
        KeyController &keys;
        crypto::DataKeyRing &dataKeys;
        crypto::Worker &worker;
        const crypto::Clock &clock;
    };
    struct Imported {
        int added = 0; ///< were not here before
        qint64 found = 0;
        qint64 foreign = 0; ///< of them not sealed by the owner: shown as such
        qint64 closedParts = 0;
        bool isWhole = false;
    };
    explicit HistoryExport(Ports ports, QObject *parent = nullptr);
    ~HistoryExport() override;

    [[nodiscard]] bool isRunning() const { return m_job != nullptr; }
    void exportTo(const ExportOrder &order); ///< ends with exported() or failed()
    void importFrom(
        const QString &path, std::shared_ptr<const crypto::SecretBytes> passphrase); ///< imported() or failed()
    void cancel(); ///< ends with failed(Cancelled)

Q_SIGNALS:
    void progress(int percent); ///< 0 to 100
    void exported(qint64 messages);
    void imported(const letterlock::app::HistoryExport::Imported &result);
    void failed(const letterlock::archive::ArchiveError &error); ///< instead of either; also Cancelled

private:
    struct Job;
    struct ExportJob;
    struct ImportJob;
    void fail(const archive::ArchiveError &error);

    std::shared_ptr<Job> m_job;
    Ports m_ports;
};

} // namespace letterlock::app
