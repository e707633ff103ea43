// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the fuzzer's own build of the sources, which has a budget of 20 seconds.
#pragma once

#include <QCryptographicHash>
#include <QDateTime>
#include <QFuture>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QMutex>
#include <QRegularExpression>
#include <QSet>
#include <QString>
#include <QXmlStreamReader>

#include <algorithm>
#include <expected>
#include <functional>
#include <optional>
#include <variant>
#include <vector>
