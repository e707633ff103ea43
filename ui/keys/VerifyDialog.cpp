// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/VerifyDialog.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

#include "ui/keys/KeyWords.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/FilterChip.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/QrView.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wide = 878;

} // namespace

VerifyDialog::VerifyDialog(const Subject &subject, QWidget *parent)
    : QDialog(parent)
    , m_subject(subject)
{
    setObjectName(u"verifyDialog"_s);
    setAccessibleName(tr("Compare keys"));
    setWindowTitle(tr("Compare keys"));
    setMinimumSize(560, 400);
    auto *inside = new QWidget;
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, inside);
    m_columns->setContentsMargins(26, 22, 26, 16);
    m_columns->setSpacing(26);
    m_columns->addLayout(makeReading(), 1);
    if (!subject.ours.isEmpty()) {
        m_columns->addWidget(makeScanning());
    }
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(makeButtons());
    setMode(Mode::Words);
    // Never larger than the window it belongs to.
    const QSize room = parent ? parent->window()->size() : screen()->availableSize();
    resize(QSize(wide, inside->sizeHint().height() + 72).boundedTo(room));
}

QVBoxLayout *VerifyDialog::makeReading()
{
    const auto &subject = m_subject;
    const bool own = subject.name.isEmpty();
    auto *page = new QVBoxLayout;
    page->setSpacing(metrics::kSpace12);
    page->addWidget((new TextLabel(own ? tr("Is this key yours?") : tr("Is this really %1’s key?").arg(subject.name),
                         TextStyle::Title))
            ->wrapping());
    page->addWidget(
        (new TextLabel(own
                 ? tr("Open Keys on the other device, and compare what is shown there with this.")
                 : tr("Meet or call %1, and read the words to each other. Do not use this chat: whoever could swap a "
                      "key could also swap the words.")
                       .arg(subject.name),
             TextStyle::Body, Role::Text2))
            ->wrapping());

    auto *modes = new QHBoxLayout;
    auto *group = new QButtonGroup(this);
    const auto addMode = [&](const QString &text, const QString &name, Mode mode) {
        auto *chip = new FilterChip({}, text);
        chip->setObjectName(name);
        chip->setAccessibleName(text);
        chip->setCheckable(true);
        chip->setChecked(mode == m_mode);
        group->addButton(chip);
        modes->addWidget(chip);
        connect(chip, &QToolButton::clicked, this, [this, mode] { setMode(mode); });
    };
    addMode(tr("Words"), u"verifyModeWords"_s, Mode::Words);
    addMode(tr("Groups"), u"verifyModeGroups"_s, Mode::Groups);
    modes->addStretch(1);
    page->addLayout(modes);
    page->addWidget(
        m_theirs = makeKey(u"verifyTheirWords"_s,
            own ? tr("The other device shows these") : tr("%1 reads these to you").arg(subject.name),
            own ? tr("The key that was added to your account") : tr("The key that is published"), subject.theirs));
    if (!subject.ours.isEmpty()) {
        page->addWidget(m_ours = makeKey(u"verifyOwnWords"_s,
                            own ? tr("This computer uses these") : tr("You read these to %1").arg(subject.name),
                            tr("Your current key"), subject.ours));
    }
    page->addWidget(makeTyped());
    page->addStretch(1);
    return page;
}

QWidget *VerifyDialog::makeScanning()
{
    const bool own = m_subject.name.isEmpty();
    auto *box = new Panel(Role::BgSurface);
    box->setObjectName(u"verifyScanning"_s);
    box->setEdges(Qt::LeftEdge);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(26, 0, 0, 0);
    column->setSpacing(metrics::kSpace4);
    column->addWidget(new TextLabel(tr("Or in the same room"), TextStyle::BodyStrong));
    column->addWidget((new TextLabel(own ? tr("Scan this code with the other device.")
                                         : tr("Let %1 scan this code.").arg(m_subject.name),
                           TextStyle::Body, Role::Text2))
            ->wrapping());
    column->addSpacing(metrics::kSpace8);
    auto *code = new QrView(QrCode::ofKey(m_subject.ours), 190);
    code->setObjectName(u"verifyOwnQr"_s);
    code->setAccessibleName(tr("QR code of your key"));
    code->setAccessibleDescription(m_subject.ours.grouped());
    column->addWidget(code);
    column->addSpacing(metrics::kSpace4);
    column->addWidget(
        (new TextLabel(tr("Your code. OpenKeychain reads it too."), TextStyle::Caption, Role::Text2))->wrapping());
    column->addStretch(1);
    auto *note = new QHBoxLayout;
    note->setSpacing(metrics::kSpace8);
    note->addWidget(new Glyph(u"info"_s, Role::Text2, 16), 0, Qt::AlignTop);
    note->addWidget(
        (new TextLabel(tr("Scanning checks the whole key at once. What another program scanned can be pasted "
                          "on the left."),
             TextStyle::Caption, Role::Text2))
            ->wrapping(),
        1);
    column->addLayout(note);
    box->setFixedWidth(26 + 200);
    return box;
}

/// In a narrow window the code comes below the words.
void VerifyDialog::resizeEvent(QResizeEvent *event)
{
    QDialog::resizeEvent(event);
    const bool narrow = width() < 800;
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    if (auto *box = findChild<Panel *>(u"verifyScanning"_s)) {
        box->setEdges(narrow ? Qt::Edges() : Qt::Edges(Qt::LeftEdge));
        box->layout()->setContentsMargins(narrow ? 0 : 26, 0, 0, 0);
        box->setFixedWidth(narrow ? width() - 64 : 26 + 200);
    }
}

QWidget *VerifyDialog::makeKey(
    const QString &objectName, const QString &title, const QString &line, const crypto::KeyFingerprint &key)
{
    auto *card = new Panel(Role::BgSurface);
    card->setRadius(metrics::kRadiusCard);
    card->setBorder(Role::Line);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(16, 12, 16, 12);
    inside->setSpacing(metrics::kSpace4);
    inside->addWidget(new TextLabel(title, TextStyle::BodyStrong));
    inside->addWidget(new TextLabel(line, TextStyle::Caption, Role::Text2));
    auto *grid = new QWidget;
    grid->setObjectName(objectName);
    grid->setAccessibleName(title);
    grid->setFocusPolicy(Qt::TabFocus);
    grid->setLayoutDirection(Qt::LeftToRight);
    auto *layout = new QGridLayout(grid);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setHorizontalSpacing(metrics::kSpace16);
    layout->setVerticalSpacing(metrics::kSpace8);
    inside->addWidget(grid);
    auto *rule = new Panel(Role::Line);
    rule->setFixedHeight(1);
    auto *digits = new TextLabel(key.grouped(), TextStyle::Mono, Role::Text2);
    auto small = textFont(TextStyle::Mono);
    small.setPixelSize(textFont(TextStyle::Caption).pixelSize());
    digits->setFont(small);
    digits->setLayoutDirection(Qt::LeftToRight);
    inside->addSpacing(metrics::kSpace4);
    inside->addWidget(rule);
    inside->addWidget(digits);
    m_besideWords << rule << digits;
    grid->setProperty("fingerprint", key.toString());
    return card;
}

void VerifyDialog::fillGrid(QWidget *card, const crypto::KeyFingerprint &key) const
{
    auto *grid = card->findChild<QWidget *>(card == m_theirs ? u"verifyTheirWords"_s : u"verifyOwnWords"_s);
    auto *layout = qobject_cast<QGridLayout *>(grid->layout());
    while (auto *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto parts = m_mode == Mode::Words ? keyWords(key) : keyGroups(key);
    for (int i = 0; i < parts.size(); ++i) {
        auto *label = new TextLabel(parts.at(i), m_mode == Mode::Words ? TextStyle::Heading : TextStyle::Mono);
        label->setTextStyle(m_mode == Mode::Words ? TextStyle::Message : TextStyle::Mono);
        layout->addWidget(label, i / 5, i % 5);
    }
    grid->setAccessibleDescription(parts.join(u", "_s));
}

void VerifyDialog::setMode(Mode mode)
{
    m_mode = mode;
    for (auto *widget : std::as_const(m_besideWords)) {
        widget->setVisible(mode == Mode::Words);
    }
    fillGrid(m_theirs, m_subject.theirs);
    if (m_ours) {
        fillGrid(m_ours, m_subject.ours);
    }
}

QWidget *VerifyDialog::makeTyped()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace4);
    column->addWidget(new TextLabel(
        tr("Or type or paste the groups you were given, or what you scanned"), TextStyle::Caption, Role::Text2));
    m_typed = new QLineEdit;
    m_typed->setObjectName(u"verifyTyped"_s);
    m_typed->setAccessibleName(tr("Groups you were given"));
    m_typed->setFont(textFont(TextStyle::Mono));
    m_typed->setLayoutDirection(Qt::LeftToRight);
    m_typed->setMaxLength(100);
    m_typedResult = (new TextLabel({}, TextStyle::Caption, Role::Ok))->wrapping();
    m_typedResult->setObjectName(u"verifyTypedResult"_s);
    column->addWidget(m_typed);
    column->addWidget(m_typedResult);
    connect(m_typed, &QLineEdit::textChanged, this, &VerifyDialog::checkTyped);
    return box;
}

QWidget *VerifyDialog::makeButtons()
{
    auto *bar = new Panel(Role::BgSurface);
    bar->setEdges(Qt::TopEdge);
    m_noMatch = new QPushButton(tr("They do not match…"));
    auto *later = new QPushButton(tr("Later"));
    m_match = new QPushButton(tr("They match"));
    m_noMatch->setObjectName(u"verifyNoMatch"_s);
    m_noMatch->setAccessibleName(tr("They do not match"));
    later->setObjectName(u"verifyLater"_s);
    later->setAccessibleName(tr("Later"));
    m_match->setObjectName(u"verifyMatch"_s);
    m_match->setAccessibleName(tr("They match"));
    setButtonKind(m_noMatch, ButtonKind::TextDestructive);
    setButtonKind(later, ButtonKind::Text);
    setButtonKind(m_match, ButtonKind::Primary);
    m_match->setIcon(icons::icon(u"shield-check"_s, Role::OnAccent));
    m_match->setAutoDefault(false);
    later->setDefault(true); // Enter must not say that keys match
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(18, 14, 20, 13);
    row->setSpacing(10);
    row->addWidget(m_noMatch);
    row->addStretch(1);
    row->addWidget(later);
    row->addWidget(m_match);
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_match, &QPushButton::clicked, this, [this] {
        Q_EMIT matched();
        accept();
    });
    connect(m_noMatch, &QPushButton::clicked, this, &VerifyDialog::confirmMismatch);
    return bar;
}

void VerifyDialog::confirmMismatch()
{
    // The second press decides; the first explains what follows.
    if (!m_noMatch->property("explained").toBool()) {
        m_noMatch->setProperty("explained", true);
        m_noMatch->setText(
            m_subject.name.isEmpty() ? tr("Keep nothing sealed for it") : tr("Stop sealing for this key"));
        setButtonKind(m_noMatch, ButtonKind::Destructive);
        m_typedResult->setRole(Role::Bad);
        m_typedResult->setText(m_subject.name.isEmpty()
                ? tr("Then somebody else may be in your account. Nothing is sealed for that key. Change your password.")
                : tr("Then this key may not be %1’s. Nothing is sealed for it any more until you decide otherwise.")
                      .arg(m_subject.name));
        return;
    }
    Q_EMIT mismatched();
    reject();
}

void VerifyDialog::checkTyped()
{
    const auto digits = QrCode::digitsOf(m_typed->text());
    const auto typed = crypto::KeyFingerprint::parse(digits);
    const bool prefix = m_subject.theirs.toString().startsWith(digits, Qt::CaseInsensitive);
    m_match->setEnabled(prefix);
    m_match->setToolTip(prefix ? QString() : tr("What you typed differs from the key."));
    m_typed->setProperty("error", !prefix);
    m_typed->update();
    m_typedResult->setRole(prefix ? Role::Ok : Role::Bad);
    m_typedResult->setText(digits.isEmpty()       ? QString()
            : !prefix                             ? tr("This differs from the key that is published.")
            : typed && *typed == m_subject.theirs ? tr("All ten groups are the same.")
                                                  : tr("The same so far."));
}

} // namespace letterlock::ui
