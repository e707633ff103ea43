// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/FutureChain.h"
#include "archive/remote/PrivateStore.h"

namespace letterlock::archive {

/// Keeps two devices from re-keying at once: a node on the own server that only one can create. A lease with our own
/// token (of before a crash, or whose answer was lost) is ours.
class RekeyLease {
public:
    static const QString node; ///< urn:letterlock:archive:lease

    RekeyLease(PrivateStore &privateStore, QObject *context);
    Pending<void> take(QString token); ///< LeaseHeld: another device has it
    Pending<void> drop(QString token); ///< leaves another device's lease alone
    [[nodiscard]] bool isHeld() const { return m_held; }
    void forget() { m_held = false; } ///< look again before the next step

private:
    PrivateStore &m_privateStore;
    QObject *m_context;
    bool m_held = false;
};

} // namespace letterlock::archive
