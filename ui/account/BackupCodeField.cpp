// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/BackupCodeField.h"

#include <QHBoxLayout>
#include <QKeyEvent>

#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

/// What can be part of a code; everything else, dashes and blanks too, comes by itself or not at all.
QString cleaned(const QString &typed)
{
    QString result;
    for (const QChar c : typed.toUpper()) {
        const bool letter = c >= u'A' && c <= u'Z' && c != u'O';
        if (letter || (c >= u'1' && c <= u'9'))
            result += c;
    }
    return result;
}

} // namespace

BackupCodeField::BackupCodeField(QWidget *parent)
    : QWidget(parent)
{
    setLayoutDirection(Qt::LeftToRight); // codes read this way in every language
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (int i = 0; i < groups; ++i) {
        auto *field = new QLineEdit(this);
        field->setObjectName(u"backupCode%1"_s.arg(i + 1));
        field->setAccessibleName(tr("Group %1").arg(i + 1));
        field->setFont(textFont(TextStyle::Mono));
        field->setAlignment(Qt::AlignCenter);
        field->setMinimumHeight(44);
        field->setMinimumWidth(64);
        field->setMaximumWidth(96);
        field->setInputMethodHints(Qt::ImhUppercaseOnly | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
        field->installEventFilter(this);
        m_fields.at(i) = field;
        if (i > 0)
            row->addWidget(new TextLabel(u"–"_s, TextStyle::Body, Role::Text3, this));
        row->addWidget(field, 1);
        connect(field, &QLineEdit::textEdited, this, [this, i](const QString &text) { spread(i, text); });
        connect(field, &QLineEdit::returnPressed, this, [this] {
            if (isComplete())
                Q_EMIT submitted();
        });
    }
    row->addStretch(1);
    setFocusProxy(m_fields.front());
}

/// Puts what stands in a group where it belongs: the first four characters stay, the rest goes on behind.
void BackupCodeField::spread(int group, const QString &text)
{
    setWrong(false);
    QString rest = cleaned(text);
    const bool atEnd = m_fields.at(group)->cursorPosition() == text.size();
    const bool whole = rest.size() >= groups * groupSize;
    int at = whole ? 0 : group;
    if (!whole && !atEnd)
        rest.truncate(groupSize); // in the middle of a group nothing is pushed over what follows
    const int cursor = m_fields.at(group)->cursorPosition();
    m_fields.at(at)->setText(rest.left(groupSize));
    m_fields.at(at)->setCursorPosition(atEnd ? groupSize : cursor);
    rest.remove(0, groupSize);
    while (!rest.isEmpty() && at + 1 < groups) {
        ++at;
        m_fields.at(at)->setText(rest.left(groupSize));
        rest.remove(0, groupSize);
    }
    if (atEnd && at + 1 < groups && m_fields.at(at)->text().size() == groupSize)
        ++at;
    if (at != group) {
        m_fields.at(at)->setFocus(Qt::OtherFocusReason);
        m_fields.at(at)->end(false);
    }
    Q_EMIT changed();
}

bool BackupCodeField::step(int group, int key)
{
    auto *field = m_fields.at(group);
    const bool start = field->cursorPosition() == 0 && !field->hasSelectedText();
    const bool end = field->cursorPosition() == field->text().size();
    if (group > 0 && start && (key == Qt::Key_Backspace || key == Qt::Key_Left)) {
        auto *before = m_fields.at(group - 1);
        before->setFocus(Qt::OtherFocusReason);
        before->end(false);
        if (key == Qt::Key_Backspace && !before->text().isEmpty()) {
            setWrong(false);
            before->backspace();
            Q_EMIT changed();
        }
        return true;
    }
    if (group + 1 < groups && end && key == Qt::Key_Right) {
        m_fields.at(group + 1)->setFocus(Qt::OtherFocusReason);
        m_fields.at(group + 1)->home(false);
        return true;
    }
    return false;
}

bool BackupCodeField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        for (int i = 0; i < groups; ++i) {
            if (watched == m_fields.at(i) && step(i, static_cast<QKeyEvent *>(event)->key()))
                return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

QString BackupCodeField::code() const
{
    QStringList all;
    for (const auto *field : m_fields)
        all << field->text();
    return all.join(u'-');
}

bool BackupCodeField::isComplete() const
{
    return std::ranges::all_of(m_fields, [](const QLineEdit *field) { return field->text().size() == groupSize; });
}

void BackupCodeField::clear()
{
    for (auto *field : m_fields)
        field->clear();
    Q_EMIT changed();
}

void BackupCodeField::focusFirstGap()
{
    for (auto *field : m_fields) {
        if (field->text().size() < groupSize) {
            field->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    m_fields.front()->setFocus(Qt::OtherFocusReason);
}

void BackupCodeField::setWrong(bool wrong)
{
    for (auto *field : m_fields) {
        field->setProperty("error", wrong);
        field->update();
    }
}

} // namespace letterlock::ui
