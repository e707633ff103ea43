// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/StreamSplitter.h"

#include <algorithm>

namespace letterlock::app {

namespace {

constexpr QByteArrayView cdataStart("<![CDATA[");
constexpr QByteArrayView streamStart("<stream:stream");

bool isBlank(const QByteArray &bytes)
{
    return std::ranges::all_of(bytes, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
}

} // namespace

StreamSplitter::StreamSplitter(Handler handler)
    : m_handler(std::move(handler))
{
}

void StreamSplitter::reset()
{
    m_buffer.clear();
    m_state = State::Text;
    m_position = m_start = m_tag = 0;
    m_depth = 0;
    m_tooDeep = false;
    ++m_generation;
}

bool StreamSplitter::feed(const QByteArray &bytes)
{
    if (m_buffer.isEmpty() && m_depth <= 1 && isBlank(bytes)) {
        m_handler(Event::KeepAlive, {});
        return true;
    }
    m_buffer += bytes;
    const int generation = m_generation;
    while (m_position < m_buffer.size()) {
        if (!step()) {
            return false;
        }
        if (generation != m_generation) {
            return true;
        }
    }
    if (m_depth <= 1 && m_state == State::Text) {
        m_start = m_position;
    }
    m_buffer.remove(0, m_start);
    m_position -= m_start;
    m_tag -= m_start;
    m_start = 0;
    return m_buffer.size() <= bufferLimit;
}

bool StreamSplitter::step()
{
    if (m_state == State::Text) {
        const auto next = m_buffer.indexOf('<', m_position);
        if (next < 0) {
            m_position = m_buffer.size();
            return true;
        }
        m_tag = next;
        m_position = next + 1;
        m_state = State::TagStart;
        // What stands before a top-level element is nobody's.
        if (m_depth <= 1) {
            m_start = m_tag;
        }
        return true;
    }
    const char c = m_buffer[m_position++];
    switch (m_state) {
    case State::TagStart:
        m_state = c == '!' ? State::CData : State::Tag;
        return c != '>' && c != '<';
    case State::Tag:
        if (c == '"' || c == '\'') {
            m_quote = c;
            m_state = State::Quoted;
        } else if (c == '>') {
            return finishTag();
        }
        return c != '<';
    case State::Quoted:
        if (c == m_quote) {
            m_state = State::Tag;
        }
        return true;
    case State::CData: {
        // Comments and document types are forbidden in a stream (RFC 6120 section 11.1).
        const auto length = m_position - m_tag;
        if (length <= cdataStart.size()) {
            return m_depth > 1 && c == cdataStart[length - 1];
        }
        if (c == '>' && length >= cdataStart.size() + 3 && m_buffer[m_position - 2] == ']'
            && m_buffer[m_position - 3] == ']') {
            m_state = State::Text;
        }
        return true;
    }
    case State::Text:
        break;
    }
    return true;
}

bool StreamSplitter::finishTag()
{
    m_state = State::Text;
    const QByteArrayView tag = QByteArrayView(m_buffer).sliced(m_tag, m_position - m_tag);
    if (tag[1] == '?') {
        // The XML declaration; a second one begins the stream anew after authentication.
        const bool allowed = m_depth <= 1;
        m_depth = 0;
        return allowed;
    }
    if (tag[1] == '/') {
        --m_depth;
        if (m_depth == 0) {
            announce(Event::Close, m_position, m_position);
        } else if (m_depth == 1) {
            announce(Event::Element, m_start, m_position);
        }
        return m_depth >= 0;
    }
    if (m_depth == 1 && tag.startsWith(streamStart)) {
        m_depth = 0;
    }
    const bool empty = tag[tag.size() - 2] == '/';
    if (m_depth == 0) {
        if (empty) {
            return false;
        }
        m_depth = 1;
        announce(Event::Open, m_tag, m_position);
        return true;
    }
    if (!empty) {
        ++m_depth;
        m_tooDeep = m_tooDeep || m_depth > depthLimit;
    } else if (m_depth == 1) {
        announce(Event::Element, m_start, m_position);
    }
    return true;
}

void StreamSplitter::announce(Event event, qsizetype from, qsizetype end)
{
    QByteArray xml = m_buffer.mid(from, end - from);
    if (std::exchange(m_tooDeep, false)) {
        xml = shell(xml);
    }
    m_start = end;
    m_handler(event, xml);
}

QByteArray StreamSplitter::shell(const QByteArray &element)
{
    char quote = 0;
    for (qsizetype i = 0; i < element.size(); ++i) {
        const char c = element[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i > 0 && element[i - 1] == '/' ? element.left(i + 1) : element.left(i) + "/>";
        }
    }
    return {};
}

} // namespace letterlock::app
