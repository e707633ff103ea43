// SPDX-License-Identifier: GPL-3.0-or-later
// A page of the archive with 128 KiB of sealed conversation against walking over the same XML in clear.
#include <QTimeZone>
#include <QXmlStreamReader>

#include "archive/collection/CollectionCodec.h"
#include "archive/collection/CollectionOpener.h"
#include "tests/bench/Rows.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr int rounds = 15;
constexpr qsizetype pageSize = 128 * 1024;

qsizetype walk(const QByteArray &fragment)
{
    // The part is a fragment; a reader needs one root.
    QXmlStreamReader reader("<r>" + fragment + "</r>");
    qsizetype letters = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        letters += reader.text().size();
    }
    need(!reader.hasError(), "the floor does not read the page");
    return letters;
}

} // namespace

QList<Row> pageRows()
{
    const auto account = *crypto::BareJid::parse(u"me@example.org"_s);
    const auto peer = *crypto::BareJid::parse(u"peer@example.org"_s);
    archive::Collection collection;
    collection.id = {peer, QDateTime(QDate(2026, 3, 1), QTime(9, 0), QTimeZone::utc())};
    qsizetype size = 0;
    for (int i = 0; size < pageSize; ++i) {
        archive::Message message;
        message.outgoing = i % 2 == 1;
        message.sender = *crypto::Jid::parse(message.outgoing ? u"me@example.org/desk"_s : u"peer@example.org/boat"_s);
        message.time = collection.id.start.addSecs(20 * i);
        message.body = u"The boat leaves at nine, bring the lamp & the long rope. "_s.repeated(1 + i % 5);
        message.originId = u"a0b1c2d3-%1"_s.arg(i);
        message.sealing = archive::Sealing::Sealed;
        size += archive::CollectionCodec::entrySize(message);
        collection.messages.append(message);
    }
    TempGnupgHome gnupg;
    crypto::DataKeyRing ring(gnupg.engine());
    ring.addRootKey(crypto::RootKey::make());
    const QByteArray fragment = archive::CollectionCodec::encode(collection, account);
    const auto part = ring.seal(fragment, u"bench"_s);
    need(part.has_value(), "sealing failed");

    const auto floor = [&] { return wallMilliseconds([&] { walk(fragment); }); };
    const auto kib = fragment.size() / 1024;
    QList<Row> rows;
    rows.append(compare(
        {.name = u"open a sealed page (%1 KiB) and read its XML"_s.arg(kib), .budget = 1.3, .unit = u"ms"_s}, rounds,
        [&] {
            return wallMilliseconds([&] {
                const auto opened = ring.open(*part, {});
                need(opened && opened->sealedByOwner && walk(opened->plaintext) > 0, "opening failed");
            });
        },
        floor));
    const archive::CollectionOpener opener(ring);
    const archive::SealedCollection sealed{collection.id, 1, {*part}, {}, false};
    rows.append(compare(
        {.name = u"open a sealed page (%1 KiB) into messages"_s.arg(kib), .budget = 1.3, .unit = u"ms"_s}, rounds,
        [&] {
            return wallMilliseconds([&] {
                need(
                    opener.open(sealed, account).messages.size() == collection.messages.size(), "messages are missing");
            });
        },
        floor));
    return rows;
}

} // namespace letterlock::test
