// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/ResultPreview.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/IconButton.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

/// An arrow up or down; there is one glyph for both, so the first is turned.
class StepButton : public IconButton {
public:
    StepButton(bool up, const QString &name, const QKeySequence &keys, QWidget *parent)
        : IconButton(u"chevron-down"_s, name, parent, keys)
        , m_up(up)
    {
        connect(&Palette::current(), &Palette::changed, this, &StepButton::turn);
        turn();
    }

private:
    void turn()
    {
        if (m_up) {
            const auto down = icons::pixmap(u"chevron-down"_s, Role::Text2, 20, 2);
            auto up = down.transformed(QTransform().rotate(180));
            up.setDevicePixelRatio(2);
            setIcon(up);
        }
    }

    bool m_up;
};

} // namespace

ResultPreview::ResultPreview(QWidget *messages, QWidget *parent)
    : QWidget(parent)
    , m_back(new IconButton(u"back"_s, tr("Back to the results"), this))
    , m_title(new ElidedLabel({}, TextStyle::BodyStrong, Role::Text, this))
    , m_position(new TextLabel({}, TextStyle::Caption, Role::Text3, this))
    , m_previous(new StepButton(true, tr("Previous result"), QKeySequence(Qt::SHIFT | Qt::Key_F3), this))
    , m_next(new StepButton(false, tr("Next result"), QKeySequence(Qt::Key_F3), this))
    , m_open(new QPushButton(tr("Open in chat"), this))
    , m_messages(messages ? messages : new QWidget(this))
    , m_empty(
          new TextLabel(tr("Choose a result to see the conversation around it."), TextStyle::Body, Role::Text3, this))
    , m_line(new Panel(Role::BgSurface, this))
    , m_lineGlyph(new Glyph(u"seal-solid"_s, Role::Wax, 15, m_line))
    , m_lineText(new TextLabel({}, TextStyle::Caption, Role::Text2, m_line))
{
    m_back->setObjectName(u"previewBack"_s);
    m_previous->setObjectName(u"previousResult"_s);
    m_next->setObjectName(u"nextResult"_s);
    m_open->setObjectName(u"openInChat"_s);
    m_open->setAccessibleName(tr("Open in chat"));
    setButtonKind(m_open, ButtonKind::Secondary, ButtonSize::Small);
    m_messages->setObjectName(u"resultPreview"_s);
    m_messages->setAccessibleName(tr("Conversation around the result"));
    m_title->setObjectName(u"resultTitle"_s);
    m_position->setObjectName(u"resultPosition"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_back->hide();

    auto *header = new Panel(Role::BgSurface, this);
    header->setEdges(Qt::BottomEdge);
    header->setFixedHeight(44);
    auto *top = new QHBoxLayout(header);
    top->setContentsMargins(20, 0, 10, 0);
    top->setSpacing(metrics::kSpace8);
    top->addWidget(m_back);
    top->addWidget(m_title, 1);
    top->addWidget(m_position);
    top->addWidget(m_previous);
    top->addWidget(m_next);
    top->addWidget(m_open);

    m_line->setEdges(Qt::TopEdge);
    m_line->setFixedHeight(40);
    auto *bottom = new QHBoxLayout(m_line);
    bottom->setContentsMargins(20, 0, 20, 0);
    bottom->setSpacing(metrics::kSpace8);
    bottom->addWidget(m_lineGlyph);
    bottom->addWidget(m_lineText, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(m_messages, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_line);

    connect(m_back, &QToolButton::clicked, this, &ResultPreview::backRequested);
    connect(m_previous, &QToolButton::clicked, this, &ResultPreview::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &ResultPreview::nextRequested);
    connect(m_open, &QPushButton::clicked, this, &ResultPreview::openRequested);
    show(View{});
}

void ResultPreview::setBackVisible(bool visible)
{
    m_back->setVisible(visible);
}

void ResultPreview::show(const View &view)
{
    const bool any = !view.title.isEmpty();
    const QLocale locale;
    m_title->setText(view.title);
    m_position->setText(any && view.total > 0 ? tr("%1 of %2", "position among the results")
                                                    .arg(locale.toString(view.position), locale.toString(view.total))
                                              : QString());
    m_previous->setEnabled(view.hasPrevious);
    m_next->setEnabled(view.hasNext);
    m_open->setEnabled(any);
    m_messages->setVisible(any);
    m_empty->setVisible(!any);
    m_line->setVisible(any && !view.keptText.isEmpty());
    if (!view.keptIcon.isEmpty()) {
        m_lineGlyph->setIcon(view.keptIcon, view.keptSealed ? Role::Wax : Role::Text2);
    }
    m_lineText->setText(view.keptText);
}

} // namespace letterlock::ui
