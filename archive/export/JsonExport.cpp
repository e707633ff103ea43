// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/export/JsonExport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "archive/model/SharedFile.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

QByteArray quoted(const QString &text)
{
    const QByteArray object = QJsonDocument(QJsonObject{{u"x"_s, text}}).toJson(QJsonDocument::Compact);
    return object.sliced(5, object.size() - 6); // {"x":…}
}

QString nameOf(Sealing sealing)
{
    switch (sealing) {
    case Sealing::Sealed:
        return u"sealed"_s;
    case Sealing::NotSealed:
        return u"open"_s;
    case Sealing::SealBroken:
        return u"broken"_s;
    default:
        return u"closed"_s;
    }
}

QJsonObject objectOf(const Message &message)
{
    QJsonObject object{{u"time"_s, message.time.toUTC().toString(Qt::ISODateWithMs)},
        {u"sender"_s, message.sender.toString()}, {u"body"_s, message.body}, {u"sealing"_s, nameOf(message.sealing)}};
    const auto text = [&object](const QString &name, const QString &value) {
        if (!value.isEmpty()) {
            object.insert(name, value);
        }
    };
    const auto flag = [&object](const QString &name, bool on) {
        if (on) {
            object.insert(name, true);
        }
    };
    flag(u"outgoing"_s, message.outgoing);
    flag(u"edited"_s, message.edited);
    flag(u"deleted"_s, message.retracted);
    text(u"originId"_s, message.originId);
    text(u"stanzaId"_s, message.stanzaId);
    text(u"replyTo"_s, message.replyTo);
    text(u"signer"_s, message.signer.toString());
    QJsonArray files;
    for (const auto &file : SharedFile::unpack(message.files)) {
        files.append(QJsonObject{{u"name"_s, file.name}, {u"mediaType"_s, file.mediaType}, {u"size"_s, file.size}});
    }
    if (!files.isEmpty()) {
        object.insert(u"files"_s, files);
    }
    return object;
}

} // namespace

ArchiveResult<void> JsonExport::begin(const Head &head)
{
    return write("{\"format\":\"letterlock-history\",\"version\":1,\"account\":" + quoted(head.account.toString())
        + ",\"made\":" + quoted(head.made.toUTC().toString(Qt::ISODateWithMs)) + ",\"conversations\":[");
}

ArchiveResult<void> JsonExport::beginConversation(const crypto::BareJid &peer, const QString &name)
{
    const QByteArray end = m_inConversation ? "\n]},\n" : "\n";
    m_inConversation = true;
    m_hasMessages = false;
    return write(end + "{\"with\":" + quoted(peer.toString()) + ",\"name\":" + quoted(name) + ",\"messages\":[");
}

ArchiveResult<void> JsonExport::add(const QList<Message> &messages)
{
    QByteArray text;
    for (const auto &message : messages) {
        text += m_hasMessages ? ",\n" : "\n";
        text += QJsonDocument(objectOf(message)).toJson(QJsonDocument::Compact);
        m_hasMessages = true;
    }
    return write(text);
}

ArchiveResult<void> JsonExport::finish()
{
    auto written = write(m_inConversation ? "\n]}\n]}\n" : "]}\n");
    return written ? commit() : written;
}

} // namespace letterlock::archive
