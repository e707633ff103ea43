// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <functional>

#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Panel.h"

class QHBoxLayout;

namespace letterlock::ui {

class Glyph;
class TextLabel;

/// What a banner says and offers.
struct Notice {
    enum class Severity { Info, Warn, Bad };
    struct Action {
        QString text;
        std::function<void()> run;
        ButtonKind kind = ButtonKind::Secondary;
    };
    QString id; ///< a notice with the same id replaces it
    Severity severity = Severity::Info;
    QString icon;
    QString headline; ///< first sentence, strong
    QString text; ///< the rest
    QList<Action> actions;
    bool closable = false;
    int rank = 100; ///< smaller is more serious
};

/// A notice inside the page: glyph, words, at most two actions.
class Banner : public Panel {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    void show(const Notice &notice, const QString &position = {}); ///< `position`: "1 of 2", or empty
    using Panel::show;
    [[nodiscard]] const Notice &notice() const { return m_notice; }

Q_SIGNALS:
    void closed(const QString &id);

private:
    Notice m_notice;
    Glyph *m_glyph = nullptr;
    TextLabel *m_words = nullptr;
    TextLabel *m_position = nullptr;
    QHBoxLayout *m_buttons = nullptr;
};

} // namespace letterlock::ui
