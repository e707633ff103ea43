// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include "app/files/UploadSlots.h"
#include "app/settings/SettingsStore.h"

namespace letterlock::app {

/// Requests for sealed files: https only, the same authorities and pins as the stream, no cookies, no cache, nothing
/// about the system.
class FileHttp : public QObject {
    Q_OBJECT
public:
    explicit FileHttp(SettingsStore &settings, QObject *parent = nullptr);

    /// Owned by the caller. `body` must outlive the reply.
    QNetworkReply *put(const UploadSlot &slot, QIODevice *body);
    QNetworkReply *get(const QUrl &url);

    /// Why a finished reply is none, by its state alone.
    [[nodiscard]] static archive::FileProblem problemOf(const QNetworkReply &reply);

private:
    [[nodiscard]] QNetworkRequest request(const QUrl &url) const;
    QNetworkReply *watched(QNetworkReply *reply);

    SettingsStore &m_settings;
    QNetworkAccessManager m_network;
};

} // namespace letterlock::app
