// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStandardItemModel>

#include "app/chat/ConversationListModel.h"
#include "app/chat/TimelineModel.h"

namespace letterlock::test {

/// A conversation with every kind of row, in the roles of app::TimelineModel.
class Script {
public:
    using Model = app::TimelineModel;

    QStandardItemModel model;

    QStandardItem *say(bool outgoing, const QString &body, archive::Delivery delivery = archive::Delivery::Received,
        archive::Sealing sealing = archive::Sealing::Sealed)
    {
        archive::Message message;
        message.id = ++m_last;
        message.outgoing = outgoing;
        message.body = body;
        message.time = m_time.addSecs(60 * m_last);
        message.originId = QString::number(m_last);
        message.delivery = delivery;
        message.sealing = sealing;
        auto *item = new QStandardItem;
        item->setData(QVariant::fromValue(message.id), Model::MessageIdRole);
        item->setData(QVariant::fromValue(message), Model::MessageRole);
        item->setData(model.rowCount() == 0, Model::DayStartRole);
        item->setData(true, Model::GroupStartRole);
        item->setData(true, Model::GroupEndRole);
        item->setData(QStringLiteral("Anselm"), Model::SenderNameRole);
        model.appendRow(item);
        return item;
    }

    /// Older ones on top, as when a page arrives.
    void prepend(int count)
    {
        QList<QStandardItem *> all;
        for (int i = 0; i < count; ++i) {
            archive::Message message;
            message.id = -(++m_first);
            message.body = QStringLiteral("Older message %1").arg(i);
            message.time = m_time.addDays(-1);
            message.sealing = archive::Sealing::Sealed;
            auto *item = new QStandardItem;
            item->setData(QVariant::fromValue(message), Model::MessageRole);
            item->setData(true, Model::GroupStartRole);
            item->setData(true, Model::GroupEndRole);
            all.append(item);
        }
        model.invisibleRootItem()->insertRows(0, all);
    }

    void change(int row, const std::function<void(archive::Message &)> &edit)
    {
        auto *item = model.item(row);
        auto message = item->data(Model::MessageRole).value<archive::Message>();
        edit(message);
        item->setData(QVariant::fromValue(message), Model::MessageRole);
    }

private:
    QDateTime m_time = QDateTime(QDate::currentDate(), QTime(9, 0));
    archive::MessageId m_last = 0;
    archive::MessageId m_first = 0;
};

} // namespace letterlock::test
