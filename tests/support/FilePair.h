// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

#include "app/files/FileUploads.h"
#include "crypto/base/Random.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

namespace letterlock::test {

/// A server that takes files and two whole clients with keys; mira sends, anselm receives.
struct FilePair {
    explicit FilePair(qint64 uploadLimit = 10 << 20)
        : server({.accounts
              = {{QStringLiteral("mira"), QStringLiteral("a")}, {QStringLiteral("anselm"), QStringLiteral("b")}},
              .uploads = true,
              .uploadLimit = uploadLimit})
        , miraProfile(QStringLiteral("/tmp/lt-XXXXXX"))
        , mira(std::make_unique<TestClient>(server, QStringLiteral("mira"), miraProfile.path()))
        , anselm(std::make_unique<TestClient>(server, QStringLiteral("anselm")))
    {
    }

    [[nodiscard]] bool start()
    {
        return server.start() && mira->signIn() && anselm->signIn() && mira->makeKey() && anselm->makeKey()
            && mira->knowsKeyOf(QStringLiteral("anselm"));
    }
    [[nodiscard]] QString problem() const
    {
        return why + u' ' + mira->problem() + u' ' + anselm->problem() + server.log().right(3000);
    }
    void restartMira()
    {
        mira->quit();
        mira = std::make_unique<TestClient>(server, QStringLiteral("mira"), miraProfile.path());
        (void)mira->open();
    }

    QString picture(const QString &name)
    {
        QImage image(640, 480, QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                image.setPixel(x, y, qRgb(x % 256, y % 256, (x * y) % 251));
            }
        }
        image.save(files.filePath(name));
        return files.filePath(name);
    }
    QString file(const QString &name, qsizetype size)
    {
        QFile out(files.filePath(name));
        (void)out.open(QIODevice::WriteOnly);
        out.write(crypto::randomBytes(size));
        return out.fileName();
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    /// In mira's outbox.
    [[nodiscard]] bool store(const QString &path, const QString &caption)
    {
        const auto sealed = await(mira->app().files().vault().seal(path));
        if (!sealed) {
            why = QStringLiteral("not sealed: %1").arg(int(sealed.error()));
            return false;
        }
        auto &conversation = mira->app().conversation();
        conversation.openWith(mira->jid(QStringLiteral("anselm")));
        if (!waitUntil([&] { return conversation.peer() == mira->jid(QStringLiteral("anselm")); }, 20000)) {
            return false;
        }
        bool stored = false;
        QObject context;
        QObject::connect(&conversation, &app::ConversationController::sent, &context, [&stored] { stored = true; });
        conversation.sendFiles({*sealed}, caption);
        return waitUntil([&] { return stored; }, 20000);
    }
    /// On its way to anselm.
    [[nodiscard]] bool send(const QString &path, const QString &caption)
    {
        return store(path, caption)
            && waitUntil(
                [this] {
                    const auto all = mira->messagesWith(QStringLiteral("anselm"));
                    return !all.isEmpty() && all.last().delivery >= archive::Delivery::Sent;
                },
                30000);
    }
    /// Of the last message that anselm has.
    [[nodiscard]] QList<app::FileState> received()
    {
        const auto all = anselm->messagesWith(QStringLiteral("mira"));
        return all.isEmpty() ? QList<app::FileState>() : anselm->app().files().states(all.last());
    }
    [[nodiscard]] QByteArray saved(TestClient &client, archive::MessageId message)
    {
        const QString path = files.filePath(crypto::randomName());
        bool done = false;
        QObject context;
        QObject::connect(&client.app().files(), &app::FilesController::saved, &context, [&done] { done = true; });
        client.app().files().saveAs(message, 0, path);
        return waitUntil([&] { return done; }, 20000) ? contentOf(path) : QByteArray("not saved");
    }
    [[nodiscard]] QByteArray savedByAnselm()
    {
        return saved(*anselm, anselm->messagesWith(QStringLiteral("mira")).last().id);
    }
    /// The one sealed copy in the profile; empty if there is none.
    [[nodiscard]] static QString onlyCopy(const TestClient &client)
    {
        const QDir folder(client.profileDir() + QStringLiteral("/files"));
        const auto names = folder.entryList(QDir::Files);
        return names.isEmpty() ? QString() : folder.filePath(names.first());
    }

    ProsodyServer server;
    QTemporaryDir miraProfile;
    QTemporaryDir files{QStringLiteral("/tmp/lt-XXXXXX")};
    std::unique_ptr<TestClient> mira;
    std::unique_ptr<TestClient> anselm;
    QString why;
};

} // namespace letterlock::test
