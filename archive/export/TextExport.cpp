// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/export/TextExport.h"

#include "archive/model/SharedFile.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

/// Names and bodies come from others: a line end in them must not begin a line of ours.
QString oneLine(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator) {
            c = u' ';
        }
    }
    return text;
}

QString indented(QString text)
{
    text.replace(u"\r\n"_s, u"\n"_s);
    for (const char16_t end : {u'\r', u'\v', u'\f', char16_t(0x85), char16_t(0x2028), char16_t(0x2029)}) {
        text.replace(QChar(end), u'\n');
    }
    return text.replace(u"\n"_s, u"\n    "_s);
}

} // namespace

TextExport::TextExport(const QString &path, Words words)
    : ExportWriter(path)
    , m_words(std::move(words))
{
}

ArchiveResult<void> TextExport::begin(const Head &head)
{
    m_account = head.account;
    return write((oneLine(m_words.title) + u'\n' + head.account.toString() + u", "_s
        + head.made.toLocalTime().toOffsetFromUtc(head.made.toLocalTime().offsetFromUtc()).toString(Qt::ISODate)
        + u'\n')
            .toUtf8());
}

ArchiveResult<void> TextExport::beginConversation(const crypto::BareJid &peer, const QString &name)
{
    const QString address = peer.toString();
    m_peer = name.isEmpty() ? address : oneLine(name);
    const QString heading = name.isEmpty() || name == address ? address : m_peer + u" <"_s + address + u'>';
    return write((u"\n== "_s + heading + u" ==\n"_s).toUtf8());
}

ArchiveResult<void> TextExport::add(const QList<Message> &messages)
{
    QString text;
    for (const auto &message : messages) {
        text += u'[' + message.time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) + u"] "_s;
        text += (message.outgoing ? m_account.toString() : m_peer) + u": "_s;
        if (message.retracted) {
            text += u'(' + m_words.deleted + u')';
        } else if (isClosed(message.sealing) && message.body.isEmpty()) {
            text += u'(' + m_words.closed + u')';
        } else {
            text += indented(message.body);
            for (const auto &file : SharedFile::unpack(message.files)) {
                text += (message.body.isEmpty() ? u"["_s : u" ["_s) + oneLine(file.name) + u']';
            }
        }
        if (message.edited && !message.retracted) {
            text += u" ("_s + m_words.edited + u')';
        }
        text += u'\n';
    }
    return write(text.toUtf8());
}

ArchiveResult<void> TextExport::finish()
{
    return commit();
}

} // namespace letterlock::archive
