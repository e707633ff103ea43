// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/model/SharedFile.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;

const QString SharedFile::ns = u"urn:xmpp:sfs:0"_s;

namespace {

const QString metaNs = u"urn:xmpp:file:metadata:0"_s;
const QString hashNs = u"urn:xmpp:hashes:2"_s;
const QString thumbNs = u"urn:xmpp:thumbs:1"_s;
const QString sealedNs = u"urn:xmpp:esfs:0"_s;
const QString urlNs = u"http://jabber.org/protocol/url-data"_s;
const QString aes256 = u"urn:xmpp:ciphers:aes-256-gcm-nopadding:0"_s;
const QString aes128 = u"urn:xmpp:ciphers:aes-128-gcm-nopadding:0"_s;
const QString aes256cbc = u"urn:xmpp:ciphers:aes-256-cbc-pkcs7:0"_s;

constexpr qsizetype longestName = 180; // octets; file systems end at 255
constexpr qsizetype longestUrl = 2000;
constexpr int mostPixels = 65'535;
constexpr crypto::XmlLimits packedLimits{.bytes = 1024 * 1024, .depth = 16, .elements = 1000};

QByteArray base64(const QString &text)
{
    const auto octets = QByteArray::fromBase64Encoding(text.simplified().remove(u' ').toLatin1(),
        QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    return octets ? *octets : QByteArray();
}

QString text64(const QByteArray &octets)
{
    return QString::fromLatin1(octets.toBase64());
}

QByteArray sha256In(const XmlElement &parent)
{
    for (const auto *hash : parent.elements(u"hash", hashNs)) {
        if (hash->attribute(u"algo") == "sha-256"_L1) {
            const auto octets = base64(hash->text());
            return octets.size() == 32 ? octets : QByteArray();
        }
    }
    return {};
}

XmlElement hashOf(const QByteArray &sha256)
{
    XmlElement hash(u"hash"_s, hashNs);
    hash.setAttribute(u"algo"_s, u"sha-256"_s);
    return hash.setText(text64(sha256));
}

QSize sizeOf(int width, int height)
{
    const bool fits = width > 0 && height > 0 && width <= mostPixels && height <= mostPixels;
    return fits ? QSize(width, height) : QSize();
}

QString safeMediaType(const QString &type)
{
    static const QRegularExpression form(u"^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$"_s);
    const QString lower = type.trimmed().toLower();
    return form.match(lower).hasMatch() ? lower : QString();
}

/// The only kind of address that is ever asked.
QUrl safeUrl(const QString &text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    const bool good = text.size() <= longestUrl && url.isValid() && url.scheme() == "https"_L1 && !url.host().isEmpty()
        && url.userInfo().isEmpty();
    return good ? url.adjusted(QUrl::RemoveFragment) : QUrl();
}

/// "data:image/jpeg;base64,…"; others have forgotten the ";base64".
QByteArray thumbnailIn(const QString &uri)
{
    static const QRegularExpression form(u"^data:image/(?:jpeg|png)(?:;base64)?,"_s);
    const auto match = form.match(uri);
    if (!match.hasMatch() || uri.size() > SharedFile::largestThumbnail * 4 / 3 + 64) {
        return {};
    }
    const auto octets = base64(uri.mid(match.capturedLength()));
    const bool isPicture = octets.startsWith("\xff\xd8\xff") || octets.startsWith("\x89PNG\r\n\x1a\n");
    return isPicture && octets.size() <= SharedFile::largestThumbnail ? octets : QByteArray();
}

bool canOpen(const SharedFile &file)
{
    if (file.cipher == SharedFile::Cipher::Cbc) {
        // Without a hash anybody on the way could change it.
        return file.key.size() == 32 && file.nonce.size() == 16
            && (!file.sealedSha256.isEmpty() || !file.sha256.isEmpty());
    }
    return file.cipher == SharedFile::Cipher::Gcm && (file.key.size() == 32 || file.key.size() == 16)
        && (file.nonce.size() == 12 || file.nonce.size() == 16);
}

QUrl addressIn(const XmlElement &sources)
{
    for (const auto *source : sources.elements(u"url-data", urlNs)) {
        if (const auto url = safeUrl(source->attribute(u"target")); !url.isEmpty()) {
            return url;
        }
    }
    return {};
}

/// What the end of a name says; others may be opened by the desktop, but are not shown.
QString pictureTypeOf(const QString &name)
{
    static const QList<std::pair<QString, QString>> kinds{{u".jpg"_s, u"image/jpeg"_s}, {u".jpeg"_s, u"image/jpeg"_s},
        {u".png"_s, u"image/png"_s}, {u".gif"_s, u"image/gif"_s}, {u".webp"_s, u"image/webp"_s}};
    for (const auto &[end, type] : kinds) {
        if (name.endsWith(end, Qt::CaseInsensitive)) {
            return type;
        }
    }
    return {};
}

void readSource(const XmlElement &sealed, SharedFile &file)
{
    const QString cipher = sealed.attribute(u"cipher");
    file.cipher = cipher == aes256cbc ? SharedFile::Cipher::Cbc : SharedFile::Cipher::Gcm;
    file.url.clear();
    file.key = base64(sealed.childText(u"key", sealedNs));
    file.nonce = base64(sealed.childText(u"iv", sealedNs));
    if ((cipher != aes256 || file.key.size() != 32) && (cipher != aes128 || file.key.size() != 16)
        && cipher != aes256cbc) {
        file.key.clear();
        return;
    }
    file.sealedSha256 = sha256In(sealed);
    if (const auto *sources = sealed.child(u"sources", SharedFile::ns)) {
        file.url = addressIn(*sources);
    }
}

} // namespace

QString SharedFile::safeName(const QString &name)
{
    QString safe;
    for (const QChar c : name.section(u'/', -1).section(u'\\', -1).left(1000)) {
        const bool misleads = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
            || c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
        if (!misleads && !u":*?\"<>|"_s.contains(c)) {
            safe += c;
        }
    }
    safe = safe.simplified();
    while (safe.startsWith(u'.')) {
        safe.remove(0, 1);
    }
    // The end says what kind of file it is: cut in the middle.
    const qsizetype dot = safe.lastIndexOf(u'.');
    const QString end = dot > 0 && safe.size() - dot <= 16 ? safe.mid(dot) : QString();
    QString stem = safe.chopped(end.size());
    while ((stem + end).toUtf8().size() > longestName) {
        stem.chop(stem.back().isLowSurrogate() ? 2 : 1);
    }
    return stem.trimmed() + end;
}

QString SharedFile::endingOf(const QString &mediaType)
{
    // A list of our own: what a type database has for a type told by somebody might be run.
    static const QHash<QString, QString> endings{{u"image/jpeg"_s, u".jpg"_s}, {u"image/png"_s, u".png"_s},
        {u"image/gif"_s, u".gif"_s}, {u"image/webp"_s, u".webp"_s}, {u"image/bmp"_s, u".bmp"_s},
        {u"video/mp4"_s, u".mp4"_s}, {u"video/webm"_s, u".webm"_s}, {u"audio/mpeg"_s, u".mp3"_s},
        {u"audio/mp4"_s, u".m4a"_s}, {u"audio/ogg"_s, u".ogg"_s}, {u"audio/x-vorbis+ogg"_s, u".ogg"_s},
        {u"audio/x-opus+ogg"_s, u".opus"_s}, {u"application/pdf"_s, u".pdf"_s}};
    return endings.value(mediaType);
}

bool SharedFile::isPicture() const
{
    return mediaType == "image/jpeg"_L1 || mediaType == "image/png"_L1 || mediaType == "image/gif"_L1
        || mediaType == "image/webp"_L1 || mediaType == "image/bmp"_L1;
}

XmlElement SharedFile::toXml() const
{
    XmlElement meta(u"file"_s, metaNs);
    if (!mediaType.isEmpty()) {
        meta.appendTextElement(u"media-type"_s, mediaType);
    }
    if (!name.isEmpty()) {
        meta.appendTextElement(u"name"_s, name);
    }
    if (size >= 0) {
        meta.appendTextElement(u"size"_s, QString::number(size));
    }
    if (dimensions.isValid()) {
        meta.appendTextElement(u"width"_s, QString::number(dimensions.width()));
        meta.appendTextElement(u"height"_s, QString::number(dimensions.height()));
    }
    if (!sha256.isEmpty()) {
        meta.append(hashOf(sha256));
    }
    if (!thumbnail.isEmpty()) {
        const QString type = thumbnail.startsWith("\x89PNG") ? u"image/png"_s : u"image/jpeg"_s;
        XmlElement small(u"thumbnail"_s, thumbNs);
        small.setAttribute(u"uri"_s, u"data:"_s + type + u";base64,"_s + text64(thumbnail));
        small.setAttribute(u"media-type"_s, type);
        if (thumbnailSize.isValid()) {
            small.setAttribute(u"width"_s, QString::number(thumbnailSize.width()));
            small.setAttribute(u"height"_s, QString::number(thumbnailSize.height()));
        }
        meta.append(std::move(small));
    }
    XmlElement target(u"url-data"_s, urlNs);
    target.setAttribute(u"target"_s, url.toString(QUrl::FullyEncoded));
    XmlElement sharing(u"file-sharing"_s, ns);
    sharing.setAttribute(u"disposition"_s, isPicture() ? u"inline"_s : u"attachment"_s);
    if (cipher == Cipher::None) {
        XmlElement open(u"sources"_s, ns);
        open.append(std::move(target));
        sharing.append(std::move(meta));
        sharing.append(std::move(open));
        return sharing;
    }
    XmlElement sealed(u"encrypted"_s, sealedNs);
    sealed.setAttribute(u"cipher"_s, cipher == Cipher::Cbc ? aes256cbc : key.size() == 16 ? aes128 : aes256);
    sealed.appendTextElement(u"key"_s, text64(key));
    sealed.appendTextElement(u"iv"_s, text64(nonce));
    if (!sealedSha256.isEmpty()) {
        sealed.append(hashOf(sealedSha256));
    }
    XmlElement inner(u"sources"_s, ns);
    if (!url.isEmpty()) {
        inner.append(std::move(target));
    }
    sealed.append(std::move(inner));
    XmlElement sources(u"sources"_s, ns);
    sources.append(std::move(sealed));
    sharing.append(std::move(meta));
    sharing.append(std::move(sources));
    return sharing;
}

std::optional<SharedFile> SharedFile::fromXml(const XmlElement &fileSharing, bool stored)
{
    const auto *meta = fileSharing.child(u"file", metaNs);
    const auto *sources = fileSharing.child(u"sources", ns);
    if (!fileSharing.is(u"file-sharing", ns) || !meta || !sources) {
        return std::nullopt;
    }
    SharedFile file;
    file.sha256 = sha256In(*meta);
    for (const auto *sealed : sources->elements(u"encrypted", sealedNs)) {
        readSource(*sealed, file);
        if (canOpen(file) && (stored || !file.url.isEmpty())) {
            break;
        }
    }
    if (!canOpen(file) || (file.url.isEmpty() && !stored)) {
        file = {.sha256 = file.sha256, .url = addressIn(*sources), .cipher = Cipher::None};
        if (file.url.isEmpty()) {
            return std::nullopt;
        }
    }
    file.name = safeName(meta->childText(u"name", metaNs));
    file.mediaType = safeMediaType(meta->childText(u"media-type", metaNs));
    bool ok = false;
    const qint64 told = meta->childText(u"size", metaNs).toLongLong(&ok);
    file.size = ok && told >= 0 ? told : -1;
    file.dimensions = sizeOf(meta->childText(u"width", metaNs).toInt(), meta->childText(u"height", metaNs).toInt());
    if (const auto *small = meta->child(u"thumbnail", thumbNs)) {
        file.thumbnail = thumbnailIn(small->attribute(u"uri"));
        file.thumbnailSize = sizeOf(small->attribute(u"width").toInt(), small->attribute(u"height").toInt());
    }
    return file;
}

QString SharedFile::link() const
{
    if (url.isEmpty() || key.size() != 32 || cipher != Cipher::Gcm) {
        return {};
    }
    return u"aesgcm"_s + url.toString(QUrl::FullyEncoded).mid(5) + u'#'
        + QString::fromLatin1(nonce.toHex() + key.toHex());
}

std::optional<SharedFile> SharedFile::fromLink(const QString &body)
{
    const QStringList lines = body.trimmed().split(u'\n');
    const QString link = lines.first().trimmed();
    static const QRegularExpression form(u"^aesgcm://[^\\s#]+#((?:[0-9a-fA-F]{88})|(?:[0-9a-fA-F]{96}))$"_s);
    const auto match = form.match(link);
    if (!match.hasMatch() || lines.size() > 2 || link.size() > longestUrl + 100) {
        return std::nullopt;
    }
    SharedFile file;
    const QByteArray secret = QByteArray::fromHex(match.captured(1).toLatin1());
    file.nonce = secret.chopped(32);
    file.key = secret.right(32);
    file.url = safeUrl(u"https"_s + link.mid(6).section(u'#', 0, 0));
    if (lines.size() == 2) {
        file.thumbnail = thumbnailIn(lines[1].trimmed());
    }
    if (file.url.isEmpty() || (lines.size() == 2 && file.thumbnail.isEmpty())) {
        return std::nullopt;
    }
    file.name = safeName(file.url.fileName(QUrl::FullyDecoded));
    file.mediaType = pictureTypeOf(file.name);
    return file;
}

std::optional<SharedFile> SharedFile::fromAddress(const QString &address, const QString &body)
{
    SharedFile file{.url = safeUrl(address), .cipher = Cipher::None};
    if (file.url.isEmpty() || body.trimmed() != address.trimmed()) {
        return std::nullopt;
    }
    file.name = safeName(file.url.fileName(QUrl::FullyDecoded));
    file.mediaType = pictureTypeOf(file.name);
    return file;
}

QByteArray SharedFile::pack(const QList<SharedFile> &files)
{
    QByteArray packed;
    for (const auto &file : files.first(std::min<qsizetype>(files.size(), mostInMessage))) {
        packed += file.toXml().toXml();
    }
    return packed;
}

QList<SharedFile> SharedFile::unpack(const QByteArray &packed)
{
    QList<SharedFile> files;
    if (packed.isEmpty()) {
        return files; // as nearly all messages have it
    }
    const auto elements = XmlElement::parseFragment(packed, ns, packedLimits);
    for (const auto &element : elements.value_or(std::vector<XmlElement>())) {
        const auto file = fromXml(element, true);
        if (file && files.size() < mostInMessage) {
            files.append(*file);
        }
    }
    return files;
}

int SharedFile::countIn(const QByteArray &packed)
{
    return int(packed.count("</file-sharing>"));
}

QStringList SharedFile::names(const QByteArray &packed)
{
    QStringList names;
    for (const auto &file : unpack(packed)) {
        if (!file.name.isEmpty()) {
            names.append(file.name);
        }
    }
    return names;
}

} // namespace letterlock::archive
