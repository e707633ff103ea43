// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "archive/remote/PepIndexXml.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr qint64 largestHead = 12 * 1024; ///< octets of entries; it goes up with every change
constexpr qint64 largestPage = 80 * 1024;
constexpr qint64 smallPage = 40 * 1024;
constexpr int mostSmallPages = 8;

} // namespace

PepIndex::Key PepIndex::keyOf(const CollectionId &id)
{
    const auto finer = id.microseconds == 0 ? QString() : QString::number(id.microseconds) + u'|';
    return {id.start.toMSecsSinceEpoch(), finer + id.address()};
}

std::optional<QList<PepIndex::Spill>> PepIndex::spills() const
{
    qint64 headSize = 0;
    for (const auto &[key, entry] : m_entries) {
        headSize += entry.page.isEmpty() ? pepxml::sizeOf(entry) : 0;
    }
    if (headSize <= largestHead) {
        return std::nullopt;
    }
    QSet<QString> merged{QString()};
    const auto isSmall = [](const Page &page) { return page.size < smallPage; };
    if (std::ranges::count_if(m_pages, isSmall) >= mostSmallPages) {
        for (const auto &page : m_pages) {
            if (isSmall(page)) {
                merged.insert(page.item);
            }
        }
    }
    QList<Spill> spills(1);
    for (const auto &[key, entry] : m_entries) {
        if (!merged.contains(entry.page)) {
            continue;
        }
        const qint64 size = pepxml::sizeOf(entry);
        if (spills.last().size + size > largestPage && !spills.last().keys.isEmpty()) {
            spills.append(Spill());
        }
        spills.last().keys.append(key);
        spills.last().size += size;
    }
    return spills;
}

crypto::XmlElement PepIndex::page(const Spill &spill) const
{
    auto made = pepxml::element(u"page"_s);
    for (const auto &key : spill.keys) {
        made.append(pepxml::write(m_entries.at(key)));
    }
    return made;
}

void PepIndex::spilled(const Spill &spill, const QString &item)
{
    for (const auto &key : spill.keys) {
        touch(m_entries.at(key).id).page = item;
    }
    m_pages.append({item, spill.size});
    dropEmptyPages();
}

void PepIndex::dropEmptyPages()
{
    QSet<QString> used;
    for (const auto &[key, entry] : m_entries) {
        used.insert(entry.page);
    }
    m_pages.removeIf([&](const Page &page) { return !used.contains(page.item); });
}

crypto::XmlElement PepIndex::head() const
{
    auto made = pepxml::element(u"head"_s);
    made.setAttribute(u"counter"_s, QString::number(m_counter));
    made.setAttribute(u"log"_s, m_commits.join(u' '));
    for (const auto &page : m_pages) {
        auto element = pepxml::element(u"page"_s);
        element.setAttribute(u"i"_s, page.item);
        element.setAttribute(u"z"_s, QString::number(page.size));
        made.append(std::move(element));
    }
    for (const auto &dropped : m_trash) {
        auto element = pepxml::element(u"t"_s);
        element.setAttribute(u"i"_s, dropped.item);
        element.setAttribute(u"d"_s, dropped.record);
        made.append(std::move(element));
    }
    for (const auto &[key, entry] : m_entries) {
        if (entry.page.isEmpty()) {
            made.append(pepxml::write(entry));
        }
    }
    return made;
}

ArchiveResult<QStringList> PepIndex::readHead(const crypto::XmlElement &head)
{
    if (!head.is(u"head", pepxml::ns)) {
        return archiveError(ArchiveError::Code::BadAnswer, u"not a head"_s);
    }
    const qint64 counter = head.attribute(u"counter").toLongLong();
    if (counter < m_counter) {
        // The server has gone back to an older state: what we remember says nothing about it.
        m_entries.clear();
        m_users.clear();
        m_pages.clear();
    }
    m_counter = counter;
    m_commits = head.attribute(u"log").split(u' ', Qt::SkipEmptyParts);
    QList<Page> pages;
    QStringList unread;
    for (const auto *element : head.elements(u"page", pepxml::ns)) {
        const Page page{element->attribute(u"i"), element->attribute(u"z").toLongLong()};
        if (!m_pages.contains(page)) {
            unread.append(page.item);
        }
        pages.append(page);
    }
    m_pages = pages;
    m_trash.clear();
    for (const auto *element : head.elements(u"t", pepxml::ns)) {
        m_trash.append({element->attribute(u"i"), element->attribute(u"d")});
    }
    for (const auto *element : head.elements(u"c", pepxml::ns)) {
        if (auto entry = pepxml::read(*element)) {
            take(*std::move(entry));
        }
    }
    accept();
    return unread;
}

ArchiveResult<void> PepIndex::readPage(const QString &item, const crypto::XmlElement &page)
{
    if (!page.is(u"page", pepxml::ns)) {
        return archiveError(ArchiveError::Code::BadAnswer, u"not a page"_s);
    }
    for (const auto *element : page.elements(u"c", pepxml::ns)) {
        if (auto entry = pepxml::read(*element)) {
            entry->page = item;
            take(*std::move(entry));
        }
    }
    return {};
}

/// An entry of a page may be older than what the head, or another page, says of the same collection.
void PepIndex::take(PepEntry entry)
{
    const auto key = keyOf(entry.id);
    const auto found = m_entries.find(key);
    if (found != m_entries.end() && entry.revision < found->second.revision) {
        return;
    }
    for (const auto *records : {&entry.parts, &entry.keys}) {
        for (const auto &record : *records) {
            m_users[record.dataKey].insert(key);
        }
    }
    m_entries[key] = std::move(entry);
}

} // namespace letterlock::archive
