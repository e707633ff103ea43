// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/OpenPgpPackets.h"

#include <QCryptographicHash>
#include <QTimeZone>
#include <QtEndian>

#include <algorithm>
#include <ranges>

namespace letterlock::crypto {

namespace {

class Reader {
public:
    explicit Reader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_bytes.size(); }
    [[nodiscard]] qsizetype left() const { return m_bytes.size() - m_at; }

    /// Big-endian, of `octets`.
    std::optional<quint32> number(int octets)
    {
        if (left() < octets) {
            return std::nullopt;
        }
        quint32 value = 0;
        for (int i = 0; i < octets; ++i) {
            value = value << 8 | quint8(m_bytes[m_at++]);
        }
        return value;
    }

    std::optional<QByteArrayView> take(qsizetype size)
    {
        if (size < 0 || size > left()) {
            return std::nullopt;
        }
        const auto part = m_bytes.sliced(m_at, size);
        m_at += size;
        return part;
    }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
};

struct Length {
    quint32 octets = 0;
    bool partial = false;
};

std::optional<Length> newLength(Reader &reader)
{
    const auto first = reader.number(1);
    if (!first) {
        return std::nullopt;
    }
    if (*first < 192) {
        return Length{*first};
    }
    if (*first < 224) {
        const auto second = reader.number(1);
        return second ? std::optional(Length{((*first - 192) << 8) + *second + 192}) : std::nullopt;
    }
    if (*first < 255) {
        return Length{quint32(1) << (*first & 31), true};
    }
    const auto whole = reader.number(4);
    return whole ? std::optional(Length{*whole}) : std::nullopt;
}

// Packets that only key rings have.
constexpr int trust = 12;
constexpr int userAttribute = 17;

/// Of the public part of a version 4 key (RFC 4880 section 12.2).
std::optional<KeyFingerprint> fingerprintOf(QByteArrayView publicPart)
{
    if (publicPart.size() > 0xffff) {
        return std::nullopt;
    }
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArray("\x99") + char(publicPart.size() >> 8) + char(publicPart.size()));
    hash.addData(publicPart);
    return KeyFingerprint::parse(QString::fromLatin1(hash.result().toHex()));
}

/// Octets of the public part of a version 4 key, up to the S2K usage octet; what is not known here is not bare.
std::optional<QByteArrayView> afterPublicPart(QByteArrayView body)
{
    Reader reader(body);
    const auto version = reader.number(1);
    const auto created = reader.number(4);
    const auto algorithm = reader.number(1);
    if (!version || *version != 4 || !created || !algorithm) {
        return std::nullopt;
    }
    const auto skipNumber = [&reader] {
        const auto bits = reader.number(2);
        return bits && reader.take((*bits + 7) / 8);
    };
    const auto skipShort = [&reader] {
        const auto size = reader.number(1);
        return size && reader.take(*size);
    };
    bool read = false;
    switch (*algorithm) {
    case 1:
    case 2:
    case 3: // RSA
        read = skipNumber() && skipNumber();
        break;
    case 16: // Elgamal
        read = skipNumber() && skipNumber() && skipNumber();
        break;
    case 17: // DSA
        read = skipNumber() && skipNumber() && skipNumber() && skipNumber();
        break;
    case 18: // ECDH
        read = skipShort() && skipNumber() && skipShort();
        break;
    case 19:
    case 22: // ECDSA, EdDSA
        read = skipShort() && skipNumber();
        break;
    default:
        break;
    }
    return read ? reader.take(reader.left()) : std::nullopt;
}

} // namespace

std::optional<std::vector<OpenPgpPacket>> splitPackets(QByteArrayView bytes, int limit)
{
    std::vector<OpenPgpPacket> packets;
    Reader reader(bytes);
    while (!reader.atEnd()) {
        const auto header = reader.number(1);
        if (!header || !(*header & 0x80) || int(packets.size()) >= limit) {
            return std::nullopt;
        }
        OpenPgpPacket packet;
        if (*header & 0x40) {
            packet.tag = int(*header & 0x3f);
            auto length = newLength(reader);
            while (length && length->partial) {
                packet.isComplete = false;
                if (!reader.take(length->octets)) {
                    return std::nullopt;
                }
                length = newLength(reader);
            }
            const auto body = length ? reader.take(length->octets) : std::nullopt;
            if (!body) {
                return std::nullopt;
            }
            packet.body = packet.isComplete ? *body : QByteArrayView();
        } else {
            packet.tag = int(*header >> 2 & 0x0f);
            const auto kind = *header & 3;
            if (kind == 3) {
                packet.isComplete = false;
                reader.take(reader.left());
            } else {
                const auto length = reader.number(1 << kind);
                const auto body = length ? reader.take(*length) : std::nullopt;
                if (!body) {
                    return std::nullopt;
                }
                packet.body = *body;
            }
        }
        packets.push_back(packet);
    }
    return packets;
}

OpenPgpShape shapeOf(QByteArrayView message)
{
    auto packets = splitPackets(message);
    if (!packets) {
        return OpenPgpShape::Unknown;
    }
    std::erase_if(*packets, [](const OpenPgpPacket &packet) { return packet.tag == OpenPgpPacket::Marker; });
    if (packets->empty()) {
        return OpenPgpShape::Unknown;
    }
    int toKeys = 0;
    int toCodes = 0;
    bool others = false;
    for (size_t i = 0; i < packets->size(); ++i) {
        switch ((*packets)[i].tag) {
        case OpenPgpPacket::PublicKeyEncryptedSessionKey:
            ++toKeys;
            break;
        case OpenPgpPacket::SymmetricKeyEncryptedSessionKey:
            ++toCodes;
            break;
        case OpenPgpPacket::EncryptedWithIntegrity:
        case OpenPgpPacket::AuthenticatedEncrypted:
            if (others || i + 1 != packets->size()) {
                return OpenPgpShape::Unknown;
            }
            return toKeys > 0 ? OpenPgpShape::EncryptedToKeys
                : toCodes > 0 ? OpenPgpShape::EncryptedToCode
                              : OpenPgpShape::Unknown;
        case OpenPgpPacket::Signature:
        case OpenPgpPacket::OnePassSignature:
        case OpenPgpPacket::Compressed:
        case OpenPgpPacket::Literal:
            others = true;
            break;
        default:
            return OpenPgpShape::Unknown;
        }
    }
    return toKeys + toCodes > 0 ? OpenPgpShape::Unknown : OpenPgpShape::NotEncrypted;
}

std::optional<quint32> harmlessRevocation(QByteArrayView key)
{
    constexpr quint32 keyRevocation = 0x20;
    constexpr int creationTime = 2;
    constexpr int reasonForRevocation = 29;
    constexpr char superseded = 1;
    constexpr char noLongerUsed = 3;
    std::optional<quint32> earliest;
    for (const auto &packet : splitPackets(key).value_or(std::vector<OpenPgpPacket>())) {
        Reader reader(packet.body);
        if (packet.tag != OpenPgpPacket::Signature || reader.number(1) != 4U || reader.number(1) != keyRevocation
            || !reader.take(2)) {
            continue;
        }
        std::optional<quint32> created;
        bool harmless = false;
        Reader fields(reader.take(reader.number(2).value_or(0)).value_or(QByteArrayView()));
        while (!fields.atEnd()) {
            const auto length = newLength(fields);
            const auto field = length ? fields.take(length->octets) : std::nullopt;
            if (!field || field->size() < 2) {
                return std::nullopt;
            }
            const int type = field->front() & 0x7f;
            if (type == creationTime) {
                created = Reader(field->sliced(1)).number(4);
            } else if (type == reasonForRevocation) {
                harmless = field->at(1) == superseded || field->at(1) == noLongerUsed;
            }
        }
        if (!created || !harmless) {
            return std::nullopt;
        }
        earliest = std::min(earliest.value_or(*created), *created);
    }
    return earliest;
}

bool secretKeysAreBare(QByteArrayView keys)
{
    const auto packets = splitPackets(keys);
    bool any = false;
    for (const auto &packet : packets.value_or(std::vector<OpenPgpPacket>())) {
        if (packet.tag != OpenPgpPacket::SecretKey && packet.tag != OpenPgpPacket::SecretSubkey) {
            continue;
        }
        const auto secret = afterPublicPart(packet.body);
        if (!secret || secret->isEmpty() || secret->front() != '\0') {
            return false;
        }
        any = true;
    }
    return any;
}

bool isPublicKeyOf(QByteArrayView key, const KeyFingerprint &fingerprint)
{
    const auto packets = splitPackets(key);
    if (!packets || packets->empty() || packets->front().tag != OpenPgpPacket::PublicKeyPacket) {
        return false;
    }
    const bool foreign = std::ranges::any_of(*packets | std::views::drop(1), [](const OpenPgpPacket &packet) {
        return packet.tag == OpenPgpPacket::PublicKeyPacket || packet.tag == OpenPgpPacket::SecretKey
            || packet.tag == OpenPgpPacket::SecretSubkey;
    });
    const auto body = packets->front().body;
    return !foreign && !body.isEmpty() && body.front() == 4 && fingerprintOf(body) == fingerprint;
}

std::vector<SecretKeyBlock> splitSecretKeys(QByteArrayView keys)
{
    std::vector<SecretKeyBlock> blocks;
    const auto packets = splitPackets(keys);
    qsizetype start = 0; // of the packet
    for (const auto &packet : packets.value_or(std::vector<OpenPgpPacket>())) {
        const auto end = packet.isComplete ? qsizetype(packet.body.data() + packet.body.size() - keys.data()) : 0;
        const auto secret = packet.tag == OpenPgpPacket::SecretKey ? afterPublicPart(packet.body) : std::nullopt;
        const bool belongs = packet.tag == OpenPgpPacket::SecretSubkey || packet.tag == OpenPgpPacket::UserId
            || packet.tag == OpenPgpPacket::Signature || packet.tag == trust || packet.tag == userAttribute;
        const auto fingerprint
            = secret ? fingerprintOf(packet.body.first(packet.body.size() - secret->size())) : std::nullopt;
        if (fingerprint) {
            const auto seconds = Reader(packet.body.sliced(1)).number(4).value_or(0);
            blocks.push_back({*fingerprint, QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::UTC), {}, {}});
        } else if (!belongs || blocks.empty() || end == 0) {
            return {};
        }
        if (packet.tag == OpenPgpPacket::UserId) {
            blocks.back().userIds.append(QString::fromUtf8(packet.body));
        }
        const auto from = fingerprint ? start : qsizetype(blocks.back().bytes.data() - keys.data());
        blocks.back().bytes = keys.sliced(from, end - from);
        start = end;
    }
    return blocks;
}

} // namespace letterlock::crypto
