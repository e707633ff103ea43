// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Banner.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/widgets/Glyph.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

Banner::Banner(QWidget *parent)
    : Panel(Role::InfoSoft, parent)
{
    setRadius(metrics::kRadiusRow);
    m_glyph = new Glyph(u"info"_s, Role::AccentText, metrics::kIcon, this);
    m_words = (new TextLabel({}, TextStyle::Body, Role::Text, this))->wrapping();
    m_words->setTextFormat(Qt::RichText);
    m_position = new TextLabel({}, TextStyle::Caption, Role::Text2, this);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(metrics::kSpace8);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 12, 8);
    row->setSpacing(12);
    row->addWidget(m_glyph);
    row->addWidget(m_words, 1);
    row->addWidget(m_position);
    row->addLayout(m_buttons);
    setMinimumHeight(48);
}

void Banner::show(const Notice &notice, const QString &position)
{
    const bool isNew = notice.id != m_notice.id;
    m_notice = notice;
    Role ink = Role::AccentText;
    switch (notice.severity) {
    case Notice::Severity::Info:
        setFill(Role::InfoSoft);
        break;
    case Notice::Severity::Warn:
        setFill(Role::WarnSoft);
        ink = Role::Warn;
        break;
    case Notice::Severity::Bad:
        setFill(Role::BadSoft);
        ink = Role::Bad;
        break;
    }
    setBorder(Palette::current().isHighContrast() ? ink : Role::Count, 2);
    m_glyph->setIcon(notice.icon, ink);
    m_words->setText(u"<b>%1</b> %2"_s.arg(notice.headline.toHtmlEscaped(), notice.text.toHtmlEscaped()));
    m_position->setText(position);
    m_position->setVisible(!position.isEmpty());
    setAccessibleName(notice.headline);
    setAccessibleDescription(notice.text);

    while (auto *item = m_buttons->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    int index = 0;
    for (const auto &action : notice.actions) {
        auto *button = new QPushButton(action.text, this);
        button->setObjectName(index == 0 ? u"bannerAction"_s : u"bannerAction%1"_s.arg(index + 1));
        setButtonKind(button, action.kind, ButtonSize::Small);
        connect(button, &QPushButton::clicked, this, [run = action.run] {
            if (run)
                run();
        });
        m_buttons->addWidget(button);
        ++index;
    }
    if (notice.closable) {
        auto *close = new IconButton(u"close"_s, tr("Close notice"), this);
        close->setObjectName(u"bannerClose"_s);
        connect(close, &QToolButton::clicked, this, [this] { Q_EMIT closed(m_notice.id); });
        m_buttons->addWidget(close);
    }
    QWidget::show();
    if (isNew) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace letterlock::ui
