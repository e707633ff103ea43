// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QPainter>
#include <QTest>

#include "tests/ui/widgets/Screen.h"
#include "ui/widgets/QrView.h"
#include "ui/widgets/RecoverySheet.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

/// Reads a QR code of version 3 with error correction M as ISO/IEC 18004 describes it, written apart from what makes
/// them. Corrects nothing: a single wrong module fails the syndromes.
class QrReader {
public:
    explicit QrReader(const ui::QrCode &code)
        : m_code(code)
    {
    }

    [[nodiscard]] bool hasPatterns() const
    {
        static const QStringList finder{
            u"1111111"_s, u"1000001"_s, u"1011101"_s, u"1011101"_s, u"1011101"_s, u"1000001"_s, u"1111111"_s};
        for (const auto &[left, top] : {std::pair{0, 0}, std::pair{size - 7, 0}, std::pair{0, size - 7}}) {
            for (int i = 0; i < 49; ++i) {
                if (m_code.isDark(left + i % 7, top + i / 7) != (finder[i / 7][i % 7] == u'1')) {
                    return false;
                }
            }
        }
        for (int i = 8; i < size - 8; ++i) {
            if (m_code.isDark(i, 6) != (i % 2 == 0) || m_code.isDark(6, i) != (i % 2 == 0)) {
                return false;
            }
        }
        return true;
    }

    /// Error correction level and mask, five bits; -1 if the check bits are wrong.
    [[nodiscard]] int format() const
    {
        int bits = 0;
        for (const auto &[column, row] : {std::pair{0, 8}, {1, 8}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {7, 8}, {8, 8},
                 {8, 7}, {8, 5}, {8, 4}, {8, 3}, {8, 2}, {8, 1}, {8, 0}}) {
            bits = bits << 1 | int(m_code.isDark(column, row));
        }
        bits ^= 0x5412;
        int rest = bits;
        for (int i = 14; i >= 10; --i) {
            rest ^= (rest >> i & 1) ? 0x537 << (i - 10) : 0;
        }
        return rest == 0 ? bits >> 10 : -1;
    }

    [[nodiscard]] QByteArray codewords() const
    {
        QByteArray words;
        int bits = 0;
        int count = 0;
        bool up = true;
        for (int right = size - 1; right > 0; right -= 2) {
            right -= right == 6 ? 1 : 0; // the timing column
            for (int step = 0; step < size; ++step) {
                const int row = up ? size - 1 - step : step;
                for (const int column : {right, right - 1}) {
                    if (isReserved(column, row)) {
                        continue;
                    }
                    bits = bits << 1 | int(m_code.isDark(column, row) != isMasked(column, row));
                    if (++count == 8) {
                        words.append(char(bits));
                        bits = count = 0;
                    }
                }
            }
            up = !up;
        }
        return words;
    }

    /// All zero for a code without an error: the codewords are a multiple of the generator polynomial.
    [[nodiscard]] static bool isCodeword(const QByteArray &words)
    {
        int root = 1;
        for (int i = 0; i < checkWords; ++i, root = times(root, 2)) {
            int value = 0;
            for (const char word : words) {
                value = times(value, root) ^ uchar(word);
            }
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] static QString text(const QByteArray &words)
    {
        static const QString signs = u"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"_s;
        QString result;
        qsizetype at = 0;
        const auto take = [&](int count) {
            int value = 0;
            for (; count > 0; --count, ++at) {
                value = value << 1 | (uchar(words[at / 8]) >> (7 - at % 8) & 1);
            }
            return value;
        };
        for (int mode = take(4); mode != 0; mode = take(4)) {
            if (mode == 1) { // digits
                for (int left = take(10); left > 0; left -= 3) {
                    const int digits = std::min(left, 3);
                    result += QString::number(take(1 + 3 * digits)).rightJustified(digits, u'0');
                }
            } else if (mode == 2) {
                for (int left = take(9); left > 0; left -= 2) {
                    const int value = take(left > 1 ? 11 : 6);
                    result += left > 1 ? QString(signs[value / 45]) + signs[value % 45] : QString(signs[value]);
                }
            } else if (mode == 4) {
                for (int left = take(8); left > 0; --left) {
                    result += QChar(take(8));
                }
            } else {
                return {};
            }
        }
        return result;
    }

    static constexpr int size = 29;
    static constexpr int dataWords = 44;
    static constexpr int checkWords = 26;

private:
    static int times(int a, int b)
    {
        int product = 0;
        for (; b > 0; b >>= 1, a = a << 1 ^ (a & 0x80 ? 0x11d : 0)) {
            product ^= b & 1 ? a : 0;
        }
        return product;
    }

    static bool isReserved(int column, int row)
    {
        const bool corner
            = (column < 9 && row < 9) || (column >= size - 8 && row < 9) || (column < 9 && row >= size - 8);
        const bool alignment = std::abs(column - 22) <= 2 && std::abs(row - 22) <= 2;
        return corner || alignment || column == 6 || row == 6;
    }

    [[nodiscard]] bool isMasked(int column, int row) const
    {
        const int product = column * row;
        switch (format() & 7) {
        case 0:
            return (row + column) % 2 == 0;
        case 1:
            return row % 2 == 0;
        case 2:
            return column % 3 == 0;
        case 3:
            return (row + column) % 3 == 0;
        case 4:
            return (row / 2 + column / 3) % 2 == 0;
        case 5:
            return product % 2 + product % 3 == 0;
        case 6:
            return (product % 2 + product % 3) % 2 == 0;
        default:
            return ((row + column) % 2 + product % 3) % 2 == 0;
        }
    }

    const ui::QrCode &m_code;
};

} // namespace

class QrCodeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aReaderReadsTheKey_data()
    {
        QTest::addColumn<QString>("digits");
        QTest::newRow("mixed") << u"5A08E1C394F72DB68E501F7BC29D63A40D8EF217"_s;
        QTest::newRow("digits") << u"0123456789012345678901234567890123456789"_s;
        QTest::newRow("letters") << u"ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD"_s;
    }

    void aReaderReadsTheKey()
    {
        QFETCH(QString, digits);
        const auto code = ui::QrCode::ofKey(*crypto::KeyFingerprint::parse(digits));
        QCOMPARE(code.size(), QrReader::size);
        const QrReader reader(code);
        QVERIFY(reader.hasPatterns());
        QCOMPARE(reader.format() >> 3, 0); // level M
        const auto words = reader.codewords();
        QCOMPARE(words.size(), QrReader::dataWords + QrReader::checkWords);
        QVERIFY(QrReader::isCodeword(words));
        auto broken = words;
        broken[3] = char(broken[3] ^ 1);
        QVERIFY(!QrReader::isCodeword(broken));
        QCOMPARE(QrReader::text(words), u"OPENPGP4FPR:"_s + digits);
    }

    void nothingIsAnEmptyCode()
    {
        QVERIFY(ui::QrCode().isEmpty());
        QVERIFY(ui::QrCode::ofKey({}).isEmpty());
        QVERIFY(ui::QrCode(QString(10'000, u'x')).isEmpty());
    }

    void whatWasScannedIsUnderstood()
    {
        const auto digits = u"5A08E1C394F72DB68E501F7BC29D63A40D8EF217"_s;
        QCOMPARE(ui::QrCode::digitsOf(u" openpgp4fpr:"_s + digits), digits);
        QCOMPARE(ui::QrCode::digitsOf(u"OPENPGP4FPR:"_s + digits), digits);
        QCOMPARE(ui::QrCode::digitsOf(u"5A08 E1C3-94F7:2DB6"_s), u"5A08E1C394F72DB6"_s);
    }

    /// Black on white with four modules of white around, also where everything else is dark.
    void isPaintedForReaders()
    {
        Dress dress;
        dress.palette().setChoice(app::ThemeChoice::Dark);
        const auto code
            = ui::QrCode::ofKey(*crypto::KeyFingerprint::parse(u"5A08E1C394F72DB68E501F7BC29D63A40D8EF217"_s));
        constexpr int module = 5;
        const int modules = code.size() + 8;
        QImage image(modules * module, modules * module, QImage::Format_RGB32);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        code.paint(painter, image.rect());
        painter.end();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const int column = x / module - 4;
                const int row = y / module - 4;
                const bool inside = column >= 0 && row >= 0 && column < code.size() && row < code.size();
                const bool dark = inside && code.isDark(column, row);
                QCOMPARE(image.pixelColor(x, y), QColor(dark ? Qt::black : Qt::white));
            }
        }
        ui::QrView view(code, 188);
        const auto shown = view.grab().toImage();
        const int left = (188 - 184 / modules * modules) / 2;
        const int step = 184 / modules;
        for (int i = 0; i < modules * modules; ++i) {
            const int column = i % modules - 4;
            const int row = i / modules - 4;
            const bool inside = column >= 0 && row >= 0 && column < code.size() && row < code.size();
            const auto pixel
                = shown.pixelColor(left + (column + 4) * step + step / 2, left + (row + 4) * step + step / 2);
            QCOMPARE(pixel, QColor(inside && code.isDark(column, row) ? Qt::black : Qt::white));
        }
    }

    /// On paper too.
    void theSheetHasIt()
    {
        Dress dress;
        const auto key = *crypto::KeyFingerprint::parse(u"5A08E1C394F72DB68E501F7BC29D63A40D8EF217"_s);
        ui::RecoverySheet sheet;
        sheet.setSheet(u"mira@harbour.example"_s, u"7HXQ-M2RD-94KT-BV6N-PE1Y-3WCJ"_s, key, QDate(2026, 6, 18));
        sheet.resize(402, 312);
        const auto with = sheet.grab().toImage();
        QVERIFY(savePicture(sheet, u"recovery-sheet"_s));
        const auto black = [](const QImage &image) {
            int count = 0;
            for (int y = 150; y < image.height(); ++y) {
                for (int x = 270; x < image.width(); ++x) {
                    count += image.pixelColor(x, y) == QColor(Qt::black) ? 1 : 0;
                }
            }
            return count;
        };
        QVERIFY2(black(with) > 1000, qPrintable(QString::number(black(with))));
        sheet.setSheet(u"mira@harbour.example"_s, u"7HXQ-M2RD-94KT-BV6N-PE1Y-3WCJ"_s, {}, QDate(2026, 6, 18));
        QCOMPARE(black(sheet.grab().toImage()), 0);
    }
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::QrCodeTest)
#include "QrCodeTest.moc"
