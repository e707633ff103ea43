// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/Icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace letterlock::ui::icons {

using namespace Qt::StringLiterals;

namespace {

bool hasDirection(const QString &name)
{
    static const QStringList mirrored = {u"back"_s, u"chevron-right"_s, u"reply"_s, u"forward"_s, u"send"_s, u"undo"_s,
        u"panel"_s, u"export"_s, u"sign-out"_s};
    return mirrored.contains(name);
}

QByteArray source(const QString &name)
{
    static QHash<QString, QByteArray> cache;
    const auto found = cache.constFind(name);
    if (found != cache.cend())
        return *found;
    QFile file(u":/icons/%1.svg"_s.arg(name));
    QByteArray svg;
    if (file.open(QIODevice::ReadOnly))
        svg = file.readAll();
    else
        qWarning("There is no icon %s", qPrintable(name));
    cache.insert(name, svg);
    return svg;
}

QPixmap render(const QString &name, const QColor &color, const QSize &size, qreal ratio)
{
    const bool mirror = QApplication::layoutDirection() == Qt::RightToLeft && hasDirection(name);
    const QString key = u"letterlock:%1:%2:%3x%4@%5:%6"_s.arg(name, color.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio)
                            .arg(mirror);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QByteArray svg = source(name);
    if (!svg.isEmpty() && !image.isNull()) {
        QSvgRenderer renderer(QByteArray(svg).replace("currentColor", color.name().toLatin1()));
        QPainter painter(&image);
        const qreal side = qMin(image.width(), image.height());
        renderer.render(&painter, QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side));
    }
    if (mirror)
        image = image.mirrored(true, false);
    pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class Engine : public QIconEngine {
public:
    Engine(QString name, Role role, Role onRole)
        : m_name(std::move(name))
        , m_role(role)
        , m_onRole(onRole)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        painter->drawPixmap(
            rect.topLeft(), render(m_name, colorFor(mode, state), rect.size(), painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return render(m_name, colorFor(mode, state), size, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        return render(m_name, colorFor(mode, state), size / scale, scale);
    }
    QIconEngine *clone() const override { return new Engine(*this); }

private:
    QColor colorFor(QIcon::Mode mode, QIcon::State state) const
    {
        if (mode == QIcon::Disabled)
            return color(Role::TextOff);
        return color(state == QIcon::On && m_onRole != Role::Count ? m_onRole : m_role);
    }

    QString m_name;
    Role m_role;
    Role m_onRole;
};

} // namespace

QIcon icon(const QString &name, Role role, Role onRole)
{
    return QIcon(new Engine(name, role, onRole));
}

QPixmap pixmap(const QString &name, Role role, int size, qreal devicePixelRatio)
{
    return render(name, color(role), QSize(size, size), devicePixelRatio);
}

QPixmap pixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    return render(name, color, QSize(size, size), devicePixelRatio);
}

void paint(QPainter &painter, const QRect &rect, const QString &name, const QColor &color)
{
    const int side = qMin(rect.width(), rect.height());
    const QRect square(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side);
    painter.drawPixmap(square.topLeft(), render(name, color, square.size(), painter.device()->devicePixelRatioF()));
}

QIcon application()
{
    QIcon icon;
    icon.addFile(u":/icons/letterlock-small.svg"_s, QSize(16, 16));
    icon.addFile(u":/icons/letterlock-small.svg"_s, QSize(24, 24));
    for (const int size : {32, 48, 64, 128, 256})
        icon.addFile(u":/icons/letterlock.svg"_s, QSize(size, size));
    return icon;
}

} // namespace letterlock::ui::icons
