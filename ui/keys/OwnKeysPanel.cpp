// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/OwnKeysPanel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QStandardItemModel>

#include <algorithm>

#include "ui/keys/FactRow.h"
#include "ui/keys/OwnKeyDelegate.h"
#include "ui/style/DayText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/FingerprintLabel.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

OwnKeysPanel::OwnKeysPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new QStandardItemModel(this))
    , m_list(new QListView)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_side = makeSide());
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeDetail());
    row->addWidget(scroll, 1);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &OwnKeysPanel::showKey);
    show(OwnKeysView{});
}

QWidget *OwnKeysPanel::makeSide()
{
    auto *side = new Panel(Role::BgSide);
    side->setEdges(Qt::RightEdge);
    side->setFixedWidth(292);
    m_list->setObjectName(u"ownKeyList"_s);
    m_list->setAccessibleName(tr("My keys"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new OwnKeyDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 4, 1, 14);
    column->addWidget(m_list, 1);
    auto *note
        = (new TextLabel(
               tr("Earlier keys still open old messages on this computer. They are never used to seal new ones."),
               TextStyle::Caption, Role::Text2))
              ->wrapping();
    note->setContentsMargins(18, 0, 18, 0);
    column->addWidget(note);
    return side;
}

QWidget *OwnKeysPanel::makeDetail()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(28, 20, 28, 20);
    column->setSpacing(metrics::kSpace16);

    m_question = new Panel(Role::WarnSoft);
    m_question->setRadius(metrics::kRadiusCard);
    m_questionText = (new TextLabel({}, TextStyle::Body))->wrapping();
    auto *mine
        = makeButton(u"ownKeyConfirm"_s, tr("It is mine: compare"), tr("It is mine: compare…"), ButtonKind::Primary);
    auto *notMine = makeButton(u"ownKeyReject"_s, tr("It is not mine"), tr("It is not mine…"), ButtonKind::Secondary);
    auto *later = makeButton(u"ownKeyLater"_s, tr("Decide later"), tr("Decide later"), ButtonKind::Text);
    auto *question = new QHBoxLayout(m_question);
    question->setContentsMargins(18, 14, 18, 13);
    question->setSpacing(metrics::kSpace16);
    question->addWidget(new Glyph(u"shield-question"_s, Role::Warn, 18), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::kSpace4);
    words->addWidget(
        (new TextLabel(tr("A key was added to your account that this computer did not make"), TextStyle::BodyStrong))
            ->wrapping());
    words->addWidget(m_questionText);
    auto *answers = new QHBoxLayout;
    answers->setSpacing(metrics::kSpace8);
    for (auto *button : {mine, notMine, later}) {
        answers->addWidget(button);
    }
    answers->addStretch(1);
    words->addSpacing(metrics::kSpace4);
    words->addLayout(answers);
    question->addLayout(words, 1);
    column->addWidget(m_question);

    m_card = new QWidget;
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(0, 0, 0, 0);
    card->setSpacing(metrics::kSpace12);
    m_title = new TextLabel({}, TextStyle::Title);
    m_who = new TextLabel({}, TextStyle::Body, Role::Text2);
    m_yours = new Chip;
    m_published = new Chip;
    m_backedUp = new Chip;
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::kSpace12);
    head->addWidget(new Glyph(u"seal-solid"_s, Role::Wax, 36));
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_title);
    names->addWidget(m_who);
    head->addLayout(names, 1);
    for (auto *chip : {m_yours, m_published, m_backedUp}) {
        head->addWidget(chip);
    }
    card->addLayout(head);

    auto *box = new Panel(Role::BgSurface);
    box->setRadius(metrics::kRadiusCard);
    box->setBorder(Role::Line);
    m_fingerprint = new FingerprintLabel;
    m_fingerprint->setObjectName(u"ownKeyFingerprint"_s);
    m_fingerprint->setAccessibleName(tr("Fingerprint"));
    m_fingerprint->setLarge(true);
    auto *copy = makeButton(u"ownKeyCopy"_s, tr("Copy the fingerprint"), tr("Copy"), ButtonKind::Secondary);
    copy->setIcon(icons::icon(u"copy"_s, Role::Text));
    auto *boxColumn = new QVBoxLayout;
    boxColumn->addWidget(new TextLabel(tr("Fingerprint"), TextStyle::Caption, Role::Text2));
    boxColumn->addWidget(m_fingerprint);
    auto *boxRow = new QHBoxLayout(box);
    boxRow->setContentsMargins(18, 12, 18, 14);
    boxRow->addLayout(boxColumn, 1);
    auto *qr = makeButton(u"ownKeyQr"_s, tr("Show the key as QR code"), tr("Show QR"), ButtonKind::Secondary);
    qr->setIcon(icons::icon(u"qr"_s, Role::Text));
    auto *boxButtons = new QVBoxLayout;
    boxButtons->setSpacing(6);
    boxButtons->addWidget(copy);
    boxButtons->addWidget(qr);
    boxRow->addLayout(boxButtons);
    card->addWidget(box);

    card->addWidget(makeFacts());
    card->addWidget(makeActions());
    column->addWidget(m_card);

    m_none = new QWidget;
    auto *none = new QVBoxLayout(m_none);
    none->addWidget((
        new TextLabel(tr("You have no key yet. Without one nobody can seal messages for you, and your history stays on "
                         "this computer."),
            TextStyle::Body, Role::Text2))
            ->wrapping());
    auto *make = makeButton(u"makeKeyButton"_s, tr("Make a key"), tr("Make a key"), ButtonKind::Primary);
    none->addWidget(make, 0, Qt::AlignLeft);
    column->addWidget(m_none);
    column->addStretch(1);

    const auto unknown = [this] {
        const auto found = std::ranges::find_if(m_view.keys, OwnKeyDelegate::needsAnswer);
        return found == m_view.keys.end() ? crypto::KeyFingerprint() : found->key.fingerprint;
    };
    connect(mine, &QPushButton::clicked, this, [this, unknown] { Q_EMIT compareRequested(unknown()); });
    connect(notMine, &QPushButton::clicked, this, [this, unknown] { Q_EMIT rejectRequested(unknown()); });
    connect(later, &QPushButton::clicked, this, [this, unknown] {
        m_later = unknown();
        showQuestion();
    });
    connect(copy, &QPushButton::clicked, this,
        [this] { QGuiApplication::clipboard()->setText(m_fingerprint->fingerprint().grouped()); });
    connect(qr, &QPushButton::clicked, this, &OwnKeysPanel::showQr);
    connect(make, &QPushButton::clicked, this, &OwnKeysPanel::makeKeyRequested);
    connect(m_withdraw, &QPushButton::clicked, this, [this] {
        if (const auto *own = chosen()) {
            Q_EMIT withdrawRequested(own->key.fingerprint);
        }
    });
    return page;
}

QString OwnKeysPanel::opens(const app::OwnKey &own) const
{
    if (!own.key.hasSecret) {
        return tr("Opens nothing here: its secret half is on another device");
    }
    QDateTime next; // when the generation after it began
    for (const auto &other : m_view.keys) {
        const bool later = other.confirmed && other.since > own.since;
        next = later && (!next.isValid() || other.since < next) ? other.since : next;
    }
    if (!own.since.isValid()) {
        return tr("Opens what was sealed for it");
    }
    return own.retired && next.isValid()
        ? tr("Opens what was sealed for it from %1 to %2", "two dates").arg(dayText(own.since), dayText(next))
        : tr("Opens what was sealed for it since %1").arg(dayText(own.since));
}

void OwnKeysPanel::show(const OwnKeysView &view)
{
    m_view = view;
    fillList();
    showQuestion();
    showKey();
}

void OwnKeysPanel::fillList()
{
    const auto *before = chosen();
    const auto keep = before ? before->key.fingerprint : crypto::KeyFingerprint();
    m_model->clear();
    const auto addSection = [this](const QString &title, auto belongs) {
        bool first = true;
        for (const auto &own : std::as_const(m_view.keys)) {
            if (!belongs(own)) {
                continue;
            }
            if (first) {
                auto *section = new QStandardItem(title);
                section->setFlags(Qt::NoItemFlags);
                m_model->appendRow(section);
                first = false;
            }
            auto *item = new QStandardItem(OwnKeyDelegate::title(own));
            item->setData(QVariant::fromValue(own), OwnKeyDelegate::KeyRole);
            item->setData(OwnKeyDelegate::title(own) + u", "_s + OwnKeyDelegate::line(own) + u", "_s
                    + own.key.fingerprint.grouped(),
                Qt::AccessibleTextRole);
            m_model->appendRow(item);
        }
    };
    const auto asks = [](const app::OwnKey &own) { return OwnKeyDelegate::needsAnswer(own); };
    addSection(tr("In use"), [&](const app::OwnKey &own) { return !own.retired && !asks(own); });
    addSection(tr("Needs your answer"), asks);
    addSection(tr("Earlier"), [](const app::OwnKey &own) { return own.retired; });
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto index = m_model->index(row, 0);
        if (!index.data(OwnKeyDelegate::KeyRole).isValid()) {
            continue;
        }
        const auto own = index.data(OwnKeyDelegate::KeyRole).value<app::OwnKey>();
        if (!m_list->currentIndex().isValid() || own.key.fingerprint == keep) {
            m_list->setCurrentIndex(index);
        }
    }
}

const app::OwnKey *OwnKeysPanel::chosen() const
{
    const auto value = m_list->currentIndex().data(OwnKeyDelegate::KeyRole);
    if (value.isValid()) {
        const auto fingerprint = value.value<app::OwnKey>().key.fingerprint;
        for (const auto &own : m_view.keys) {
            if (own.key.fingerprint == fingerprint) {
                return &own;
            }
        }
    }
    return nullptr;
}

void OwnKeysPanel::showQuestion()
{
    const auto found = std::ranges::find_if(m_view.keys, OwnKeyDelegate::needsAnswer);
    m_question->setVisible(found != m_view.keys.end() && found->key.fingerprint != m_later);
    if (found != m_view.keys.end()) {
        m_questionText->setText(
            tr("It ends in %1. Anyone who got into your account could have added it, so nothing is sealed for "
               "it until you say it is yours.")
                .arg(found->key.fingerprint.grouped().right(9)));
    }
}

void OwnKeysPanel::showKey()
{
    const auto *own = chosen();
    m_card->setVisible(own);
    m_none->setVisible(m_view.keys.isEmpty());
    if (!own) {
        return;
    }
    using Presence = app::BackupController::Presence;
    m_title->setText(OwnKeyDelegate::title(*own));
    m_who->setText(m_view.account);
    m_fingerprint->setFingerprint(own->key.fingerprint);
    m_yours->setLook(own->confirmed
            ? Chip::Look{u"check"_s, tr("Yours"), Role::Ok, Role::OkSoft}
            : Chip::Look{u"shield-question"_s, tr("Not confirmed"), Role::Warn, Role::WarnSoft});
    m_published->setLook(own->announced ? Chip::Look{u"check"_s, tr("Published"), Role::Ok, Role::OkSoft}
                                        : Chip::Look{u"globe"_s, tr("Not published"), Role::Text2, Role::BgPress});
    m_backedUp->setVisible(own->key.hasSecret && m_view.backup != Presence::Unknown);
    m_backedUp->setLook(m_view.backup == Presence::Present
            ? Chip::Look{u"check"_s, tr("Backup there"), Role::Ok, Role::OkSoft}
            : Chip::Look{u"warning"_s, tr("No backup"), Role::Warn, Role::WarnSoft});
    const auto created = dayText(own->key.created);
    m_valid->setFact(own->key.validity == crypto::KeyValidity::Valid && !own->key.expires.isValid()
            ? tr("Made on %1, without an end date").arg(created)
            : OwnKeyDelegate::line(*own),
        own->key.algorithm
            + (own->key.onCard           ? tr(", its secret half is on a smart card")
                    : own->key.hasSecret ? tr(", its secret half is on this computer")
                                         : tr(", only its public half is here")));
    m_opens->setFact(opens(*own), own->retired ? tr("Nothing new is sealed for it") : QString());
    m_locked->setFact(!own->key.hasSecret ? QString()
            : own->key.onCard             ? tr("The PIN of the card")
            : own->ownPassphrase          ? tr("One that you chose, or none")
                                          : tr("A long random one"),
        own->key.onCard          ? tr("GnuPG asks for it when the key is used")
            : own->ownPassphrase ? tr("GnuPG asks for the old one and the new one in a window of its own")
                                 : tr("Kept in this computer’s keyring; you never have to type it"));
    m_passphrase->setVisible(own->ownPassphrase);
    m_announced->setFact(
        own->announced ? tr("Published on %1").arg(m_view.server) : tr("Not published on %1").arg(m_view.server),
        own->announced ? tr("Everybody who writes to you can seal for it") : QString());
    m_backup->setFact(m_view.backup == Presence::Present ? tr("A sealed copy of your keys is on %1").arg(m_view.server)
            : m_view.backup == Presence::Absent
            ? tr("There is no sealed copy of your keys on %1").arg(m_view.server)
            : tr("It is not known whether a sealed copy is on %1").arg(m_view.server),
        testText());
    m_test->setVisible(m_view.canTest && m_view.backup == Presence::Present);
    m_exportSecret->setVisible(own->key.hasSecret && !own->key.onCard);
    m_withdraw->setVisible(
        !own->current && own->key.hasSecret && own->confirmed && own->key.validity == crypto::KeyValidity::Valid);
}

void OwnKeysPanel::setPassphraseBusy(bool busy)
{
    m_passphrase->setEnabled(!busy);
    m_passphrase->setToolTip(busy ? tr("The windows of GnuPG are open") : QString());
}

void OwnKeysPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_side->setFixedWidth(width() < 820 ? 232 : 292);
}

} // namespace letterlock::ui
