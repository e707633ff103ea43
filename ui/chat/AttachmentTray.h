// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/files/FileVault.h"

class QHBoxLayout;

namespace letterlock::ui {

class TextLabel;

/// The files that go with the next message. Each is sealed as soon as it is put in, so that nothing is left to do when
/// it is sent.
class AttachmentTray : public QWidget {
    Q_OBJECT
public:
    static constexpr int mostFiles = 20;

    explicit AttachmentTray(QWidget *parent = nullptr);

    int add(const QString &name); ///< being sealed; its number
    void setSealedFile(int number, const app::FileVault::Sealed &file); ///< it is ready
    void remove(int number);
    void clear();
    void replace(const QList<app::FileVault::Sealed> &files); ///< ready ones, of another conversation
    void setSealed(bool sealed); ///< how the message itself will travel
    [[nodiscard]] int count() const { return int(m_items.size()); }
    [[nodiscard]] bool isReady() const; ///< all of them are sealed
    [[nodiscard]] bool contains(int number) const;
    [[nodiscard]] QList<app::FileVault::Sealed> files() const; ///< those that are ready

Q_SIGNALS:
    void changed();
    void removed(const QString &copy); ///< by the person; the copy is of no use any more

private:
    struct Item {
        int number = 0;
        QString name;
        std::optional<app::FileVault::Sealed> file;
        QWidget *card = nullptr;
    };
    void show(Item &item);
    void refresh();
    [[nodiscard]] QString warning() const; ///< of files that may say more than is seen of them

    QList<Item> m_items;
    QHBoxLayout *m_row = nullptr;
    TextLabel *m_summary = nullptr;
    TextLabel *m_warning = nullptr;
    int m_last = 0;
    bool m_sealed = true;
};

} // namespace letterlock::ui
