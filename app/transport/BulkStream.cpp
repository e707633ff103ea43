// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/BulkStream.h"

#include "crypto/base/LogCategories.h"

namespace letterlock::app {

BulkStream::BulkStream(Transport &first, Transport &second, Open open, QObject *parent)
    : QObject(parent)
    , m_first(first)
    , m_second(second)
    , m_open(std::move(open))
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(std::chrono::minutes(1));
    connect(&m_idle, &QTimer::timeout, this, &BulkStream::close);
    connect(&first, &Transport::disconnected, this, [this](const TransportError &error) {
        // Signed out: nothing of this account may stay behind.
        if (error.code == TransportError::Code::NotConnected) {
            close();
        }
    });
    connect(&first, &Transport::connected, this, [this](bool resumed) {
        if (!resumed && m_wanted && !m_opening && !m_second.isConnected()) {
            m_second.disconnectFromServer(); // the server knows neither stream any more: what is under way has failed
        }
        openAgain();
    });
    connect(&second, &Transport::connected, this, [this](bool resumed) {
        qCDebug(crypto::lcTransport) << "the archive's stream is" << (resumed ? "resumed" : "open");
        m_opening = false;
        m_wasUp = true;
    });
    connect(&second, &Transport::disconnected, this, &BulkStream::lost);
}

Transport &BulkStream::next()
{
    m_idle.start();
    if (m_wanted && m_second.isConnected()) {
        return m_second;
    }
    if (++m_inARow > burst && !m_wanted && m_first.isConnected() && m_notBefore.hasExpired()) {
        open();
    }
    return m_first;
}

void BulkStream::open()
{
    m_wasUp = false;
    m_opening = m_wanted = m_open(m_second);
    if (!m_wanted) {
        close();
    }
}

/// Not at once: whoever signs in has to hear of the first stream first.
void BulkStream::openAgain()
{
    QTimer::singleShot(0, this, [this] {
        if (m_wanted && !m_opening && m_first.isConnected() && !m_second.isConnected()) {
            open();
        }
    });
}

void BulkStream::close()
{
    m_inARow = 0;
    m_opening = m_wanted = false;
    m_second.disconnectFromServer();
}

void BulkStream::lost(const TransportError &error)
{
    m_opening = false;
    if (!m_wanted || !m_first.isConnected()) {
        return; // closed, or gone with the network: then it comes back after the first one
    }
    // A link that was there is taken up again, with what was under way. One that does not come up is not tried for
    // long.
    if (m_wasUp) {
        openAgain();
        return;
    }
    qCInfo(crypto::lcTransport) << "no second stream for the archive:" << error.detail;
    m_notBefore.setRemainingTime(pauseAfterFailure);
    close();
}

} // namespace letterlock::app
