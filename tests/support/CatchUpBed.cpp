// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/CatchUpBed.h"

#include <algorithm>

#include "crypto/ox/ContentElement.h"
#include "tests/support/Await.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr qsizetype pageSize = 50;

} // namespace

CatchUpBed::CatchUpBed()
    : me(*crypto::BareJid::parse(u"alice@localhost"_s))
    , contact(*crypto::BareJid::parse(u"bob@localhost"_s))
    , transport(me.toString())
{
    directory.own = me;
    theirs = there.makeKey(contact.toString()).fingerprint;
    history = std::make_unique<archive::SqlHistoryStore>(database.store());
    worker = std::make_unique<crypto::Worker>(u"openpgp"_s, 2);
    keys = std::make_unique<app::KeyController>(
        app::KeyController::Ports{here.keyring(), here.engine(), directory, *history, credentials, *worker});
    keys->setAccount(me);
    if (!waitUntil([this] { return keys->isLoaded(); }, 20000)) {
        qFatal("the keys are not loaded");
    }
    const auto made = await(keys->makeKey(true), 60000);
    if (!made || !await(keys->announceAsCurrent(made->fingerprint))) {
        qFatal("no own key");
    }
    mine = made->fingerprint;
    here.share(mine, there);
    directory.accounts[contact].list = {theirs};
    directory.accounts[contact].data.insert(theirs, *there.keyring().exportPublic(theirs));
    ox = std::make_unique<crypto::OxScheme>(here.engine(), here.keyring(), *worker, clock);
    ox->setOwnKeys({mine, {mine}});
    incoming
        = std::make_unique<app::IncomingPipeline>(app::IncomingPipeline::Ports{*history, *keys, {ox.get()}, clock});
    catchUp = std::make_unique<app::CatchUp>(transport, *history, *incoming, clock);
    transport.answerArchive
        = [this](const QString &after, const QDateTime &, bool newest) { return page(after, newest); };
    transport.connectNow();
}

CatchUpBed::~CatchUpBed()
{
    catchUp.reset();
    incoming.reset();
    ox.reset();
    keys.reset();
    worker.reset();
    history.reset();
}

QByteArray CatchUpBed::sealed(TempGnupgHome &by, const QString &text, std::vector<crypto::XmlElement> more)
{
    crypto::ContentElement element;
    element.to = {me};
    element.time = clock.now();
    element.payload = std::move(more);
    if (!text.isEmpty()) {
        element.payload.push_back(crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(text));
    }
    const auto seal = by.engine().signcrypt(element.toXml(), theirs, {mine, theirs});
    if (!seal) {
        qFatal("sealing failed: %s", qPrintable(seal.error().detail));
    }
    return *seal;
}

void CatchUpBed::put(const QString &text, std::vector<crypto::XmlElement> more, const QString &id)
{
    putSeal(sealed(there, text, std::move(more)), id);
}

void CatchUpBed::putAgain(qsizetype index)
{
    putSeal(seals.at(index), u"again-%1"_s.arg(index));
}

void CatchUpBed::putSeal(const QByteArray &seal, const QString &id)
{
    const auto number = QString::number(waiting.size());
    app::IncomingMessage message;
    message.origin = app::IncomingMessage::Origin::Archive;
    message.from = *crypto::Jid::parse(contact.toString() + u"/phone"_s);
    message.to = *crypto::Jid::parse(me.toString());
    message.id = message.originId = id.isEmpty() ? u"m-"_s + number : id;
    message.stanzaId = u"a-"_s + number;
    message.delayedAt = message.receivedAt = clock.now();
    message.stanza = crypto::XmlElement(u"message"_s, u"jabber:client"_s);
    message.stanza.setAttribute(u"from"_s, message.from.toString())
        .setAttribute(u"to"_s, message.to.toString())
        .setAttribute(u"type"_s, u"chat"_s)
        .setAttribute(u"id"_s, message.id);
    message.stanza.append(
        crypto::XmlElement(u"openpgp"_s, u"urn:xmpp:openpgp:0"_s).setText(QString::fromLatin1(seal.toBase64())));
    waiting.append(message);
    seals.append(seal);
}

void CatchUpBed::putOwn(crypto::XmlElement said)
{
    const auto number = QString::number(waiting.size());
    app::IncomingMessage message;
    message.origin = app::IncomingMessage::Origin::Archive;
    message.sentByUs = true;
    message.from = *crypto::Jid::parse(me.toString() + u"/phone"_s);
    message.to = *crypto::Jid::parse(contact.toString());
    message.id = message.originId = u"own-"_s + number;
    message.stanzaId = u"a-"_s + number;
    message.delayedAt = message.receivedAt = clock.now();
    message.stanza = crypto::XmlElement(u"message"_s, u"jabber:client"_s);
    message.stanza.setAttribute(u"from"_s, message.from.toString())
        .setAttribute(u"to"_s, message.to.toString())
        .setAttribute(u"type"_s, u"chat"_s)
        .setAttribute(u"id"_s, message.id);
    message.stanza.append(std::move(said));
    waiting.append(message);
    seals.append(QByteArray());
}

FakeTransport::PageAnswer CatchUpBed::page(const QString &after, bool newest)
{
    requests << (newest       ? (after.isEmpty() ? u"newest"_s : u"before "_s + after)
            : after.isEmpty() ? u"since"_s
                              : u"after "_s + after);
    const auto at = std::ranges::find(waiting, after, &app::IncomingMessage::stanzaId) - waiting.begin();
    const qsizetype end = newest ? (after.isEmpty() ? waiting.size() : at)
                                 : std::min((after.isEmpty() ? 0 : at + 1) + pageSize, waiting.size());
    const qsizetype begin = newest ? std::max<qsizetype>(0, end - pageSize) : (after.isEmpty() ? 0 : at + 1);
    app::ArchivePage result;
    result.messages = waiting.mid(begin, end - begin);
    result.complete = newest ? begin == 0 : end == waiting.size();
    if (!result.messages.isEmpty()) {
        result.first = result.messages.first().stanzaId;
        result.last = result.messages.last().stanzaId;
    }
    return result;
}

void CatchUpBed::start()
{
    catchUp->start(me);
}

archive::ConversationId CatchUpBed::conversation()
{
    return await(history->conversationWith(contact)).value();
}

QStringList CatchUpBed::texts()
{
    QStringList texts;
    const auto page = await(history->page(conversation(), 0, 5000));
    for (const auto &message : page.value()) {
        texts << (archive::isClosed(message.sealing) ? u"(closed)"_s : message.body);
    }
    return texts;
}

} // namespace letterlock::test
