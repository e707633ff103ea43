// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>

namespace letterlock::app {

/// Cuts the bytes of an XMPP stream into its header and its whole top-level elements, in linear time and without
/// decoding text, so that no character is ever split. Knows just enough XML for that.
class StreamSplitter {
public:
    enum class Event {
        Open, ///< the stream's start tag
        Element, ///< a whole element below it
        Close, ///< the stream's end tag
        KeepAlive, ///< white space between elements
    };
    using Handler = std::function<void(Event event, const QByteArray &xml)>;

    static constexpr qsizetype bufferLimit = 16 * 1024 * 1024; ///< octets of one element
    static constexpr int depthLimit = 120; ///< levels below the stream; deeper elements arrive as an empty shell

    explicit StreamSplitter(Handler handler);

    /// False: what arrived is no XMPP, or too much; the connection has to go.
    [[nodiscard]] bool feed(const QByteArray &bytes);
    /// Forgets everything, also the bytes being fed. May be called by the handler.
    void reset();

    /// `element` without its content: what stands in for one that cannot be read.
    static QByteArray shell(const QByteArray &element);

private:
    enum class State { Text, TagStart, Tag, Quoted, CData };

    bool step();
    bool finishTag();
    void announce(Event event, qsizetype from, qsizetype end);

    Handler m_handler;
    QByteArray m_buffer;
    State m_state = State::Text;
    qsizetype m_position = 0;
    qsizetype m_start = 0; // of the top-level element being collected
    qsizetype m_tag = 0; // of the tag being read
    int m_depth = 0;
    int m_generation = 0;
    char m_quote = 0;
    bool m_tooDeep = false;
};

} // namespace letterlock::app
