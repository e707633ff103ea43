// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/ComposerField.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

namespace letterlock::ui {

ComposerField::ComposerField(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setAcceptDrops(false); // the whole conversation takes them
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, [this] { grow(); });
    grow();
}

void ComposerField::setMaximumLines(int lines)
{
    m_maximumLines = qMax(1, lines);
    grow();
}

void ComposerField::setEnterSends(bool sends)
{
    m_enterSends = sends;
}

void ComposerField::grow()
{
    // QPlainTextDocumentLayout counts its height in lines.
    const int lines = qMax(1, int(document()->size().height()));
    const int step = fontMetrics().lineSpacing();
    setVerticalScrollBarPolicy(lines > m_maximumLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setFixedHeight(qMin(lines, m_maximumLines) * step + 4);
}

bool ComposerField::event(QEvent *event)
{
    // With nothing to take back here, Ctrl+Z belongs to the window.
    if (event->type() == QEvent::ShortcutOverride && !document()->isUndoAvailable()
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Undo)) {
        event->ignore();
        return true;
    }
    return QPlainTextEdit::event(event);
}

bool ComposerField::canInsertFromMimeData(const QMimeData *given) const
{
    return given->hasImage() || given->hasUrls() || QPlainTextEdit::canInsertFromMimeData(given);
}

void ComposerField::insertFromMimeData(const QMimeData *given)
{
    QStringList paths;
    for (const auto &url : given->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    // Office programs put a picture of the text beside it: there the text is meant.
    if (!paths.isEmpty())
        Q_EMIT filesPasted(paths);
    else if (given->hasImage() && !given->hasText())
        Q_EMIT picturePasted(qvariant_cast<QImage>(given->imageData()));
    else
        QPlainTextEdit::insertFromMimeData(given);
}

void ComposerField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const bool shift = event->modifiers() & Qt::ShiftModifier;
        const bool control = event->modifiers() & Qt::ControlModifier;
        if (control || shift != m_enterSends) {
            Q_EMIT submitted();
            return;
        }
        insertPlainText(QStringLiteral("\n"));
        ensureCursorVisible();
        return;
    }
    if (event->key() == Qt::Key_Up && toPlainText().isEmpty()) {
        Q_EMIT editLastWanted();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT escapePressed();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void ComposerField::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged();
}

void ComposerField::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged();
}

void ComposerField::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    grow();
}

void ComposerField::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        grow();
}

} // namespace letterlock::ui
