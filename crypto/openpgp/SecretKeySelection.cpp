// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/SecretKeySelection.h"

#include <algorithm>

#include "crypto/openpgp/OpenPgpPackets.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

constexpr int mostPackets = 65'536; // a key with many signatures among many others

SecretBytes joined(const SecretBytes &first, QByteArrayView second)
{
    SecretBytes both(first.size() + second.size());
    std::ranges::copy(first.view(), both.data());
    std::ranges::copy(second, both.data() + first.size());
    return both;
}

/// What stands between the lines of armor (RFC 4880 section 6.2), also of several blocks after one another. The
/// checksum proves nothing that the signatures in it do not.
SecretBytes withoutArmor(QByteArrayView text)
{
    enum class Place { Outside, Headers, Data };
    Place place = Place::Outside;
    SecretBytes found;
    SecretBytes block(text.size());
    qsizetype filled = 0;
    for (qsizetype from = 0; from < text.size();) {
        const auto end = text.indexOf('\n', from);
        const auto line = text.sliced(from, (end < 0 ? text.size() : end) - from).trimmed();
        from = end < 0 ? text.size() : end + 1;
        if (line.startsWith("-----BEGIN PGP ")) {
            place = Place::Headers;
            filled = 0;
        } else if (place == Place::Headers) {
            place = line.isEmpty() ? Place::Data : place;
        } else if (place == Place::Data && line.startsWith("-----END PGP ")) {
            place = Place::Outside;
            auto octets = QByteArray::fromBase64(QByteArray::fromRawData(block.data(), filled));
            found = joined(found, SecretBytes::taken(octets).view());
        } else if (place == Place::Data && !line.startsWith('=')) {
            std::ranges::copy(line, block.data() + filled);
            filled += line.size();
        }
    }
    return found;
}

} // namespace

CryptoResult<SecretBytes> secretKeysWith(QByteArrayView keys, const QStringList &userIds)
{
    const bool isBinary = !keys.isEmpty() && (keys.front() & 0x80) != 0;
    const SecretBytes opened = isBinary ? SecretBytes(keys) : withoutArmor(keys);
    const auto packets = splitPackets(opened.view(), mostPackets);
    if (!packets || packets->empty()) {
        return cryptoError(CryptoError::Code::MalformedInput, u"no usable key"_s);
    }
    SecretBytes chosen;
    qsizetype keyStart = 0;
    qsizetype end = 0; // of the packets so far
    bool isSecret = false;
    bool isWanted = false;
    const auto take = [&] {
        if (isSecret && isWanted) {
            chosen = joined(chosen, opened.view().sliced(keyStart, end - keyStart));
        }
    };
    for (const auto &packet : *packets) {
        if (!packet.isComplete) {
            return cryptoError(CryptoError::Code::MalformedInput, u"a packet of a key without a length"_s);
        }
        if (packet.tag == OpenPgpPacket::SecretKey || packet.tag == OpenPgpPacket::PublicKeyPacket) {
            take();
            keyStart = end;
            isSecret = packet.tag == OpenPgpPacket::SecretKey;
            isWanted = false;
        } else if (packet.tag == OpenPgpPacket::UserId) {
            isWanted = isWanted || userIds.contains(QString::fromUtf8(packet.body));
        }
        end = packet.body.data() + packet.body.size() - opened.data();
    }
    take();
    return chosen;
}

} // namespace letterlock::crypto
