// SPDX-License-Identifier: GPL-3.0-or-later
// The bars above the text: why sending is stopped or waits, and what is being answered.
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/chat/Composer.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/IconButton.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

void Composer::buildStoppedBar()
{
    m_stoppedBar = new QWidget(this);
    m_stoppedBar->setObjectName(u"sendStoppedBar"_s);
    m_stoppedTitle = (new TextLabel({}, TextStyle::BodyStrong, Role::Text, m_stoppedBar))->wrapping();
    m_stoppedWhy = (new TextLabel({}, TextStyle::Body, Role::Text2, m_stoppedBar))->wrapping();
    m_stoppedGlyph = new Glyph(u"shield-alert"_s, Role::Warn, metrics::kIcon, m_stoppedBar);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_stoppedTitle);
    words->addWidget(m_stoppedWhy);
    m_compare = new QPushButton(tr("Compare…"), m_stoppedBar);
    m_compare->setObjectName(u"compareStoppedButton"_s);
    setButtonKind(m_compare, ButtonKind::Primary, ButtonSize::Small);
    m_anyway = new QPushButton(tr("Send anyway"), m_stoppedBar);
    m_anyway->setObjectName(u"sendAnywayButton"_s);
    setButtonKind(m_anyway, ButtonKind::Text, ButtonSize::Small);
    auto *row = new QHBoxLayout(m_stoppedBar);
    row->setContentsMargins(0, 0, 0, 4);
    row->setSpacing(metrics::kSpace12);
    row->addWidget(m_stoppedGlyph);
    row->addLayout(words, 1);
    row->addWidget(m_compare);
    row->addWidget(m_anyway);
    m_stoppedBar->hide();
    connect(m_compare, &QPushButton::clicked, this, &Composer::compareWanted);
    connect(m_anyway, &QPushButton::clicked, this, &Composer::sendAnywayWanted);
}

void Composer::buildReplyBar()
{
    m_replyBar = new QWidget(this);
    m_replyBar->setObjectName(u"replyBar"_s);
    m_replyGlyph = new Glyph(u"reply"_s, Role::AccentText, 18, m_replyBar);
    m_replyTitle = new TextLabel({}, TextStyle::CaptionStrong, Role::AccentText, m_replyBar);
    m_replyText = new ElidedLabel({}, TextStyle::Body, Role::Text2, m_replyBar);
    auto *close = new IconButton(u"close"_s, tr("Leave reply"), m_replyBar);
    close->setObjectName(u"replyBarClose"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_replyTitle);
    words->addWidget(m_replyText);
    auto *row = new QHBoxLayout(m_replyBar);
    row->setContentsMargins(0, 0, 0, 2);
    row->setSpacing(metrics::kSpace12);
    row->addWidget(m_replyGlyph);
    row->addLayout(words, 1);
    row->addWidget(close);
    m_replyBar->hide();
    connect(close, &QToolButton::clicked, this, &Composer::leaveExtras);
}

void Composer::refreshStoppedBar()
{
    const bool newKey = m_block == app::SendBlock::KeyChangedAfterChecked;
    const bool notThere = m_block == app::SendBlock::NoSessionKeysThere || m_block == app::SendBlock::IsGroup;
    QString title = tr("A message to %1 waits.").arg(m_peer);
    QString why = m_held;
    if (newKey) {
        title = tr("Sending is stopped: %1 has a new key.").arg(m_peer);
        why = tr("You had checked the old one. Decide before you write on.");
    } else if (notThere) {
        title = m_block == app::SendBlock::IsGroup
            ? tr("Sending is stopped: %1 is a group.").arg(m_peer)
            : tr("Sending is stopped: the program %1 is using does not know session keys.").arg(m_peer);
        why = tr("Nothing goes out sealed in another way by itself. Choose one, or wait; your text stays here.");
    }
    m_stoppedTitle->setText(title);
    m_stoppedWhy->setText(why);
    m_stoppedGlyph->setIcon(newKey || notThere ? u"shield-alert"_s : u"clock"_s, Role::Warn);
    m_compare->setVisible(newKey);
    m_anyway->setVisible(newKey);
    m_stoppedBar->setAccessibleName(title + u' ' + why);
    m_stoppedBar->setVisible(newKey || notThere || !m_held.isEmpty());
}

} // namespace letterlock::ui
