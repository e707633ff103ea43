// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

namespace letterlock::archive {

/// Reads from another device, but only so much between two calls of allow(): a parser that buffers one endless text
/// runs dry instead of filling the memory.
class BoundedDevice final : public QIODevice {
public:
    BoundedDevice(QIODevice &source, qint64 most)
        : m_source(source)
        , m_most(most)
        , m_left(most)
    {
    }
    void allow() { m_left = m_most; }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool ranDry() const { return m_left <= 0; }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const qint64 count = m_source.read(data, qMin(size, m_left));
        m_left -= qMax<qint64>(count, 0);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QIODevice &m_source;
    qint64 m_most;
    qint64 m_left;
};

} // namespace letterlock::archive
