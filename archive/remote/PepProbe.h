// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/PepNodes.h"

namespace letterlock::archive {

/// Shows by trying whether private nodes keep what they are given, keep several items, give them back by id and refuse
/// a write whose fence is broken. Everything it makes is removed again.
class PepProbe {
public:
    PepProbe(PepNodes &nodes, QObject *context);
    /// Why they do not; empty = they do. An error says nothing about them.
    Pending<QString> run();

private:
    Pending<QString> write(QString node);
    Pending<QString> readBack(QString node, QString token);

    PepNodes &m_nodes;
    QObject *m_context;
};

} // namespace letterlock::archive
