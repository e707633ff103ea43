// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/HistoryPage.h"

#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

HistoryPage::HistoryPage(const Ports &ports, QWidget *preview, QWidget *parent)
    : HistoryView(preview, parent)
    , m_ports(ports)
{
    auto &search = m_ports.search;
    setResults(&search.results());
    connect(this, &HistoryView::wordsChanged, this, [this](const QString &words) {
        m_problem.clear();
        m_ports.search.setWords(words);
    });
    connect(this, &HistoryView::conversationChosen, &search, &app::SearchController::setConversation);
    connect(this, &HistoryView::outgoingChosen, &search, &app::SearchController::setOutgoing);
    connect(this, &HistoryView::datesChosen, &search, &app::SearchController::setDates);
    connect(this, &HistoryView::sealingChosen, &search, &app::SearchController::setSealing);
    connect(this, &HistoryView::filtersCleared, &search, &app::SearchController::clearFilters);
    connect(this, &HistoryView::hitChosen, this, &HistoryPage::preview);
    connect(this, &HistoryView::uploadRequested, &m_ports.archive, &app::ArchiveController::uploadNow);
    connect(this, &HistoryView::repairRequested, &m_ports.archive, &app::ArchiveController::repairFindings);
    connect(this, &HistoryView::acceptRequested, this, &HistoryPage::askAccept);
    connect(strip(), &ActivityStrip::periodChanged, &search, &app::SearchController::loadActivity);

    connect(&search, &app::SearchController::searched, this, [this] {
        m_problem.clear();
        showSearch();
        showActivity();
    });
    connect(&search, &app::SearchController::queryProblem, this, [this](const QString &token) {
        m_problem = tr("“%1” cannot be understood here. Filters are from:, in:, before: and after:.").arg(token);
        showSearch();
    });
    connect(&search, &app::SearchController::activityLoaded, this, &HistoryPage::showActivity);
    connect(&search, &app::SearchController::filtersChanged, this, &HistoryPage::showSearch);
    connect(&m_ports.archive, &app::ArchiveController::changed, this, &HistoryPage::showArchiveState);
    connect(&m_ports.archive, &app::ArchiveController::historyFetched, this, [this] {
        const auto shown = strip()->period();
        m_ports.search.loadActivity(shown.from, shown.to);
    });
    auto &people = m_ports.conversations;
    connect(&people, &app::ConversationListModel::loaded, this, &HistoryPage::showPeople);
    connect(&people, &QAbstractItemModel::modelReset, this, &HistoryPage::showPeople);
    connect(&people, &QAbstractItemModel::rowsInserted, this, &HistoryPage::showPeople);

    connectExport();
    showPeople();
    showSearch();
    showActivity();
    showArchiveState();
    const auto shown = strip()->period();
    search.loadActivity(shown.from, shown.to);
}

void HistoryPage::searchIn(archive::ConversationId conversation, const QString &words)
{
    m_ports.search.setConversation(conversation);
    setWords(words);
    m_ports.search.setWords(words);
    showSearch();
    focusSearch();
}

void HistoryPage::showSearch()
{
    const auto &query = m_ports.search.query();
    SearchView view;
    view.words = words(); // as typed; the query holds them without the filters
    view.total = m_ports.search.total();
    view.milliseconds = m_ports.search.milliseconds();
    view.problem = m_problem;
    view.filters = {query.conversation, query.outgoing, query.from, query.to, query.sealing};
    show(view);
}

void HistoryPage::showActivity()
{
    strip()->setActivity(m_ports.search.activity());
    strip()->setResultDays(m_ports.search.resultDays());
    refreshStripSummary();
}

void HistoryPage::showArchiveState()
{
    using Status = app::ArchiveController::Status;
    const auto &archive = m_ports.archive;
    const auto totals = archive.totals();
    const auto status = archive.status();
    ArchiveStateView view;
    view.onServer = totals.onServer;
    view.uploading = totals.uploading;
    view.onlyHere = totals.onlyHere;
    view.server = m_ports.keys.account().domain();
    view.lastChecked = archive.lastChecked();
    view.canUpload = status == Status::Sealed || status == Status::Fetching || status == Status::Uploading
        || status == Status::Problem;
    showArchive(view);
    showFindings();
}

void HistoryPage::showFindings()
{
    const auto &archive = m_ports.archive;
    HistoryView::showFindings({archive.findings(), archive.listFault(), m_ports.keys.account().domain()});
}

void HistoryPage::askAccept()
{
    if (m_ports.archive.findings().isEmpty()) {
        m_ports.archive.acceptFindings();
        return;
    }
    m_ports.prompts.ask(this,
        {.name = u"acceptFindingsDialog"_s,
            .title = tr("Leave the archive as it is?"),
            .text
            = tr("From now on it counts as complete as it is on the server, for all your devices. What is missing "
                 "there stays on this computer, if it is here, and is not uploaded again by itself."),
            .confirm = tr("Leave it as it is"),
            .destructive = true},
        [this](Prompts::Answer answer) {
            if (answer == Prompts::Answer::Confirm) {
                m_ports.archive.acceptFindings();
            }
        });
}

void HistoryPage::showPeople()
{
    QList<FilterBar::Person> people;
    const auto &model = m_ports.conversations;
    for (int row = 0; row < model.rowCount(); ++row) {
        const auto index = model.index(row, 0);
        people.append({model.data(index, app::ConversationListModel::ConversationRole).toLongLong(),
            model.data(index, app::ConversationListModel::NameRole).toString()});
    }
    setPeople(people);
}

void HistoryPage::preview(const QModelIndex &index)
{
    const auto hit = index.data(app::SearchResultModel::HitRole).value<archive::SearchHit>();
    m_ports.timeline.showAround(hit.message.conversation, hit.message.id, hit.bodyMarks);
}

} // namespace letterlock::ui
