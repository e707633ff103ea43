// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/model/ArchiveError.h"
#include "archive/model/Preferences.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// The payloads of XEP-0136 sections 2 and 6 and XEP-0241 section 3. Written strictly in one namespace, read in either.
class PreferencesXml {
public:
    explicit PreferencesXml(QString ns);

    [[nodiscard]] crypto::XmlElement fetch() const;
    [[nodiscard]] crypto::XmlElement setDefault(const SaveRule &rule) const;
    [[nodiscard]] crypto::XmlElement setContact(const ContactRule &rule) const;
    [[nodiscard]] crypto::XmlElement setThread(const QString &thread, SaveMode save) const;
    [[nodiscard]] crypto::XmlElement setMethods(const MethodUses &methods) const;
    [[nodiscard]] crypto::XmlElement removeContact(const QString &address) const;
    [[nodiscard]] crypto::XmlElement removeThread(const QString &thread) const;
    [[nodiscard]] crypto::XmlElement record(const Recording &recording) const;

    /// All of them, as read() takes them.
    [[nodiscard]] crypto::XmlElement write(const Preferences &preferences) const;
    static ArchiveResult<Preferences> read(const crypto::XmlElement &answer);
    /// Puts what the server tells of a change into `preferences`. False: it is no such thing, or makes no sense.
    static bool applyPush(const crypto::XmlElement &payload, Preferences &preferences);

private:
    [[nodiscard]] crypto::XmlElement around(const QString &name, crypto::XmlElement child) const;
    [[nodiscard]] crypto::XmlElement ruleElement(const QString &name, const SaveRule &rule) const;

    QString m_ns;
};

} // namespace letterlock::archive
