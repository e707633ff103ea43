// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/OxPeer.h"

#include <QTemporaryFile>

#include "app/transport/PepKeyDirectory.h"
#include "tests/support/Await.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto oxNamespace = u"urn:xmpp:openpgp:0"_s;
constexpr int patience = 20000;

QString now()
{
    return QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-ddThh:mm:ss'Z'"_s);
}

} // namespace

OxPeer::OxPeer(const TestServer &server, const QString &user, const QString &resource)
    : xmpp(server, user)
{
    xmpp.settings.resource = resource;
    xmpp.settings.discoFeatures = {app::PepKeyDirectory::listNode() + u"+notify"_s};
}

bool OxPeer::signIn()
{
    return xmpp.signIn();
}

bool OxPeer::announce(const crypto::KeyFingerprint &key)
{
    using namespace app::pubsub;
    const Options open{{u"access_model"_s, u"open"_s}, {u"persist_items"_s, u"true"_s}};
    const QString node = app::PepKeyDirectory::listNode();
    const QString stamp = now();
    crypto::XmlElement pubkey(u"pubkey"_s, oxNamespace);
    pubkey.setAttribute(u"date"_s, stamp);
    pubkey.appendTextElement(u"data"_s, QString::fromLatin1(gnupg.gpg({u"--export"_s, key.toString()}).toBase64()));
    const auto data
        = test::await(xmpp.transport.sendIq(true, {}, publish(node + u':' + key.toString(), stamp, pubkey, open)));
    crypto::XmlElement list(u"public-keys-list"_s, oxNamespace);
    const auto before = test::await(xmpp.transport.sendIq(false, {}, itemsRequest(node, 1)));
    if (before) {
        for (const auto *item : items(*before, node)) {
            for (const auto *entry : item->firstElement()->elements()) {
                list.append(*entry);
            }
        }
    }
    crypto::XmlElement entry(u"pubkey-metadata"_s, oxNamespace);
    list.append(entry.setAttribute(u"v4-fingerprint"_s, key.toString()).setAttribute(u"date"_s, stamp));
    auto published = test::await(xmpp.transport.sendIq(true, {}, publish(node, u"current"_s, list, open)));
    if (!published && isPreconditionNotMet(published.error())) {
        published = test::await(xmpp.transport.sendIq(true, {}, publish(node, u"current"_s, list, {})));
    }
    return data.has_value() && published.has_value();
}

bool OxPeer::importKeyOf(const crypto::BareJid &owner, const crypto::KeyFingerprint &key)
{
    app::PepKeyDirectory directory(xmpp.transport);
    const auto data = test::await(directory.fetch(owner, key));
    return data && gnupg.keyring().importKeys(*data).has_value();
}

QByteArray OxPeer::sealed(const QString &to, const QString &payload, const crypto::KeyFingerprint &signer,
    const QList<crypto::KeyFingerprint> &recipients)
{
    const QString text
        = u"<signcrypt xmlns=\"urn:xmpp:openpgp:0\"><to jid=\"%1\" /><time stamp=\"%2\" /><rpad>abcdefghijklmnopqrstuvwxyzabcdefgh</rpad><payload>%3</payload></signcrypt>"_s
              .arg(to, now(), payload);
    QStringList arguments{u"--sign"_s, u"--encrypt"_s, u"--local-user"_s, signer.toString()};
    for (const auto &recipient : recipients) {
        arguments << u"--recipient"_s << recipient.toString();
    }
    return gnupg.gpg(arguments, text.toUtf8());
}

void OxPeer::send(const QString &to, const QByteArray &openPgpMessage, const QString &id)
{
    app::OutgoingMessage message;
    message.to = *crypto::Jid::parse(to);
    message.id = id;
    crypto::XmlElement openpgp(u"openpgp"_s, oxNamespace);
    message.children.push_back(openpgp.setText(QString::fromLatin1(openPgpMessage.toBase64())));
    message.children.push_back(
        crypto::XmlElement(u"encryption"_s, u"urn:xmpp:eme:0"_s).setAttribute(u"namespace"_s, oxNamespace));
    message.children.push_back(bodyElement(u"This message is *encrypted* with OpenPGP"_s));
    xmpp.transport.sendMessage(std::move(message));
}

OxPeer::Reading OxPeer::read(const app::IncomingMessage &message, const crypto::KeyFingerprint &announced)
{
    Reading reading;
    const auto *openpgp = message.stanza.child(u"openpgp", oxNamespace);
    if (!openpgp) {
        return {u"not OX"_s, {}, {}, 0};
    }
    const auto raw = QByteArray::fromBase64(openpgp->text().toLatin1());
    QTemporaryFile status;
    status.open();
    const auto text = gnupg.gpg({u"--status-file"_s, status.fileName(), u"--decrypt"_s}, raw);
    const auto lines = status.readAll().split('\n');
    bool signedByPrimary = false;
    for (const auto &line : lines) {
        const auto words = line.split(' ');
        reading.recipients += line.startsWith("[GNUPG:] ENC_TO") ? 1 : 0;
        // The signing key itself, not the primary key that it may belong to.
        signedByPrimary
            = signedByPrimary || (words.value(1) == "VALIDSIG" && words.value(2) == announced.toString().toLatin1());
    }
    const auto content = crypto::XmlElement::parse(text);
    if (!content || !content->is(u"signcrypt", oxNamespace)) {
        reading.refusal = u"no signcrypt"_s;
        return reading;
    }
    bool addressed = false;
    for (const auto *to : content->elements(u"to", oxNamespace)) {
        addressed = addressed || to->attribute(u"jid") == xmpp.settings.account.toString();
    }
    const auto *time = content->child(u"time", oxNamespace);
    const auto *payload = content->child(u"payload", oxNamespace);
    if (!signedByPrimary) {
        reading.refusal = u"not signed by the announced primary key"_s;
    } else if (!addressed) {
        reading.refusal = u"own address is not among the recipients"_s;
    } else if (!time || !payload) {
        reading.refusal = u"no time or payload"_s;
    } else {
        reading.payload = *payload;
        reading.time = time->attribute(u"stamp");
    }
    return reading;
}

OxPeer::Reading OxPeer::await(const QString &child, const QString &ns, const crypto::KeyFingerprint &announced)
{
    Reading found;
    waitUntil(
        [&] {
            while (m_read < xmpp.messages.size()) {
                auto reading = read(xmpp.messages[m_read++], announced);
                if (reading.payload.child(child, ns)) {
                    found = reading;
                    return true;
                }
                if (reading.refusal != u"not OX"_s && !reading.refusal.isEmpty()) {
                    found = reading;
                }
            }
            return false;
        },
        patience);
    return found;
}

} // namespace letterlock::test
