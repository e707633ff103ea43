// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyStep.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

Pending<Excerpt> fetchMore(
    RemoteArchive &remote, QObject *context, CollectionId id, std::pair<QSet<QString>, QString> rest, Excerpt excerpt)
{
    const auto &[wanted, after] = rest;
    // One part proves one data key, which is the usual case; more are rare.
    const PageRequest page{after.isEmpty() ? 1 : 10, after};
    return andThen(remote.retrieve(id, page), context,
        [&remote, context, id, rest = std::move(rest), excerpt = std::move(excerpt)](
            const RemotePage<SealedCollection> &answer) mutable {
            auto &[missing, cursor] = rest;
            for (const auto &collection : answer.items) {
                excerpt.changedMeanwhile
                    = excerpt.changedMeanwhile || (!cursor.isEmpty() && collection.version != excerpt.version);
                excerpt.version = collection.version;
                for (const auto &key : collection.keys) {
                    if (!excerpt.keys.contains(key)) {
                        excerpt.keys.append(key);
                    }
                }
                for (const auto &part : collection.parts) {
                    if (missing.remove(part.keyName)) {
                        excerpt.parts.insert(part.keyName, part);
                    }
                }
            }
            if (missing.isEmpty() || answer.complete || answer.last.isEmpty() || answer.last == cursor) {
                return done(std::move(excerpt));
            }
            return fetchMore(remote, context, id, {missing, answer.last}, std::move(excerpt));
        });
}

} // namespace

Pending<Excerpt> fetchExcerpt(RemoteArchive &remote, QObject *context, CollectionId id, QSet<QString> dataKeys)
{
    return fetchMore(remote, context, std::move(id), {std::move(dataKeys), {}}, {});
}

bool needsPerson(const crypto::CryptoError &error)
{
    using Code = crypto::CryptoError::Code;
    return error.code == Code::KeyLocked || error.code == Code::CardMissing || error.code == Code::Cancelled
        || error.code == Code::EngineFailure;
}

ArchiveError toArchiveError(const crypto::CryptoError &error)
{
    return {error.code == crypto::CryptoError::Code::Cancelled ? ArchiveError::Code::Cancelled
                                                               : ArchiveError::Code::CannotOpen,
        error.detail};
}

void differ(RekeyRow &row)
{
    ++row.attempts;
    row.state = row.attempts >= 2 ? RowState::SetAside : RowState::Planned;
}

} // namespace letterlock::archive
