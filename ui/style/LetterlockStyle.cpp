// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/LetterlockStyle.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"
#include "ui/style/TabPaint.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

void drawSwitch(const QStyleOption *option, QPainter *painter)
{
    const QRectF rect = QRectF(option->rect);
    const bool on = option->state & QStyle::State_On;
    const bool enabled = option->state & QStyle::State_Enabled;
    const QRectF track(rect.center().x() - 20, rect.center().y() - 12, 40, 24);
    const QColor fill = on ? color(enabled ? Role::Accent : Role::AccentLine) : color(Role::BgPress);
    roundRect(*painter, track, 12, fill, on ? QColor(Qt::transparent) : color(Role::LineStrong), 1.5);
    const bool right = on != (option->direction == Qt::RightToLeft);
    const QRectF knob(right ? track.right() - 20 : track.left() + 4, track.top() + 4, 16, 16);
    roundRect(*painter, knob, 8, on ? color(Role::OnAccent) : color(Role::LineStrong), Qt::transparent);
}

void drawScrollBar(const QStyleOptionSlider *option, QPainter *painter, const QRect &slider)
{
    if (option->maximum <= option->minimum)
        return;
    const bool active = option->state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    QColor thumb = color(Role::LineStrong);
    if (!active && !Palette::current().isHighContrast())
        thumb.setAlpha(160);
    QRectF rect(slider);
    if (option->orientation == Qt::Vertical)
        rect = QRectF(rect.center().x() - 2.5, rect.top() + 2, 6, rect.height() - 4);
    else
        rect = QRectF(rect.left() + 2, rect.center().y() - 2.5, rect.width() - 4, 6);
    roundRect(*painter, rect, 3, thumb, Qt::transparent);
}

} // namespace

LetterlockStyle::LetterlockStyle(Palette &palette)
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    , m_palette(palette)
{
    connect(&m_palette, &Palette::changed, this, [this] {
        if (QApplication::style() == this)
            QApplication::setPalette(m_palette.toQPalette());
    });
}

void LetterlockStyle::install(Palette &palette)
{
    palette.makeCurrent();
    QApplication::setStyle(new LetterlockStyle(palette));
    QApplication::setPalette(palette.toQPalette());
}

void LetterlockStyle::polish(QPalette &palette)
{
    palette = m_palette.toQPalette();
}

void LetterlockStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

int LetterlockStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollView_ScrollBarOverlap:
        return 0;
    case PM_IndicatorWidth:
        return widget && widget->property("switch").toBool() ? 40 : metrics::kCheck;
    case PM_IndicatorHeight:
        return widget && widget->property("switch").toBool() ? 24 : metrics::kCheck;
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return metrics::kCheck;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 10;
    case PM_ButtonIconSize:
        return metrics::kIconButton;
    case PM_SmallIconSize:
        return metrics::kIconButton;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_SplitterWidth:
        return 1;
    case PM_DefaultFrameWidth:
        return 1;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int LetterlockStyle::styleHint(
    StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ScrollBar_Transient:
        return 0;
    case SH_ToolTipLabel_Opacity:
        return 255;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize LetterlockStyle::sizeFromContents(
    ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        // Contents already hold text and icon; the padding is ours.
        const int padding = buttonHeight(widget) == metrics::kControlLarge ? 22 : 13;
        return {size.width() + 2 * padding, qMax(buttonHeight(widget), size.height() + 6)};
    }
    case CT_LineEdit:
        result.setHeight(qMax(metrics::kControl, size.height() + 8));
        break;
    case CT_ComboBox:
        result.setHeight(qMax(metrics::kControl, size.height() + 8));
        break;
    case CT_TabBarTab:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return {tab->fontMetrics.horizontalAdvance(tab->text) + 2 * kTabPadding + kTabGap,
                qMax(kTabHeight, tab->fontMetrics.height() + 16)};
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            if (item->menuItemType != QStyleOptionMenuItem::Separator)
                result.setHeight(qMax(32, result.height()));
        break;
    default:
        break;
    }
    return result;
}

QRect LetterlockStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents) {
        const auto *panel = qstyleoption_cast<const QStyleOptionFrame *>(option);
        return panel && panel->lineWidth > 0 ? rect.adjusted(7, 0, -7, 0) : rect;
    }
    return rect;
}

QRect LetterlockStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex *option, SubControl subControl, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        const bool vertical = slider->orientation == Qt::Vertical;
        const int length = vertical ? slider->rect.height() : slider->rect.width();
        const int range = slider->maximum - slider->minimum;
        int thumb = length;
        if (range > 0)
            thumb
                = qBound(qMin(28, length), int(qint64(length) * slider->pageStep / (range + slider->pageStep)), length);
        const int start = sliderPositionFromValue(
            slider->minimum, slider->maximum, slider->sliderPosition, length - thumb, slider->upsideDown);
        int from = 0;
        int to = length;
        switch (subControl) {
        case SC_ScrollBarSlider:
            from = start;
            to = start + thumb;
            break;
        case SC_ScrollBarSubPage:
            to = start;
            break;
        case SC_ScrollBarAddPage:
            from = start + thumb;
            break;
        case SC_ScrollBarGroove:
            break;
        default:
            return {};
        }
        const QRect rect = vertical ? QRect(0, from, slider->rect.width(), to - from)
                                    : QRect(from, 0, to - from, slider->rect.height());
        return visualRect(slider->direction, slider->rect, rect);
    }
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        return visualRect(option->direction, option->rect, option->rect.adjusted(10, 2, -30, -2));
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

void LetterlockStyle::drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius)
{
    roundRect(painter, rect, radius, Qt::transparent, color(Role::Accent), 2);
}

void LetterlockStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const QRectF rect(option->rect);
    const bool enabled = option->state & State_Enabled;
    switch (element) {
    case PE_PanelLineEdit: {
        const auto *panel = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (panel && panel->lineWidth <= 0)
            return;
        const bool wrong = widget && widget->property("error").toBool();
        const bool focus = option->state & State_HasFocus;
        const bool readOnly = option->state & State_ReadOnly;
        const Role border = wrong  ? Role::Bad
            : focus                ? Role::Accent
            : readOnly || !enabled ? Role::Line
                                   : Role::LineStrong;
        roundRect(*painter, rect, metrics::kRadiusControl,
            color(readOnly || !enabled ? Role::BgSunken : Role::BgSurface), color(border), wrong || focus ? 2 : 1);
        return;
    }
    case PE_FrameLineEdit:
        return;
    case PE_FrameFocusRect:
        if (option->state & State_KeyboardFocusChange)
            drawFocusRing(*painter, rect, metrics::kRadiusControl);
        return;
    case PE_IndicatorCheckBox: {
        if (widget && widget->property("switch").toBool()) {
            drawSwitch(option, painter);
            return;
        }
        const bool on = option->state & (State_On | State_NoChange);
        roundRect(*painter, rect, 5, on ? color(enabled ? Role::Accent : Role::AccentLine) : color(Role::BgSurface),
            on ? QColor(Qt::transparent) : color(enabled ? Role::LineStrong : Role::Line), 1.5);
        if (on)
            icons::paint(*painter, option->rect.adjusted(2, 2, -2, -2), u"check"_s, color(Role::OnAccent));
        return;
    }
    case PE_IndicatorRadioButton: {
        const bool on = option->state & State_On;
        roundRect(*painter, rect, rect.height() / 2, color(Role::BgSurface),
            color(!enabled ? Role::Line
                    : on   ? Role::Accent
                           : Role::LineStrong),
            on ? 6 : 1.5);
        return;
    }
    case PE_PanelButtonTool: {
        const bool on = option->state & State_On;
        const bool down = option->state & State_Sunken;
        const bool hover = enabled && (option->state & State_MouseOver);
        if (on || down || hover)
            roundRect(*painter, rect, metrics::kRadiusControl,
                color(on       ? Role::AccentSoft
                        : down ? Role::BgPress
                               : Role::BgHover),
                Qt::transparent);
        if (hasKeyboardFocus(option))
            drawFocusRing(*painter, rect, metrics::kRadiusControl);
        return;
    }
    case PE_FrameTabBarBase:
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, color(Role::InvBg));
        return;
    case PE_FrameMenu:
        roundRect(*painter, rect, 0, Qt::transparent, color(Role::Line));
        return;
    case PE_PanelMenu:
        painter->fillRect(option->rect, color(Role::BgRaised));
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void LetterlockStyle::drawControl(
    ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonBevel:
        paintButtonBevel(*painter, option, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            paintButtonLabel(*painter, button, widget);
        return;
    case CE_ComboBoxLabel: {
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        painter->setPen(color(option->state & State_Enabled ? Role::Text : Role::TextOff));
        const QRect area = subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget);
        painter->drawText(area, int(Qt::AlignVCenter | QStyle::visualAlignment(option->direction, Qt::AlignLeft)),
            combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, area.width()));
        return;
    }
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            paintTabShape(*painter, *tab);
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            paintTabLabel(*painter, *tab);
        return;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            paintHeaderSection(*painter, *header);
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, color(Role::BgSurface));
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            paintHeaderLabel(*painter, *header);
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, color(Role::Line));
        return;
    case CE_ShapedFrame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option)) {
            if (frame->frameShape == QFrame::HLine) {
                painter->fillRect(
                    QRect(option->rect.x(), option->rect.center().y(), option->rect.width(), 1), color(Role::Line));
                return;
            }
        }
        QProxyStyle::drawControl(element, option, painter, widget);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void LetterlockStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        // The bar stands on the same ground as what it scrolls.
        const auto *holder = widget ? widget->parentWidget() : nullptr;
        if (const auto *area = qobject_cast<const QAbstractScrollArea *>(holder ? holder->parentWidget() : nullptr))
            painter->fillRect(option->rect, area->viewport()->palette().color(area->viewport()->backgroundRole()));
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            drawScrollBar(slider, painter, subControlRect(control, option, SC_ScrollBarSlider, widget));
        return;
    }
    if (control == CC_ComboBox) {
        const bool enabled = option->state & State_Enabled;
        const bool focus = option->state & State_HasFocus;
        roundRect(*painter, option->rect, metrics::kRadiusControl, color(enabled ? Role::BgSurface : Role::BgSunken),
            color(focus       ? Role::Accent
                    : enabled ? Role::LineStrong
                              : Role::Line),
            focus ? 2 : 1);
        const QRect arrow(option->rect.right() - 26, option->rect.center().y() - 8, 16, 16);
        icons::paint(*painter, visualRect(option->direction, option->rect, arrow), u"chevron-down"_s,
            color(enabled ? Role::Text2 : Role::TextOff));
        return;
    }
    if (control == CC_Slider) {
        paintSlider(*painter, *option, subControlRect(control, option, SC_SliderGroove, widget),
            subControlRect(control, option, SC_SliderHandle, widget));
        return;
    }
    if (control == CC_ToolButton) {
        // A button whose glyph or name promises a menu needs no second arrow.
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option)) {
            QStyleOptionToolButton plain(*button);
            plain.features &= ~QStyleOptionToolButton::HasMenu;
            QProxyStyle::drawComplexControl(control, &plain, painter, widget);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace letterlock::ui
