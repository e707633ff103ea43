// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::test {

/// A real Profanity in a terminal of its own (tmux), with own home, own GnuPG keys and trust in the throwaway
/// authority. It is driven as a person would drive it: by lines typed, and read from the screen and its log.
class ProfanityPeer {
public:
    struct Account {
        QString jid;
        QString password;
        QString host;
        quint16 port = 0;
        QString caFile;
    };
    explicit ProfanityPeer(Account account);
    ~ProfanityPeer();
    ProfanityPeer(const ProfanityPeer &) = delete;
    ProfanityPeer &operator=(const ProfanityPeer &) = delete;

    [[nodiscard]] bool signIn();
    /// A key without passphrase, "xmpp:" + address, in its GnuPG home; not announced.
    [[nodiscard]] bool makeKey();
    [[nodiscard]] bool announce(); ///< the key made last; until the server has answered
    /// Discovers, imports and switches on OX with `jid`, as `/ox` wants it.
    [[nodiscard]] bool startOx(const QString &jid, const crypto::KeyFingerprint &key);
    void type(const QString &line); ///< and Enter
    [[nodiscard]] bool shows(const QString &text, int milliseconds = 20000) const; ///< in the current window
    [[nodiscard]] bool logged(const QString &text, int milliseconds = 20000) const;

    [[nodiscard]] crypto::KeyFingerprint key() const { return m_key; }
    [[nodiscard]] QString screen() const;
    [[nodiscard]] QString log() const; ///< level debug, with every stanza
    QByteArray gpg(const QStringList &arguments, const QByteArray &input = {}) const;

private:
    [[nodiscard]] bool prepare() const;
    QByteArray tmux(const QStringList &arguments) const;
    QByteArray run(const QString &program, const QStringList &arguments, const QByteArray &input = {}) const;

    Account m_account;
    QTemporaryDir m_dir;
    QProcessEnvironment m_environment;
    crypto::KeyFingerprint m_key;
};

} // namespace letterlock::test
