// SPDX-License-Identifier: GPL-3.0-or-later
#include <QBuffer>
#include <QColorSpace>
#include <QImage>
#include <QImageReader>
#include <QImageWriter>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include "app/files/FileVault.h"
#include "app/files/PictureCleaning.h"
#include "app/files/Pictures.h"
#include "tests/support/Await.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

QImage scene()
{
    QImage image(120, 80, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            image.setPixel(x, y, qRgb(2 * x, 3 * y, (x * y) % 251));
        }
    }
    image.setColorSpace(QColorSpace(QColorSpace::DisplayP3));
    return image;
}

QByteArray encoded(const QImage &image, const char *format)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(90);
    return writer.write(image) ? buffer.data() : QByteArray();
}

QByteArray big(quint32 value, int size)
{
    QByteArray octets(4, '\0');
    qToBigEndian(value, octets.data());
    return octets.right(size);
}

QByteArray entry(int tag, int type, quint32 count, const QByteArray &value)
{
    return big(tag, 2) + big(type, 2) + big(count, 4) + value.leftJustified(4, '\0');
}

/// Camera, orientation, and a directory of its own that says where it was: 47° 25' N.
QByteArray tiff(int orientation)
{
    const QByteArray camera("Snapshooter 3000\0", 17);
    const quint32 gps = 8 + 2 + 3 * 12 + 4;
    const quint32 words = gps + 2 + 2 * 12 + 4;
    return QByteArray("MM\0*\0\0\0\x08", 8) + big(3, 2) + entry(0x0110, 2, 17, big(words + 24, 4))
        + entry(0x0112, 3, 1, big(quint32(orientation), 2)) + entry(0x8825, 4, 1, big(gps, 4)) + big(0, 4) + big(2, 2)
        + entry(1, 2, 2, "N") + entry(2, 5, 3, big(words, 4)) + big(0, 4) + big(47, 4) + big(1, 4) + big(25, 4)
        + big(1, 4) + big(0, 4) + big(1, 4) + camera;
}

QByteArray segment(quint8 marker, const QByteArray &content)
{
    return QByteArray("\xFF") + char(marker) + big(quint32(content.size() + 2), 2) + content;
}

/// As a telephone writes it: places, words, a second picture that stands behind.
QByteArray photo(int orientation)
{
    QByteArray jpeg = encoded(scene(), "jpeg");
    jpeg.insert(2,
        segment(0xE1, QByteArray("Exif\0\0", 6) + tiff(orientation))
            + segment(0xE1, "http://ns.adobe.com/xap/1.0/ <x:creator>Mira Falk</x:creator>")
            + segment(0xED, "Photoshop 3.0 Halden") + segment(0xE2, "MPF other pictures") + segment(0xFE, "a comment"));
    return jpeg + "ftypmp42 a film with its place";
}

const QByteArrayList traces{"Snapshooter", "Mira Falk", "Halden", "a comment", "MPF", "a film", big(47, 4) + big(1, 4)};

QByteArray cleaned(const QByteArray &data)
{
    QBuffer source;
    source.setData(data);
    source.open(QIODevice::ReadOnly);
    const auto pieces = app::PictureCleaning::withoutMetadata(source);
    QByteArray result;
    for (const auto &piece : pieces.value_or(app::PictureCleaning::Pieces())) {
        result += piece.instead.isEmpty() ? data.mid(piece.from, piece.size) : piece.instead;
    }
    return result;
}

QImage shown(const QByteArray &data)
{
    QBuffer buffer;
    buffer.setData(data);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    return reader.read();
}

QByteArray chunk(const QByteArray &kind, const QByteArray &content)
{
    return big(quint32(content.size()), 4) + kind + content + "none"; // the sum of what is dropped does not matter
}

QByteArray little(quint32 value, int size)
{
    QByteArray octets(4, '\0');
    qToLittleEndian(value, octets.data());
    return octets.left(size);
}

const QByteArray gifImage = QByteArray::fromHex("2c000000000100010000"
                                                "020244"
                                                "0100");
const QByteArray gifLoop = "!\xFF\x0BNETSCAPE2.0" + QByteArray::fromHex("0301020000");

/// Two images that take turns, and what a program adds.
QByteArray animation(bool bare)
{
    const auto extra = [bare](const QByteArray &bytes) { return bare ? QByteArray() : bytes; };
    const QByteArray pause = QByteArray::fromHex("21f904040a000000");
    return "GIF89a" + QByteArray::fromHex("01000100800000ffffff000000") + gifLoop
        + extra("!\xFE\x0FHalden, GPS 47N" + QByteArray(1, '\0'))
        + extra("!\xFF\x0BXMP DataXMP\x0D"
                "by Mira Falk!"
            + QByteArray(1, '\0'))
        + pause + gifImage + extra("!\x01\x0C" + QByteArray(12, ' ') + "\x05words" + QByteArray(1, '\0')) + pause
        + gifImage + ";" + extra("behind the end");
}

QByteArray webpChunk(const QByteArray &kind, const QByteArray &content)
{
    return kind + little(quint32(content.size()), 4) + content + QByteArray(content.size() & 1, '\0');
}

QByteArray webpOf(const QByteArray &chunks)
{
    return "RIFF" + little(quint32(chunks.size() + 4), 4) + "WEBP" + chunks;
}

const QByteArray webpImage = webpChunk("VP8L",
    QByteArray::fromHex("2f0000001007101111"
                        "8888fe0700")
        .first(13));

/// With everything that may stand beside the image.
QByteArray webpPhoto(const QByteArray &exif)
{
    return webpOf(webpChunk("VP8X", "\x0C" + QByteArray(9, '\0')) + webpImage + webpChunk("EXIF", exif)
        + webpChunk("XMP ", "by Mira Falk") + webpChunk("priv", "of a program"));
}

} // namespace

/// Pictures lose what is not seen of them before they leave, and nothing else.
class PictureCleaningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPhotoSaysNoPlace();
    void itStaysTurned_data();
    void itStaysTurned();
    void severalScans();
    void aSmallPictureInTheHeaderGoes();
    void pngLosesWords();
    void anAnimationLosesWords();
    void webpSaysNoPlace();
    void webpStaysTurned();
    void aCutOffPhotoIsCleanedToo();
    void hostileFilesEnd_data();
    void hostileFilesEnd();
    void otherFilesStay_data();
    void otherFilesStay();
    void whatIsSealedIsClean();
    void whatCannotBeCleanedIsTold_data();
    void whatCannotBeCleanedIsTold();
    void theSmallPictureHasNoWords();
};

void PictureCleaningTest::aPhotoSaysNoPlace()
{
    const auto before = photo(1);
    const auto after = cleaned(before);
    for (const auto &trace : traces) {
        QVERIFY2(before.contains(trace), trace.constData());
        QVERIFY2(!after.contains(trace), trace.constData());
    }
    QVERIFY(after.endsWith("\xFF\xD9"));
    QVERIFY(!after.contains("Exif"));
    // Not encoded again, and its colours are the same.
    QCOMPARE(shown(after), shown(before));
    QCOMPARE(shown(after).colorSpace(), QColorSpace(QColorSpace::DisplayP3));
    QCOMPARE(cleaned(after), after);
}

void PictureCleaningTest::itStaysTurned_data()
{
    QTest::addColumn<int>("orientation");
    QTest::addColumn<bool>("jfif");
    for (int i = 1; i <= 8; ++i) {
        QTest::addRow("%d", i) << i << true;
        QTest::addRow("%d without JFIF", i) << i << false;
    }
}

void PictureCleaningTest::itStaysTurned()
{
    QFETCH(const int, orientation);
    QFETCH(const bool, jfif);
    auto before = photo(orientation);
    if (!jfif) {
        const auto at = before.indexOf(QByteArray("\xFF\xE0\0\x10", 4));
        QVERIFY(at > 0);
        before.remove(at, 18);
    }
    const auto after = cleaned(before);
    QCOMPARE(shown(after), shown(before));
    QCOMPARE(shown(after).size(), orientation >= 5 ? QSize(80, 120) : QSize(120, 80));
    QVERIFY(!after.contains("Snapshooter"));
    QCOMPARE(cleaned(after), after);
}

void PictureCleaningTest::severalScans()
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setProgressiveScanWrite(true);
    QVERIFY(writer.write(scene()));
    QByteArray before = buffer.data();
    const auto second = before.indexOf("\xFF\xDA", before.indexOf("\xFF\xDA") + 2);
    QVERIFY(second > 0);
    before.insert(before.lastIndexOf("\xFF\xDA"), segment(0xFE, "between scans"));
    const auto after = cleaned(before);
    QVERIFY(!after.contains("between scans"));
    QCOMPARE(shown(after), shown(before));
}

void PictureCleaningTest::aSmallPictureInTheHeaderGoes()
{
    QByteArray before = encoded(scene(), "jpeg");
    const auto at = before.indexOf(QByteArray("\xFF\xE0\0\x10", 4));
    before.replace(at, 18, segment(0xE0, before.mid(at + 4, 12) + "\x02\x02" + "uncropped!!!"));
    QVERIFY(before.contains("uncropped"));
    const auto after = cleaned(before);
    QVERIFY(!after.contains("uncropped"));
    QCOMPARE(shown(after), shown(before));
}

void PictureCleaningTest::pngLosesWords()
{
    auto image = scene();
    image.setText(u"Author"_s, u"Mira Falk"_s);
    auto before = encoded(image, "png");
    QVERIFY(before.contains("Mira Falk"));
    const qsizetype behindHeader = 8 + 25;
    before.insert(behindHeader,
        chunk("eXIf", tiff(6)) + chunk("tIME", "1234567") + chunk("iTXt", "words") + chunk("prVt", "of a program"));
    before += "more behind the end";
    const auto after = cleaned(before);
    for (const QByteArray trace : {"Mira Falk", "Snapshooter", "tIME", "iTXt", "tEXt", "prVt", "behind the end"}) {
        QVERIFY2(!after.contains(trace), trace.constData());
    }
    QVERIFY(after.contains("eXIf")); // only how it is turned, for those who look
    QCOMPARE(shown(after).convertToFormat(QImage::Format_RGB32), shown(encoded(scene(), "png")));
    QCOMPARE(shown(after).colorSpace(), QColorSpace(QColorSpace::DisplayP3));
    QCOMPARE(cleaned(after), after);
}

void PictureCleaningTest::anAnimationLosesWords()
{
    QCOMPARE(cleaned(animation(false)), animation(true));
    QCOMPARE(cleaned(animation(true)), animation(true));
    QVERIFY(!shown(animation(true)).isNull());
    // Cut off in its second image: what was there of it stays.
    const auto whole = animation(false);
    const auto cut = cleaned(whole.first(whole.lastIndexOf(gifImage) + 12));
    QVERIFY(cut.contains(gifLoop));
    QVERIFY(!cut.contains("Mira"));
    // More than one number of rounds in the block.
    auto longer = animation(true);
    longer.insert(longer.indexOf(gifLoop) + gifLoop.size() - 1, "\x06secret");
    QCOMPARE(cleaned(longer), animation(true));
}

void PictureCleaningTest::webpSaysNoPlace()
{
    const auto before = webpPhoto(tiff(1));
    const auto after = cleaned(before);
    QCOMPARE(after, webpOf(webpChunk("VP8X", QByteArray(10, '\0')) + webpImage));
    QCOMPARE(cleaned(after), after);
    QCOMPARE(cleaned(webpOf(webpImage) + "behind the end"), webpOf(webpImage));
    const auto simple = webpOf(webpImage + webpChunk("EXIF", tiff(6))); // against the rules
    QCOMPARE(cleaned(simple), webpOf(webpImage));
}

void PictureCleaningTest::webpStaysTurned()
{
    for (const auto &exif : {tiff(6), QByteArray("Exif\0\0", 6) + tiff(6)}) {
        const auto after = cleaned(webpPhoto(exif));
        QVERIFY(!after.contains("Snapshooter"));
        QVERIFY(!after.contains("Mira"));
        const auto at = after.indexOf("EXIF");
        QVERIFY(at > 0);
        QCOMPARE(after[20], '\x08'); // says that there is one
        QCOMPARE(after.mid(at + 8, 4), QByteArray("MM\0*", 4));
        QCOMPARE(after[at + 8 + 19], '\x06');
        QCOMPARE(little(quint32(after.size() - 8), 4), after.mid(4, 4));
        QCOMPARE(cleaned(after), after);
    }
}

void PictureCleaningTest::hostileFilesEnd_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("JPEG") << photo(6).first(3000);
    QTest::newRow("PNG") << encoded(scene(), "png").first(1500);
    QTest::newRow("GIF") << animation(false);
    QTest::newRow("WebP") << webpPhoto(tiff(6));
}

/// Cut anywhere, and with octets changed: what comes out is never longer than a little more, and it always comes.
void PictureCleaningTest::hostileFilesEnd()
{
    QFETCH(const QByteArray, data);
    for (qsizetype size = 0; size <= data.size(); ++size) {
        QVERIFY(cleaned(data.first(size)).size() <= size + 64);
    }
    QRandomGenerator random(1);
    for (int i = 0; i < 3000; ++i) {
        auto changed = data;
        for (int j = 0; j < 3; ++j) {
            changed[random.bounded(int(changed.size()))] = char(random.bounded(256));
        }
        QVERIFY(cleaned(changed).size() <= changed.size() + 64);
    }
}

void PictureCleaningTest::whatCannotBeCleanedIsTold_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<bool>("told");
    QTest::newRow("a photo") << u"a.jpg"_s << photo(6) << false;
    QTest::newRow("PNG") << u"a.png"_s << encoded(scene(), "png") << false;
    QTest::newRow("GIF") << u"a.gif"_s << animation(false) << false;
    QTest::newRow("WebP") << u"a.webp"_s << webpPhoto(tiff(1)) << false;
    QTest::newRow("words") << u"a.txt"_s << QByteArray("only words") << false;
    QTest::newRow("bitmap") << u"a.bmp"_s << encoded(scene(), "bmp") << false;
    QTest::newRow("TIFF") << u"a.tif"_s << QByteArray("II*\0\x08\0\0\0\0\0", 10) << true;
    QTest::newRow("HEIC") << u"a.heic"_s
                          << QByteArray("\0\0\0\x18"
                                        "ftypheic\0\0\0\0mif1heic",
                                 24)
                          << true;
    QTest::newRow("AVIF under another name") << u"a.dat"_s
                                             << QByteArray("\0\0\0\x18"
                                                           "ftypavif\0\0\0\0mif1",
                                                    20)
                                             << true;
    QTest::newRow("a film") << u"a.mp4"_s
                            << QByteArray("\0\0\0\x18"
                                          "ftypmp42\0\0\0\0mp42isom",
                                   24)
                            << true;
    QTest::newRow("broken JPEG") << u"a.jpg"_s << photo(1).first(300) << true;
    QTest::newRow("broken PNG") << u"a.png"_s << encoded(scene(), "png").first(900) << true;
    QTest::newRow("broken GIF") << u"a.gif"_s << QByteArray("GIF89a and so on") << true;
    QTest::newRow("broken WebP") << u"a.webp"_s << webpPhoto(tiff(1)).first(40) << true;
}

void PictureCleaningTest::whatCannotBeCleanedIsTold()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, data);
    QFETCH(const bool, told);
    const QTemporaryDir dir(u"/tmp/lt-XXXXXX"_s);
    QFile file(dir.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(data);
    file.close();
    app::FileVault vault(dir.filePath(u"vault"_s));
    const auto sealed = await(vault.seal(file.fileName()));
    QVERIFY(sealed.has_value());
    QCOMPARE(sealed->tellsMore, told);
    if (told) { // and sent as it is
        QCOMPARE(sealed->file.size, data.size());
    }
}

void PictureCleaningTest::aCutOffPhotoIsCleanedToo()
{
    const auto whole = photo(3);
    const auto after = cleaned(whole.first(whole.size() * 3 / 4));
    QVERIFY(!after.isEmpty());
    QVERIFY(!after.contains("Snapshooter"));
}

void PictureCleaningTest::otherFilesStay_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("only words");
    QTest::newRow("begins like a JPEG") << QByteArray("\xFF\xD8\xFF\xE0 something else entirely");
    QTest::newRow("JPEG without a picture") << photo(1).first(300);
    QTest::newRow("begins like a PNG") << QByteArray("\x89PNG\r\n\x1a\n something else");
    QTest::newRow("PNG cut off") << encoded(scene(), "png").first(900);
    QTest::newRow("GIF") << QByteArray("GIF89a and so on");
}

void PictureCleaningTest::otherFilesStay()
{
    QFETCH(const QByteArray, data);
    QBuffer source;
    source.setData(data);
    source.open(QIODevice::ReadOnly);
    QVERIFY(!app::PictureCleaning::withoutMetadata(source));
}

void PictureCleaningTest::whatIsSealedIsClean()
{
    const QTemporaryDir dir(u"/tmp/lt-XXXXXX"_s);
    QFile file(dir.filePath(u"From the pier.jpg"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(photo(6));
    file.close();
    app::FileVault vault(dir.filePath(u"vault"_s));
    const auto sealed = await(vault.seal(file.fileName()));
    QVERIFY(sealed.has_value());
    const QString out = dir.filePath(u"out.jpg"_s);
    QVERIFY(await(vault.open(sealed->copy, sealed->file, out)).has_value());
    QFile opened(out);
    QVERIFY(opened.open(QIODevice::ReadOnly));
    const auto sent = opened.readAll();
    QCOMPARE(sent, cleaned(photo(6)));
    QCOMPARE(sealed->file.size, sent.size());
    QCOMPARE(sealed->file.dimensions, QSize(80, 120));
    // The file of the person is not touched.
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), photo(6));
}

void PictureCleaningTest::theSmallPictureHasNoWords()
{
    auto image = scene();
    image.setText(u"Author"_s, u"Mira Falk"_s);
    QSize size;
    const auto small = app::Pictures::thumbnail(image, &size);
    QVERIFY(!small.isEmpty());
    QVERIFY(!small.contains("Mira"));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PictureCleaningTest)
#include "PictureCleaningTest.moc"
