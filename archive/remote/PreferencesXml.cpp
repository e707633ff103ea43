// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PreferencesXml.h"

#include <array>
#include <utility>

#include "archive/collection/CollectionXml.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;

namespace {

const QString dsNs = u"http://www.w3.org/2000/09/xmldsig#"_s;
constexpr qsizetype mostRules = 10'000; // a server may not fill our memory

template <class T, size_t N> using Names = std::array<std::pair<T, QLatin1StringView>, N>;

constexpr Names<SaveMode, 4> saveNames{{{SaveMode::Body, "body"_L1}, {SaveMode::Nothing, "false"_L1},
    {SaveMode::Message, "message"_L1}, {SaveMode::Stream, "stream"_L1}}};
constexpr Names<OffTheRecord, 6> otrNames{{{OffTheRecord::Approve, "approve"_L1}, {OffTheRecord::Concede, "concede"_L1},
    {OffTheRecord::Forbid, "forbid"_L1}, {OffTheRecord::Oppose, "oppose"_L1}, {OffTheRecord::Prefer, "prefer"_L1},
    {OffTheRecord::Require, "require"_L1}}};
constexpr Names<MethodUse, 3> useNames{
    {{MethodUse::Concede, "concede"_L1}, {MethodUse::Forbid, "forbid"_L1}, {MethodUse::Prefer, "prefer"_L1}}};

template <class T, size_t N> QString nameOf(const Names<T, N> &names, T value)
{
    for (const auto &[known, name] : names) {
        if (known == value) {
            return name;
        }
    }
    return {};
}

template <class T, size_t N> std::optional<T> valueOf(const Names<T, N> &names, const QString &text)
{
    for (const auto &[known, name] : names) {
        if (text == name) {
            return known;
        }
    }
    return std::nullopt;
}

bool isTrue(const QString &text)
{
    return text == "true"_L1 || text == "1"_L1;
}

/// What is left out stays as in `before` (R14). Nothing if a value is unknown: then the rule is not understood.
std::optional<SaveRule> readRule(const XmlElement &element, const SaveRule &before)
{
    SaveRule rule{before.save, before.otr, std::nullopt};
    if (element.hasAttribute(u"save")) {
        const auto save = valueOf(saveNames, element.attribute(u"save"));
        if (!save) {
            return std::nullopt;
        }
        rule.save = *save;
    }
    if (element.hasAttribute(u"otr")) {
        const auto otr = valueOf(otrNames, element.attribute(u"otr"));
        if (!otr) {
            return std::nullopt;
        }
        rule.otr = *otr;
    }
    if (element.hasAttribute(u"expire")) {
        bool ok = false;
        const qint64 seconds = element.attribute(u"expire").toLongLong(&ok);
        if (!ok || seconds < 0) {
            return std::nullopt;
        }
        rule.expire = seconds;
    }
    return rule;
}

bool applyContact(const XmlElement &element, Preferences &preferences)
{
    const QString address = element.attribute(u"jid");
    const auto *known = preferences.exactRule(address);
    const auto rule = readRule(element, known ? known->rule : preferences.rule);
    if (address.isEmpty() || !rule || preferences.contacts.size() >= mostRules) {
        return false;
    }
    preferences.contacts.removeIf([&](const ContactRule &old) { return old.address == address; });
    preferences.contacts.append({address, *rule, isTrue(element.attribute(u"exactmatch"))});
    return true;
}

bool applyThread(const XmlElement &element, Preferences &preferences)
{
    const QString thread = element.attribute(u"thread");
    const auto save = valueOf(saveNames, element.attribute(u"save"));
    if (thread.isEmpty() || !save || preferences.threads.size() >= mostRules) {
        return false;
    }
    preferences.threads.removeIf([&](const ThreadRule &old) { return old.thread == thread; });
    preferences.threads.append({thread, *save, element.attribute(u"timeout").toLongLong()});
    return true;
}

bool applyMethod(const XmlElement &element, Preferences &preferences)
{
    const auto use = valueOf(useNames, element.attribute(u"use"));
    const QString type = element.attribute(u"type");
    auto *target = type == "auto"_L1 ? &preferences.methods.automatic
        : type == "local"_L1         ? &preferences.methods.local
        : type == "manual"_L1        ? &preferences.methods.manual
                                     : nullptr;
    if (!use || !target) {
        return false;
    }
    *target = *use;
    return true;
}

bool apply(const XmlElement &element, Preferences &preferences)
{
    if (element.name() == "auto"_L1) {
        preferences.records = isTrue(element.attribute(u"save"));
        preferences.recordsLastingly = preferences.records && element.attribute(u"scope") == "global"_L1;
        return true;
    }
    if (element.name() == "default"_L1) {
        const auto rule = readRule(element, preferences.rule);
        if (rule) {
            preferences.rule = *rule;
            preferences.isUnset = isTrue(element.attribute(u"unset"));
        }
        return rule.has_value();
    }
    return element.name() == "item"_L1   ? applyContact(element, preferences)
        : element.name() == "session"_L1 ? applyThread(element, preferences)
                                         : element.name() == "method"_L1 && applyMethod(element, preferences);
}

} // namespace

PreferencesXml::PreferencesXml(QString ns)
    : m_ns(std::move(ns))
{
}

XmlElement PreferencesXml::around(const QString &name, XmlElement child) const
{
    XmlElement element(name, m_ns);
    element.append(std::move(child));
    return element;
}

XmlElement PreferencesXml::ruleElement(const QString &name, const SaveRule &rule) const
{
    XmlElement element(name, m_ns);
    element.setAttribute(u"otr"_s, nameOf(otrNames, rule.otr)).setAttribute(u"save"_s, nameOf(saveNames, rule.save));
    if (rule.expire) {
        element.setAttribute(u"expire"_s, QString::number(*rule.expire));
    }
    return element;
}

XmlElement PreferencesXml::fetch() const
{
    return XmlElement(u"pref"_s, m_ns);
}

XmlElement PreferencesXml::setDefault(const SaveRule &rule) const
{
    return around(u"pref"_s, ruleElement(u"default"_s, rule));
}

XmlElement PreferencesXml::setContact(const ContactRule &rule) const
{
    auto element = ruleElement(u"item"_s, rule.rule);
    element.setAttribute(u"jid"_s, rule.address);
    if (rule.exact) {
        element.setAttribute(u"exactmatch"_s, u"true"_s);
    }
    return around(u"pref"_s, std::move(element));
}

XmlElement PreferencesXml::setThread(const QString &thread, SaveMode save) const
{
    XmlElement element(u"session"_s, m_ns);
    element.setAttribute(u"thread"_s, thread).setAttribute(u"save"_s, nameOf(saveNames, save));
    return around(u"pref"_s, std::move(element));
}

XmlElement PreferencesXml::setMethods(const MethodUses &methods) const
{
    XmlElement element(u"pref"_s, m_ns);
    for (const auto &[type, use] : {std::pair{u"auto"_s, methods.automatic}, std::pair{u"local"_s, methods.local},
             std::pair{u"manual"_s, methods.manual}}) {
        XmlElement method(u"method"_s, m_ns);
        method.setAttribute(u"type"_s, type).setAttribute(u"use"_s, nameOf(useNames, use));
        element.append(std::move(method));
    }
    return element;
}

XmlElement PreferencesXml::removeContact(const QString &address) const
{
    XmlElement item(u"item"_s, m_ns);
    item.setAttribute(u"jid"_s, address);
    return around(u"itemremove"_s, std::move(item));
}

XmlElement PreferencesXml::removeThread(const QString &thread) const
{
    XmlElement session(u"session"_s, m_ns);
    session.setAttribute(u"thread"_s, thread);
    return around(u"sessionremove"_s, std::move(session));
}

XmlElement PreferencesXml::record(const Recording &recording) const
{
    XmlElement element(u"auto"_s, m_ns);
    element.setAttribute(u"save"_s, recording.on ? u"true"_s : u"false"_s);
    if (recording.lasting) {
        element.setAttribute(u"scope"_s, u"global"_s);
    }
    if (!recording.on || !recording.sealed) {
        return element; // empty, as XEP-0136 wants it (R06)
    }
    element.setAttribute(u"encrypt"_s, u"true"_s);
    for (const auto &key : recording.keys) {
        XmlElement value(u"RSAKeyValue"_s, dsNs);
        value.appendTextElement(u"Modulus"_s, QString::fromLatin1(key.modulus.toBase64()));
        value.appendTextElement(u"Exponent"_s, QString::fromLatin1(key.exponent.toBase64()));
        XmlElement info(u"KeyInfo"_s, dsNs);
        info.appendTextElement(u"KeyName"_s, key.name); // beside KeyValue (R05)
        info.append(XmlElement(u"KeyValue"_s, dsNs).append(std::move(value)));
        element.append(std::move(info));
    }
    return element;
}

XmlElement PreferencesXml::write(const Preferences &preferences) const
{
    auto element = setMethods(preferences.methods);
    XmlElement automatic(u"auto"_s, m_ns);
    automatic.setAttribute(u"save"_s, preferences.records ? u"true"_s : u"false"_s);
    if (preferences.recordsLastingly) {
        automatic.setAttribute(u"scope"_s, u"global"_s);
    }
    element.append(std::move(automatic));
    auto general = ruleElement(u"default"_s, preferences.rule);
    if (preferences.isUnset) {
        general.setAttribute(u"unset"_s, u"true"_s);
    }
    element.append(std::move(general));
    for (const auto &contact : preferences.contacts) {
        element.append(*setContact(contact).firstElement());
    }
    for (const auto &thread : preferences.threads) {
        element.append(*setThread(thread.thread, thread.save).firstElement());
    }
    return element;
}

ArchiveResult<Preferences> PreferencesXml::read(const XmlElement &answer)
{
    if (answer.name() != "pref"_L1 || !CollectionXml::isArchiveNs(answer.ns())) {
        return archiveError(ArchiveError::Code::BadAnswer, u"no pref element in the answer to pref"_s);
    }
    Preferences preferences;
    // Items that leave something out refer to the default, wherever it stands.
    if (const auto *element = answer.child(u"default", answer.ns())) {
        apply(*element, preferences);
    }
    for (const auto *element : answer.elements()) {
        if (element->ns() == answer.ns()) {
            apply(*element, preferences);
        }
    }
    return preferences;
}

bool PreferencesXml::applyPush(const XmlElement &payload, Preferences &preferences)
{
    if (!CollectionXml::isArchiveNs(payload.ns())) {
        return false;
    }
    const auto children = payload.elements();
    if (payload.name() == "pref"_L1) {
        bool understood = !children.empty();
        for (const auto *element : children) {
            understood = element->ns() == payload.ns() && element->name() != "auto"_L1 && apply(*element, preferences)
                && understood;
        }
        return understood;
    }
    if (payload.name() == "itemremove"_L1 || payload.name() == "sessionremove"_L1) {
        for (const auto *element : children) {
            preferences.contacts.removeIf([&](const ContactRule &rule) {
                return element->name() == "item"_L1 && rule.address == element->attribute(u"jid");
            });
            preferences.threads.removeIf([&](const ThreadRule &rule) {
                return element->name() == "session"_L1 && rule.thread == element->attribute(u"thread");
            });
        }
        return !children.empty();
    }
    return false;
}

} // namespace letterlock::archive
