// SPDX-License-Identifier: GPL-3.0-or-later
// What changes an earlier message.
#include "app/chat/IncomingPipeline.h"
#include "app/chat/MessageParts.h"
#include "crypto/base/LogCategories.h"

namespace letterlock::app {

/// Only the author may correct, and an open correction never replaces a sealed text.
QFuture<bool> IncomingPipeline::correct(
    const Judged &judged, archive::ConversationId conversation, const QString &replaces)
{
    using Found = archive::ArchiveResult<std::optional<archive::Message>>;
    return m_ports.history.messageByOrigin(conversation, replaces)
        .then(this,
            [this, correction = judged.message, stamp = judged.stampedAt](const Found &found) -> QFuture<bool> {
                if (!found || !*found) {
                    return crypto::ready(false);
                }
                const auto &original = **found;
                const bool sameAuthor
                    = original.outgoing == correction.outgoing && original.sender.bare() == correction.sender.bare();
                // Only OpenPGP proves who wrote something: a text signed so is not replaced by one that is only sealed.
                const bool loosesSignature = !original.signer.isEmpty() && correction.signer.isEmpty();
                const bool notWeaker = original.sealing != archive::Sealing::Sealed
                    || (correction.sealing == archive::Sealing::Sealed && !loosesSignature);
                // What was said before must not come back by being sent once more.
                const bool isReplay = correction.timeMark == crypto::TimeMark::Decreasing;
                if (!sameAuthor || !notWeaker || isReplay) {
                    qCWarning(crypto::lcApp) << "a correction by somebody else, not sealed, or repeated was ignored";
                    return crypto::ready(true);
                }
                return m_ports.history.correct(original.id, correction, stamp)
                    .then(this, [](const archive::ArchiveResult<void> &) { return true; });
            })
        .unwrap();
}

void IncomingPipeline::correctOrAppend(
    const Judged &judged, archive::ConversationId conversation, const QString &replaces)
{
    correct(judged, conversation, replaces).then(this, [this, judged, conversation](bool isHere) {
        if (isHere) {
            return;
        }
        auto message = judged.message; // the original never came here: keep the text as a message of its own
        message.conversation = conversation;
        message.edited = true;
        m_ports.history.append(message, !message.outgoing);
    });
}

/// In place of the closed message, unless it only changed another one or has nothing to read.
QFuture<void> IncomingPipeline::putOpened(const archive::Message &closed, const Judged &judged)
{
    const auto put = [this, id = closed.id](const archive::Message &opened) {
        return m_ports.history.openClosed(id, opened).then(this, [](const archive::ArchiveResult<void> &) { });
    };
    auto opened = judged.message;
    const auto replaces = MessageParts::read(judged.payload).replaces;
    if (!judged.hasContent) {
        opened.replaces = archive::saysNothing;
        return put(opened);
    }
    // One that corrects itself would leave nothing of both.
    if (replaces.isEmpty() || replaces == opened.originId || replaces == closed.originId) {
        return put(opened);
    }
    return correct(judged, closed.conversation, replaces)
        .then(this,
            [put, opened, replaces](bool isHere) mutable {
                opened.replaces = isHere ? replaces : QString();
                opened.edited = !isHere;
                return put(opened);
            })
        .unwrap();
}

} // namespace letterlock::app
