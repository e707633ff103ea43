// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepProbe.h"

#include "archive/remote/PepShards.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;

namespace {

XmlElement something(const QString &text)
{
    XmlElement made(u"probe"_s, u"urn:letterlock:archive:pep:0"_s);
    return made.setText(text);
}

/// What the server says, as opposed to what happens to a connection.
bool isRefusal(const ArchiveError &error)
{
    return error.code == Code::Refused || error.code == Code::Unsupported || error.code == Code::NotFound
        || error.code == Code::BadAnswer || error.code == Code::Conflict;
}

} // namespace

PepProbe::PepProbe(PepNodes &nodes, QObject *context)
    : m_nodes(nodes)
    , m_context(context)
{
}

Pending<QString> PepProbe::run()
{
    return andThen(m_nodes.isOffered(), m_context, [this](bool offered) {
        if (!offered) {
            return done(u"the server offers no private storage"_s);
        }
        const auto node = PepShards::nodeOfShard(crypto::randomName().first(10));
        return andAny(write(node), m_context, [this, node](const ArchiveResult<QString> &result) {
            return andAny(m_nodes.remove(node), m_context, [result](const ArchiveResult<void> &removed) {
                if (!result) {
                    return isRefusal(result.error()) ? done(result.error().detail) : crypto::ready(result);
                }
                return removed || !result->isEmpty() ? crypto::ready(result) : failed<QString>(removed.error());
            });
        });
    });
}

Pending<QString> PepProbe::write(QString node)
{
    const auto token = crypto::randomName();
    return andThen(m_nodes.fence(node, token), m_context, [this, node, token] {
        return andThen(m_nodes.publish(node, u"a"_s, something(token), token), m_context, [this, node, token] {
            return andThen(m_nodes.publish(node, u"b"_s, something(u"b"_s), token), m_context,
                [this, node, token] { return readBack(node, token); });
        });
    });
}

Pending<QString> PepProbe::readBack(QString node, QString token)
{
    return andThen(
        m_nodes.fetch(node, {u"a"_s, u"b"_s}), m_context, [this, node, token](const QHash<QString, XmlElement> &items) {
            if (items.value(u"a"_s) != something(token) || items.value(u"b"_s) != something(u"b"_s)) {
                return done(u"the server does not keep several items"_s);
            }
            return andAny(m_nodes.publish(node, u"a"_s, something(u"c"_s), crypto::randomName()), m_context,
                [](const ArchiveResult<void> &written) {
                    const bool isFenced = !written && written.error().code == Code::Conflict;
                    if (!written && !isFenced) {
                        return failed<QString>(written.error());
                    }
                    return done(isFenced ? QString() : u"the server does not fence writes"_s);
                });
        });
}

} // namespace letterlock::archive
