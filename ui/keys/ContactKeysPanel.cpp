// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/ContactKeysPanel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableView>

#include "ui/keys/FactLine.h"
#include "ui/style/DayText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/FilterChip.h"
#include "ui/widgets/FingerprintLabel.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using crypto::TrustVerdict;

namespace {

constexpr int single = 1080 - 72;

QPushButton *makeButton(const QString &name, const QString &text, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    setButtonKind(button, kind);
    return button;
}

} // namespace

ContactKeysPanel::ContactKeysPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new ContactKeyModel(this))
    , m_filter(new ContactKeyFilter(this))
{
    m_filter->setSourceModel(m_model);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_left = makeTable(), 1);
    row->addWidget(m_side = makeSide());
    showChosen();
}

QWidget *ContactKeysPanel::makeTable()
{
    auto *left = new QWidget;
    m_words = new SearchField(tr("Find a person or a key"));
    m_words->setObjectName(u"contactKeyFilter"_s);
    m_words->setAccessibleName(tr("Find a person or a key"));
    m_words->setMaximumWidth(280);
    connect(m_words, &QLineEdit::textChanged, m_filter, &ContactKeyFilter::setWords);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(20, 14, 20, 6);
    top->setSpacing(metrics::kSpace8);
    top->addWidget(m_words, 1);
    auto *group = new QButtonGroup(this);
    using Show = ContactKeyFilter::Show;
    const auto addChip = [&](const QString &text, const QString &name, Show show) {
        auto *chip = new FilterChip({}, text);
        chip->setObjectName(name);
        chip->setAccessibleName(text);
        chip->setCheckable(true);
        group->addButton(chip);
        top->addWidget(chip);
        connect(chip, &QToolButton::clicked, this, [this, show] { m_filter->setShow(show); });
        return chip;
    };
    addChip(tr("All"), u"contactKeysAll"_s, Show::All)->setChecked(true);
    m_attention = addChip(tr("Need attention"), u"contactKeysAttention"_s, Show::NeedAttention);
    addChip(tr("Checked"), u"contactKeysChecked"_s, Show::Checked);
    top->addStretch(1);

    m_table = new QTableView;
    m_table->setObjectName(u"contactKeyTable"_s);
    m_table->setAccessibleName(tr("Contacts’ keys"));
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new ContactKeyDelegate(m_table));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ContactKeyModel::Person, Qt::AscendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(54);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(ContactKeyModel::Person, QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->resizeSection(ContactKeyModel::Ending, 104);
    m_table->horizontalHeader()->resizeSection(ContactKeyModel::State, 196);
    m_table->horizontalHeader()->resizeSection(ContactKeyModel::Since, 180);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ContactKeysPanel::showChosen);
    connect(m_table, &QTableView::activated, this, [this] {
        m_sideOpen = true;
        arrange();
    });

    auto *foot = new Panel(Role::BgSurface);
    foot->setEdges(Qt::TopEdge);
    m_summary = (new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping();
    m_summary->setObjectName(u"contactKeySummary"_s);
    auto *footRow = new QHBoxLayout(foot);
    footRow->setContentsMargins(20, 10, 20, 10);
    footRow->addWidget(m_summary);

    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace4);
    column->addLayout(top);
    auto *inset = new QHBoxLayout;
    inset->setContentsMargins(8, 0, 8, 0);
    inset->addWidget(m_table);
    column->addLayout(inset, 1);
    column->addWidget(foot);
    return left;
}

QWidget *ContactKeysPanel::makeSide()
{
    auto *side = new Panel(Role::BgSide);
    side->setEdges(Qt::LeftEdge);
    m_back = makeButton(u"contactKeyBack"_s, tr("Back to the list"), ButtonKind::Text);
    m_name = (new TextLabel({}, TextStyle::Heading))->wrapping();
    m_address = (new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping();
    m_notice = new Panel(Role::BgPress);
    m_notice->setRadius(metrics::kRadiusRow);
    m_noticeTitle = new TextLabel({}, TextStyle::BodyStrong);
    m_noticeText = (new TextLabel)->wrapping();
    auto *notice = new QVBoxLayout(m_notice);
    notice->setContentsMargins(14, 11, 14, 12);
    notice->setSpacing(2);
    notice->addWidget(m_noticeTitle);
    notice->addWidget(m_noticeText);
    m_fingerprint = new FingerprintLabel;
    m_fingerprint->setObjectName(u"contactKeyFingerprint"_s);
    m_fingerprint->setAccessibleName(tr("Fingerprint"));
    m_compare = makeButton(u"compareKeysButton"_s, tr("Compare keys…"), ButtonKind::Primary);
    m_useUnchecked = makeButton(u"trustUseUnchecked"_s, tr("Use it without checking"), ButtonKind::Secondary);
    m_refuse = makeButton(u"trustRefuse"_s, tr("Do not seal for this key"), ButtonKind::TextDestructive);

    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kSpace8);
    column->addWidget(m_back, 0, Qt::AlignLeft);
    column->addWidget(m_name);
    column->addWidget(m_address);
    column->addSpacing(metrics::kSpace4);
    column->addWidget(m_notice);
    column->addSpacing(metrics::kSpace8);
    column->addWidget(new TextLabel(tr("Fingerprint"), TextStyle::Caption, Role::Text2));
    column->addWidget(m_fingerprint);
    column->addSpacing(metrics::kSpace4);
    column->addWidget(m_compare);
    column->addWidget(m_useUnchecked);
    column->addWidget(m_refuse);
    m_history = new Panel(Role::BgSide);
    m_history->setEdges(Qt::TopEdge);
    m_history->setObjectName(u"keyHistory"_s);
    m_history->setAccessibleName(tr("Key history"));
    m_historyLines = new QVBoxLayout(m_history);
    m_historyLines->setContentsMargins(0, 12, 0, 0);
    m_historyLines->setSpacing(metrics::kSpace4);
    column->addSpacing(metrics::kSpace8);
    column->addWidget(m_history);
    column->addStretch(1);

    connect(m_back, &QPushButton::clicked, this, [this] {
        m_sideOpen = false;
        arrange();
        m_table->setFocus();
    });
    connect(
        m_compare, &QPushButton::clicked, this, [this] { Q_EMIT compareRequested(chosen().contact, chosen().key); });
    connect(m_useUnchecked, &QPushButton::clicked, this, [this] { Q_EMIT useUncheckedRequested(chosen().contact); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { Q_EMIT refuseRequested(chosen().contact, chosen().key); });
    return side;
}

void ContactKeysPanel::setRows(const QList<ContactKeyRow> &rows)
{
    const auto keep = chosen().contact;
    m_model->setRows(rows);
    int checked = 0;
    int attention = 0;
    int open = 0;
    int refused = 0;
    int none = 0;
    for (const auto &row : rows) {
        attention += row.needsAttention() ? 1 : 0;
        checked += row.verdict == TrustVerdict::Checked ? 1 : 0;
        open += row.verdict == TrustVerdict::NotChecked ? 1 : 0;
        refused += row.verdict == TrustVerdict::Refused ? 1 : 0;
        none += row.verdict == TrustVerdict::NoKey ? 1 : 0;
    }
    m_attention->setCount(attention > 0 ? QLocale().toString(attention) : QString());
    QStringList parts;
    const auto add = [&parts](int count, const QString &text) {
        if (count > 0) {
            parts << text.arg(QLocale().toString(count));
        }
    };
    add(checked, tr("%1 checked"));
    add(open, tr("%1 not checked yet"));
    add(attention, tr("%1 need attention"));
    add(refused, tr("%1 refused"));
    add(none, tr("%1 without a key"));
    m_summary->setText(rows.isEmpty()
            ? tr("No key of another person is known yet.")
            : tr("%1 people: %2", "count, list of counts").arg(QLocale().toString(rows.size()), parts.join(u", "_s)));
    choose(keep);
    if (!m_table->currentIndex().isValid() && m_filter->rowCount() > 0) {
        m_table->selectRow(0);
    }
    showChosen();
}

void ContactKeysPanel::choose(const crypto::BareJid &contact)
{
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const auto index = m_filter->index(row, 0);
        if (!contact.isEmpty() && index.data(ContactKeyModel::RowRole).value<ContactKeyRow>().contact == contact) {
            m_table->selectRow(row);
            m_table->scrollTo(index);
        }
    }
}

ContactKeyRow ContactKeysPanel::chosen() const
{
    return m_table->currentIndex().data(ContactKeyModel::RowRole).value<ContactKeyRow>();
}

QString ContactKeysPanel::explanation(const ContactKeyRow &row)
{
    switch (row.verdict) {
    case TrustVerdict::NoKey:
        return tr("%1 has no key yet. Messages wait on this computer until there is one.").arg(row.name);
    case TrustVerdict::NotChecked:
        return tr("Messages are sealed, but only comparing shows that the key is really %1’s.").arg(row.name);
    case TrustVerdict::Checked:
        return row.continues.isEmpty()
            ? tr("You compared this key with %1.").arg(row.name)
            : tr("You compared the key ending %2 with %1, and it vouches for this one.", "name, key")
                  .arg(row.name, row.continues.ending());
    case TrustVerdict::NewNotChecked:
        return tr("%1 has a new key. That is normal after a new phone or a key change, and it is also what an attack "
                  "would look like.")
            .arg(row.name);
    case TrustVerdict::NewAfterChecked:
        return tr("%1 had a key you had checked. Now a different one is published, and sending is stopped. That is "
                  "normal after a new "
                  "phone or a key change, and it is also what an attack would look like.")
            .arg(row.name);
    case TrustVerdict::Refused:
        return tr("You decided not to seal for this key.");
    case TrustVerdict::Expired:
        return tr("This key has come to its end. Nobody can seal for it until %1 renews it.").arg(row.name);
    case TrustVerdict::Revoked:
        return tr("%1 withdrew this key. Nothing is sealed for it any more.").arg(row.name);
    }
    return {};
}

void ContactKeysPanel::showChosen()
{
    const auto row = chosen();
    const bool any = !row.contact.isEmpty();
    for (auto *widget :
        std::initializer_list<QWidget *>{m_notice, m_fingerprint, m_compare, m_useUnchecked, m_refuse}) {
        widget->setVisible(any);
    }
    m_name->setText(any ? row.name : tr("Choose a person"));
    m_address->setText(row.contact.toString());
    showHistory(row.history);
    if (any) {
        const auto look = Chip::lookOf(row.verdict);
        m_notice->setFill(look.fill);
        m_noticeTitle->setText(look.text);
        m_noticeTitle->setRole(look.ink);
        m_noticeText->setText(explanation(row));
        m_fingerprint->setFingerprint(row.key);
        const bool alive
            = !row.key.isEmpty() && row.verdict != TrustVerdict::Expired && row.verdict != TrustVerdict::Revoked;
        m_fingerprint->setVisible(!row.key.isEmpty());
        m_compare->setVisible(alive);
        m_useUnchecked->setVisible(row.verdict == TrustVerdict::NewAfterChecked);
        m_refuse->setVisible(alive && row.verdict != TrustVerdict::Refused);
    }
    arrange();
}

/// Every key of the person that was ever met here, newest first, and what became of it.
void ContactKeysPanel::showHistory(const QList<app::ContactKey> &keys)
{
    while (auto *item = m_historyLines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_historyLines->addWidget(new TextLabel(tr("Key history"), TextStyle::CaptionStrong, Role::Text2));
    for (const auto &one : keys) {
        const auto look = Chip::lookOf(one.verdict);
        const auto since = dayText(one.firstSeen);
        auto *line = new FactLine;
        line->setFact(look.icon, look.ink,
            tr("%1: %2", "end of the key, state").arg(one.key.fingerprint.ending(), look.text),
            one.continues.isEmpty()
                ? tr("First seen %1").arg(since)
                : tr("First seen %1. The key ending %2 vouches for it.").arg(since, one.continues.ending()));
        m_historyLines->addWidget(line);
    }
    m_history->setVisible(!keys.isEmpty());
}

void ContactKeysPanel::arrange()
{
    const bool stacked = width() < single;
    m_back->setVisible(stacked);
    m_left->setVisible(!stacked || !m_sideOpen);
    m_side->setVisible(!stacked || m_sideOpen);
    if (stacked) {
        m_side->setMinimumWidth(0);
        m_side->setMaximumWidth(QWIDGETSIZE_MAX);
    } else {
        m_side->setFixedWidth(336);
    }
}

void ContactKeysPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace letterlock::ui
