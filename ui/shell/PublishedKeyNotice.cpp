// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/PublishedKeyNotice.h"

#include "ui/shell/BannerArea.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

const auto unknownId = u"publishedKey"_s;
const auto revokedId = u"archiveKeyRevoked"_s;
const auto droppedId = u"publishedKeyGone"_s;

/// In groups, as it is read aloud.
QString grouped(const QString &print)
{
    QString text = print;
    for (auto at = qsizetype(4); at < text.size(); at += 5)
        text.insert(at, u' ');
    return text;
}

} // namespace

PublishedKeyNotice::PublishedKeyNotice(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
    connect(&ports.keys, &app::PublishedKeys::unknownKey, this, &PublishedKeyNotice::askAbout);
    connect(&ports.keys, &app::PublishedKeys::ownRevoked, this, &PublishedKeyNotice::tellRevoked);
    connect(&ports.keys, &app::PublishedKeys::dropped, this, &PublishedKeyNotice::tellDropped);
    connect(&ports.keys, &app::PublishedKeys::changed, this, &PublishedKeyNotice::refresh);
}

void PublishedKeyNotice::refresh()
{
    for (const auto &record : m_ports.keys.records()) {
        const bool settled = record.confirmed || record.rejected || record.revoked || !record.listed;
        if (record.key.print() == m_asked && settled) {
            m_asked.clear();
            m_ports.banners.take(unknownId);
        }
    }
}

void PublishedKeyNotice::askAbout(const QString &print)
{
    if (!m_asked.isEmpty())
        return; // one after the other
    m_asked = print;
    m_ports.banners.put({.id = unknownId,
        .severity = Notice::Severity::Warn,
        .icon = u"shield-question"_s,
        .headline = tr("Is this archive key yours?"),
        .text = tr("A key for the archive was published on your account that this computer did not make. If your "
                   "server records messages, it seals them for this key, too."),
        .actions = {{tr("Look at it…"), [this, print] { decide(print); }},
            {tr("Decide later"), [this] { m_ports.banners.take(unknownId); }, ButtonKind::Text}},
        .rank = 30});
}

void PublishedKeyNotice::decide(const QString &print)
{
    m_ports.prompts.ask(m_ports.window,
        {.name = u"publishedKeyDialog"_s,
            .title = tr("Is this archive key yours?"),
            .text
            = tr("Compare this print with the one that your other program shows:\n\n%1\n\nIf it is yours, that program "
                 "can read what this computer archives from now on. If it is not, the key is revoked and taken out of "
                 "the list, so that your server does not seal for it any more.")
                .arg(grouped(print)),
            .confirm = tr("It is mine"),
            .alternative = tr("It is not mine"),
            .cancel = tr("Decide later")},
        [this, print](Prompts::Answer answer) {
            if (answer == Prompts::Answer::Confirm)
                m_ports.keys.confirm(print);
            else if (answer == Prompts::Answer::Alternative)
                m_ports.keys.reject(print);
        });
}

void PublishedKeyNotice::tellRevoked()
{
    m_ports.banners.put({.id = revokedId,
        .severity = Notice::Severity::Warn,
        .icon = u"key-rotate"_s,
        .headline = tr("The archive key of this computer was revoked."),
        .text
        = tr("Another device of yours took it back. Nothing is sealed for it any more; what it opened stays open."),
        .actions = {{tr("Make a new one"),
                        [this] {
                            m_ports.banners.take(revokedId);
                            m_ports.keys.replaceOwn();
                        },
                        ButtonKind::Primary},
            {tr("Later"), [this] { m_ports.banners.take(revokedId); }, ButtonKind::Text}},
        .rank = 35});
}

void PublishedKeyNotice::tellDropped(const QString &print)
{
    m_ports.banners.put({.id = droppedId,
        .severity = Notice::Severity::Warn,
        .icon = u"warning"_s,
        .headline = tr("An archive key of yours is not published any more."),
        .text = tr("It begins with %1. If you did not take it away yourself, look at the program that it belongs to.")
            .arg(grouped(print).left(9)),
        .actions = {{tr("Close"), [this] { m_ports.banners.take(droppedId); }, ButtonKind::Text}},
        .rank = 55});
}

} // namespace letterlock::ui
