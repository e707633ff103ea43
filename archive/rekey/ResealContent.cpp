// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/ResealContent.h"

#include <QTimeZone>

#include "archive/collection/CollectionCodec.h"
#include "archive/collection/CollectionXml.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;

namespace {

/// The journal's own element; never leaves this device.
const QString journalNs = u"urn:letterlock:rekey:1"_s;
constexpr qsizetype largestJournal = 64 * 1024 * 1024;

} // namespace

QByteArray ResealContent::toBytes() const
{
    XmlElement all(u"sealed"_s, journalNs);
    for (const auto &key : keys) {
        all.append(key.toXml());
    }
    for (const auto &[name, link] : {std::pair{u"previous"_s, extras.previous}, {u"next"_s, extras.next}}) {
        if (link) {
            XmlElement element(name, journalNs);
            element.setAttribute(u"with"_s, link->with);
            element.setAttribute(u"start"_s, QString::number(link->start.toMSecsSinceEpoch()));
            all.append(std::move(element));
        }
    }
    if (extras.form) {
        all.append(*extras.form);
    }
    for (const auto &part : parts) {
        all.append(part.toXml());
    }
    return all.toXml();
}

ArchiveResult<ResealContent> ResealContent::fromBytes(const QByteArray &bytes)
{
    crypto::XmlLimits limits;
    limits.bytes = largestJournal;
    const auto all = XmlElement::parse(bytes, limits);
    if (!all || !all->is(u"sealed", journalNs)) {
        return archiveError(ArchiveError::Code::Damaged, u"the journal of the change of key cannot be read"_s);
    }
    ResealContent content;
    for (const auto *element : all->elements()) {
        if (element->name() == u"EncryptedKey"_s) {
            if (auto key = crypto::EncryptedKey::fromXml(*element)) {
                content.keys.append(*key);
            }
        } else if (element->ns() == journalNs) {
            const CollectionLink link{element->attribute(u"with"),
                QDateTime::fromMSecsSinceEpoch(element->attribute(u"start").toLongLong(), QTimeZone::utc())};
            (element->name() == u"previous"_s ? content.extras.previous : content.extras.next) = link;
        } else if (element->name() == u"x"_s) {
            content.extras.form = *element;
        } else if (auto part = crypto::EncryptedData::fromXml(*element)) {
            content.parts.append(*part);
        }
    }
    return content;
}

qint64 ResealContent::size() const
{
    qint64 octets = 0;
    for (const auto &key : keys) {
        octets += key.cipherValue.size();
    }
    for (const auto &part : parts) {
        octets += part.cipherValue.size();
    }
    return octets;
}

ArchiveResult<XmlElement> sealFormAgain(const XmlElement &form, const FormCipher &cipher)
{
    XmlElement again(form.name(), form.ns());
    again.setAttribute(u"type"_s, form.attribute(u"type"));
    for (const auto *child : form.elements()) {
        if (child->name() != u"EncryptedData"_s) {
            again.append(*child);
            continue;
        }
        const auto sealed = crypto::EncryptedData::fromXml(*child);
        const auto resealed = sealed ? cipher(*sealed) : archiveError(ArchiveError::Code::CannotOpen);
        if (!resealed) {
            return std::unexpected(resealed.error());
        }
        again.append(resealed->toXml());
    }
    return again;
}

ArchiveResult<QByteArray> moveHeader(const QByteArray &plaintext, const CollectionId &from, const CollectionId &to)
{
    const auto elements = XmlElement::parseFragment(plaintext, CollectionXml::archiveNs);
    if (!elements) {
        return archiveError(ArchiveError::Code::CannotOpen, elements.error().detail);
    }
    QByteArray moved;
    for (auto element : *elements) {
        if (element.is(u"collection", CollectionCodec::ns)) {
            if (element.attribute(u"with") != from.with.toString()
                || element.attribute(u"start") != QString::number(from.start.toMSecsSinceEpoch())) {
                return archiveError(ArchiveError::Code::MovedByServer, u"a part belongs to another collection"_s);
            }
            element.setAttribute(u"start"_s, QString::number(to.start.toMSecsSinceEpoch()));
        }
        moved += element.toXml();
    }
    return moved;
}

} // namespace letterlock::archive
