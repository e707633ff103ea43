// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include "app/keys/KeyController.h"

namespace letterlock::ui {

/// One contact's newest key, or that there is none.
struct ContactKeyRow {
    crypto::BareJid contact;
    QString name;
    crypto::KeyFingerprint key; ///< empty = no key
    crypto::TrustVerdict verdict = crypto::TrustVerdict::NoKey;
    QDateTime since;
    crypto::KeyFingerprint continues; ///< a compared key vouched for this one
    QList<app::ContactKey> history; ///< all that are known, newest first

    [[nodiscard]] bool needsAttention() const;
};

/// The table of contacts' keys: person, end of the key, state, since.
class ContactKeyModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Person, Ending, State, Since, ColumnCount };
    enum Field { RowRole = Qt::UserRole + 1 }; ///< ContactKeyRow
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<ContactKeyRow> &rows);
    [[nodiscard]] const QList<ContactKeyRow> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<ContactKeyRow> m_rows;
};

/// By words in name, address or fingerprint, and by state.
class ContactKeyFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum class Show { All, NeedAttention, Checked };
    explicit ContactKeyFilter(QObject *parent = nullptr);
    void setShow(Show show);
    void setWords(const QString &words);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    Show m_show = Show::All;
    QString m_words;
};

/// Paints a row: avatar and name, digits, trust chip, date.
class ContactKeyDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace letterlock::ui

Q_DECLARE_METATYPE(letterlock::ui::ContactKeyRow)
