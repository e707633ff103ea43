// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include <memory>

#include "crypto/jose/JoseScheme.h"
#include "crypto/jose/MemorySessionKeyStore.h"

namespace letterlock::test {

/// Anna seals for Ben with object encryption; both under one clock, Ben without Anna's keys until giveKey().
struct JosePair {
    struct FixedClock final : crypto::Clock {
        QDateTime time = QDateTime::fromString(QStringLiteral("2026-02-14T12:00:00.000Z"), Qt::ISODateWithMs);
        QDateTime now() const override { return time; }
    };

    static crypto::Jid jid(const QString &text) { return crypto::Jid::parse(text).value_or(crypto::Jid()); }
    static crypto::XmlElement bodyElement(const QString &text)
    {
        return crypto::XmlElement(QStringLiteral("body"), QStringLiteral("jabber:client")).setText(text);
    }
    static QString sidOf(const crypto::XmlElement &stanza)
    {
        const auto *e2e = stanza.child(u"e2e", crypto::Jwe::ns);
        return e2e ? e2e->attribute(u"id") : QString();
    }

    /// A message of Anna's as it travels.
    crypto::XmlElement sealedStanza(const QString &text, const QString &thread = {})
    {
        return sealedStanzaTo(ben, text, thread);
    }
    crypto::XmlElement sealedStanzaTo(const crypto::Jid &to, const QString &text, const QString &thread = {})
    {
        crypto::OutgoingContent content{anna.bare(), to.bare(), {bodyElement(text)}};
        if (!thread.isEmpty()) {
            content.payload.push_back(
                crypto::XmlElement(QStringLiteral("thread"), QStringLiteral("jabber:client")).setText(thread));
        }
        const auto sealed = annas->seal(content).result();
        crypto::XmlElement stanza(QStringLiteral("message"), QStringLiteral("jabber:client"));
        stanza.setAttribute(QStringLiteral("type"), QStringLiteral("chat"));
        stanza.setAttribute(QStringLiteral("id"), QStringLiteral("outer"));
        for (const auto &element : sealed ? sealed->elements : std::vector<crypto::XmlElement>()) {
            stanza.append(element);
        }
        return stanza;
    }
    crypto::IncomingSealed incoming(const crypto::XmlElement &stanza) const { return incoming(stanza, anna, ben); }
    crypto::IncomingSealed incoming(
        const crypto::XmlElement &stanza, const crypto::Jid &from, const crypto::Jid &to) const
    {
        crypto::IncomingSealed sealed;
        sealed.from = from;
        sealed.to = to;
        sealed.stanza = stanza;
        sealed.receivedAt = clock.time;
        return sealed;
    }
    crypto::OpenOutcome open(const crypto::XmlElement &stanza) { return bens->open(incoming(stanza)).result(); }

    /// What a key request would do.
    void giveKey(const crypto::XmlElement &stanza)
    {
        const auto key = annasKeys.own(sidOf(stanza));
        QVERIFY(key && *key);
        auto given = (*key)->copy();
        given.direction = crypto::SessionKey::Direction::Peers;
        given.peer = anna.bare();
        QVERIFY(bensKeys.put(given));
    }
    /// Sealed by hand under a key that Ben has from Anna.
    crypto::XmlElement sealedText(const QByteArray &envelope, const QString &kid = QStringLiteral("sid"))
    {
        using namespace crypto;
        auto key = SessionKey::make(anna.bare(), {}, 32, clock.time);
        key.direction = SessionKey::Direction::Peers;
        key.sid = QStringLiteral("sid");
        (void)bensKeys.put(key);
        XmlElement e2e(QStringLiteral("e2e"), Jwe::ns);
        e2e.setAttribute(QStringLiteral("id"), key.sid);
        Jwe::seal({JweKeyWrap::A256Kw, JweContent::A256CbcHs512, kid}, key.secret, envelope)->appendTo(e2e);
        XmlElement stanza(QStringLiteral("message"), QStringLiteral("jabber:client"));
        stanza.setAttribute(QStringLiteral("type"), QStringLiteral("chat"));
        return stanza.append(e2e);
    }

    const crypto::Jid anna = jid(QStringLiteral("anna@example.org/desk"));
    const crypto::Jid ben = jid(QStringLiteral("ben@example.org/phone"));
    crypto::Worker worker{QStringLiteral("jose")};
    FixedClock clock;
    crypto::MemorySessionKeyStore annasKeys;
    crypto::MemorySessionKeyStore bensKeys;
    std::unique_ptr<crypto::JoseScheme> annas = std::make_unique<crypto::JoseScheme>(annasKeys, worker, clock);
    std::unique_ptr<crypto::JoseScheme> bens = std::make_unique<crypto::JoseScheme>(bensKeys, worker, clock);
};

} // namespace letterlock::test
