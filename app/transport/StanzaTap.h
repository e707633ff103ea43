// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QXmppClientExtension.h>

#include <functional>

#include "crypto/base/XmlElement.h"

namespace letterlock::app {

/// Takes every message, presence and IQ away from QXmpp as a plain XML value, before QXmpp makes its own sense of it.
class StanzaTap final : public QXmppClientExtension {
    Q_OBJECT
public:
    /// True: taken. Requests (IQ get and set) that are not taken are answered by QXmpp with an error.
    using Handler = std::function<bool(const crypto::XmlElement &stanza)>;

    explicit StanzaTap(Handler handler);

    using QXmppClientExtension::handleStanza;
    bool handleStanza(const QDomElement &stanza) override;

private:
    Handler m_handler;
};

} // namespace letterlock::app
