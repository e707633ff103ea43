// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/UnreadLine.h"

namespace letterlock::app {

void UnreadLine::open(int count)
{
    m_count = count;
    m_first = 0;
    m_newest = 0;
    m_seen = false;
}

void UnreadLine::place(const QList<archive::Message> &messages)
{
    if (m_first != 0 || m_count == 0 || messages.isEmpty()) {
        return;
    }
    if (m_newest == 0) {
        m_newest = messages.constLast().id;
    }
    int left = m_count;
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        if (message->id <= m_newest && !message->outgoing && --left == 0) {
            m_first = message->id;
            return;
        }
    }
}

void UnreadLine::arrived(archive::MessageId message)
{
    if (m_seen || m_count == 0) {
        m_first = message;
        m_count = 0;
        m_seen = false;
    }
    ++m_count;
}

void UnreadLine::seen()
{
    m_seen = true;
}

} // namespace letterlock::app
