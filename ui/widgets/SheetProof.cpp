// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/SheetProof.h"

#include <QHBoxLayout>
#include <QLineEdit>

#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int firstGroup = 1; // "Group 2"
constexpr int secondGroup = 4; // "Group 5"

QLineEdit *makeField(const QString &name, const QString &accessibleName)
{
    auto *field = new QLineEdit;
    field->setObjectName(name);
    field->setAccessibleName(accessibleName);
    field->setFont(textFont(TextStyle::Mono));
    field->setLayoutDirection(Qt::LeftToRight);
    field->setMaxLength(8); // the dash may be typed as well
    field->setFixedSize(92, metrics::kControl);
    field->setInputMethodHints(Qt::ImhUppercaseOnly | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    return field;
}

QString typedIn(const QLineEdit *field)
{
    return field->text().trimmed().remove(u'-').remove(u' ').toUpper();
}

} // namespace

SheetProof::SheetProof(QWidget *parent)
    : QWidget(parent)
    , m_first(makeField(u"recoveryConfirm1"_s, tr("Group 2")))
    , m_second(makeField(u"recoveryConfirm2"_s, tr("Group 5")))
    , m_hint((new TextLabel({}, TextStyle::Body, Role::Ok))->wrapping())
{
    m_hint->setObjectName(u"recoveryHint"_s);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(10);
    fields->addWidget(m_first);
    fields->addWidget(m_second);
    fields->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace4);
    column->addLayout(fields);
    column->addWidget(m_hint);
    setFocusProxy(m_first);
    connect(m_first, &QLineEdit::textChanged, this, &SheetProof::check);
    connect(m_second, &QLineEdit::textChanged, this, &SheetProof::check);
}

void SheetProof::setGroups(const QStringList &groups)
{
    m_groups = groups;
    check();
}

bool SheetProof::isRight() const
{
    return m_groups.size() > secondGroup && typedIn(m_first) == m_groups.at(firstGroup)
        && typedIn(m_second) == m_groups.at(secondGroup);
}

/// Empty while it may still become right.
QString SheetProof::hintFor(const QLineEdit *field, int group) const
{
    const auto typed = typedIn(field);
    const auto wanted = m_groups.at(group);
    if (typed.size() < wanted.size() || typed == wanted) {
        return {};
    }
    for (const auto &[letter, digit] : {std::pair{u'I', u'1'}, std::pair{u'S', u'5'}, std::pair{u'B', u'8'}}) {
        for (qsizetype i = 0; i < wanted.size() && typed.size() == wanted.size(); ++i) {
            if (typed.at(i) == letter && wanted.at(i) == digit) {
                return tr("Sign %1 is the digit %2, not the letter %3.")
                    .arg(i + 1)
                    .arg(QChar(digit))
                    .arg(QChar(letter));
            }
        }
    }
    return tr("That is not on the sheet. The letter O and the digit 0 never occur.");
}

void SheetProof::check()
{
    if (m_groups.size() <= secondGroup) {
        return;
    }
    const auto firstWrong = hintFor(m_first, firstGroup);
    const auto secondWrong = hintFor(m_second, secondGroup);
    const bool first = typedIn(m_first) == m_groups.at(firstGroup);
    const bool second = typedIn(m_second) == m_groups.at(secondGroup);
    const bool wrong = !firstWrong.isEmpty() || !secondWrong.isEmpty();
    m_hint->setText(!firstWrong.isEmpty() ? firstWrong
            : !secondWrong.isEmpty()      ? secondWrong
            : first && second             ? tr("Both groups are right")
            : first                       ? tr("First group is right")
            : second                      ? tr("Second group is right")
                                          : QString());
    m_hint->setRole(wrong ? Role::Bad : Role::Ok);
    for (const auto &[field, bad] :
        {std::pair{m_first, !firstWrong.isEmpty()}, std::pair{m_second, !secondWrong.isEmpty()}}) {
        field->setProperty("error", bad);
        field->update();
    }
    Q_EMIT changed();
}

} // namespace letterlock::ui
