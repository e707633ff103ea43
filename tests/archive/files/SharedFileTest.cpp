// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/model/SharedFile.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

/// What a message says of its files; most of it is written by others.
class SharedFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBack();
    void theExampleOfTheStandardIsRead();
    void hostileElements_data();
    void hostileElements();
    void namesAreMadeSafe_data();
    void namesAreMadeSafe();
    void aLinkComesBack();
    void endingsAreKnownOnes();
    void linksOfOthers_data();
    void linksOfOthers();
    void otherCiphersNeedAHash();
    void openFilesAreTakenLast();
    void addressesOfOthers_data();
    void addressesOfOthers();
    void packedOnesAreLimited();
};

namespace {

SharedFile file()
{
    SharedFile file;
    file.name = u"Größe & 手紙.jpg"_s;
    file.mediaType = u"image/jpeg"_s;
    file.size = 123'456'789'012;
    file.dimensions = {4000, 3000};
    file.sha256 = QByteArray(32, 'a');
    file.sealedSha256 = QByteArray(32, 'b');
    file.url = QUrl(u"https://files.example:5281/x/y%20z"_s);
    file.key = QByteArray(32, 'k');
    file.nonce = QByteArray(12, 'n');
    file.thumbnail = QByteArray("\xff\xd8\xff small");
    file.thumbnailSize = {128, 96};
    return file;
}

QString hex(int octets)
{
    return QString(octets * 2, u'e');
}

} // namespace

void SharedFileTest::everythingComesBack()
{
    const auto xml = file().toXml();
    const auto back = SharedFile::fromXml(xml);
    QVERIFY(back);
    QCOMPARE(back->toXml(), xml);
    QCOMPARE(back->name, file().name);
    QCOMPARE(back->size, file().size);
    QCOMPARE(back->dimensions, file().dimensions);
    QCOMPARE(back->sha256, file().sha256);
    QCOMPARE(back->sealedSha256, file().sealedSha256);
    QCOMPARE(back->url, file().url);
    QCOMPARE(back->key, file().key);
    QCOMPARE(back->nonce, file().nonce);
    QCOMPARE(back->thumbnail, file().thumbnail);
    QCOMPARE(back->thumbnailSize, file().thumbnailSize);
    QVERIFY(back->isPicture());
    const auto files = SharedFile::unpack(SharedFile::pack({file(), file()}));
    QCOMPARE(files.size(), 2);
    QCOMPARE(files[1].toXml(), xml);
}

void SharedFileTest::theExampleOfTheStandardIsRead() // XEP-0448, example 1
{
    const QByteArray xml
        = "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>"
          "<media-type>image/jpeg</media-type><name>summit.jpg</name><size>3032449</size>"
          "<dimension>4096x2160</dimension>"
          "<hash xmlns='urn:xmpp:hashes:2' algo='sha3-256'>2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU=</hash>"
          "<desc>Photo from the summit.</desc><thumbnail xmlns='urn:xmpp:thumbs:1' "
          "uri='cid:sha1+ffd7c8d28e9c5e82afea41f97108c6b4@bob.xmpp.org' media-type='image/png' width='128' "
          "height='96'/></file><sources>"
          "<encrypted xmlns='urn:xmpp:esfs:0' cipher='urn:xmpp:ciphers:aes-256-gcm-nopadding:0'>"
          "<key>SuRJ2agVm/pQbJQlPq/B23Xt1YOOJCcEGJA5HrcYOGQ=</key><iv>T8RDMBaiqn6Ci4Nw</iv>"
          "<sources xmlns='urn:xmpp:sfs:0'><url-data xmlns='http://jabber.org/protocol/url-data' "
          "target='https://download.montague.lit/4a771ac1/encrypted.jpg'/></sources></encrypted>"
          "<jinglepub xmlns='urn:xmpp:jinglepub:1' from='romeo@montague.lit/resource' id='9559976B'/>"
          "</sources></file-sharing>";
    const auto element = crypto::XmlElement::parse(xml);
    QVERIFY(element);
    const auto read = SharedFile::fromXml(*element);
    QVERIFY(read);
    QCOMPARE(read->name, u"summit.jpg"_s);
    QCOMPARE(read->size, 3032449);
    QCOMPARE(read->key.size(), 32);
    QCOMPARE(read->nonce.size(), 12);
    QCOMPARE(read->url, QUrl(u"https://download.montague.lit/4a771ac1/encrypted.jpg"_s));
    QVERIFY(read->thumbnail.isEmpty());
    QVERIFY(read->sha256.isEmpty());
}

void SharedFileTest::hostileElements_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("isFile");

    const auto target = file().url.toEncoded();
    QTest::newRow("http") << target << QByteArray("http://files.example/x") << false;
    QTest::newRow("file") << target << QByteArray("file:///etc/passwd") << false;
    QTest::newRow("data") << target << QByteArray("data:text/plain,x") << false;
    QTest::newRow("no host") << target << QByteArray("https:///x") << false;
    QTest::newRow("a password in it") << target << QByteArray("https://a:b@files.example/x") << false;
    QTest::newRow("endless address") << target << QByteArray("https://files.example/" + QByteArray(5000, 'x')) << false;
    QTest::newRow("no address") << QByteArray("url-data") << QByteArray("other") << false;
    QTest::newRow("short key") << file().key.toBase64() << QByteArray("a2tr") << false;
    QTest::newRow("not Base64") << file().key.toBase64() << QByteArray("!!!!") << false;
    QTest::newRow("no nonce") << file().nonce.toBase64() << QByteArray() << false;
    QTest::newRow("other cipher") << QByteArray("aes-256-gcm-nopadding") << QByteArray("aes-256-cbc-pkcs7") << false;
    QTest::newRow("key of another cipher") << QByteArray("aes-256-gcm") << QByteArray("aes-128-gcm") << false;
    QTest::newRow("other metadata") << QByteArray("file:metadata:0") << QByteArray("file:metadata:9") << false;
    // What is only decoration is left out, and the rest is taken.
    QTest::newRow("negative size") << QByteArray("123456789012") << QByteArray("-1") << true;
    QTest::newRow("no number") << QByteArray("123456789012") << QByteArray("many") << true;
    QTest::newRow("endless size") << QByteArray("123456789012") << QByteArray(400, '9') << true;
    QTest::newRow("negative width") << QByteArray("4000") << QByteArray("-4000") << true;
    QTest::newRow("media type with tricks") << QByteArray("image/jpeg<") << QByteArray("text/html; x=y<") << true;
    QTest::newRow("remote thumbnail") << QByteArray("data:image/jpeg;base64,") << QByteArray("https://spy.example/")
                                      << true;
    QTest::newRow("thumbnail that is no picture")
        << file().thumbnail.toBase64() << QByteArray("<svg/>").toBase64() << true;
    QTest::newRow("huge thumbnail") << file().thumbnail.toBase64()
                                    << QByteArray("\xff\xd8\xff" + QByteArray(100'000, 'x')).toBase64() << true;
}

void SharedFileTest::hostileElements()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(bool, isFile);
    auto xml = file().toXml().toXml();
    QVERIFY(xml.contains(from));
    xml.replace(from, to);
    const auto element = crypto::XmlElement::parse(xml);
    QVERIFY2(element, xml);
    const auto read = SharedFile::fromXml(*element);
    QCOMPARE(read.has_value(), isFile);
    if (read) {
        QVERIFY(read->size == -1 || read->size == file().size);
        QVERIFY(!read->dimensions.isValid() || read->dimensions == file().dimensions);
        QVERIFY(read->thumbnail.isEmpty() || read->thumbnail == file().thumbnail);
        QVERIFY(!read->mediaType.contains(u';'));
    }
}

void SharedFileTest::namesAreMadeSafe_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("safe");
    QTest::newRow("plain") << u"plan.pdf"_s << u"plan.pdf"_s;
    QTest::newRow("folders") << u"../../.ssh/authorized_keys"_s << u"authorized_keys"_s;
    QTest::newRow("folders of another system") << u"C:\\Windows\\x.exe"_s << u"x.exe"_s;
    QTest::newRow("hidden") << u"..bashrc"_s << u"bashrc"_s;
    QTest::newRow("turned around") << u"invoice\u202Efdp.exe"_s << u"invoicefdp.exe"_s;
    QTest::newRow("line break and bell") << u"a\nb\a.txt"_s << u"ab.txt"_s;
    QTest::newRow("nothing left") << u"/"_s << QString();
    QTest::newRow("other scripts") << u"手紙 письмо.odt"_s << u"手紙 письмо.odt"_s;
    QTest::newRow("endless") << QString(4000, u'ß') + u".pdf"_s << QString();
}

void SharedFileTest::namesAreMadeSafe()
{
    QFETCH(QString, name);
    QFETCH(QString, safe);
    const QString made = SharedFile::safeName(name);
    QVERIFY(made.toUtf8().size() <= 180);
    if (QByteArrayView(QTest::currentDataTag()) != "endless") {
        QCOMPARE(made, safe);
    }
    QCOMPARE(SharedFile::safeName(made), made);
}

void SharedFileTest::aLinkComesBack()
{
    const auto link = file().link();
    QVERIFY(link.startsWith(u"aesgcm://files.example:5281/x/y%20z#"_s));
    const auto back = SharedFile::fromLink(link);
    QVERIFY(back);
    QCOMPARE(back->url, file().url);
    QCOMPARE(back->key, file().key);
    QCOMPARE(back->nonce, file().nonce);
    auto waiting = file();
    waiting.url.clear();
    QVERIFY(waiting.link().isEmpty());
    QVERIFY(!SharedFile::fromXml(waiting.toXml()));
    QCOMPARE(SharedFile::unpack(SharedFile::pack({waiting})).size(), 1);
}

/// What other programs look for in an address, and never what somebody wrote.
void SharedFileTest::endingsAreKnownOnes()
{
    QCOMPARE(SharedFile::endingOf(u"image/jpeg"_s), u".jpg"_s);
    QCOMPARE(SharedFile::endingOf(u"application/pdf"_s), u".pdf"_s);
    for (const auto &type : {QString(), u"application/x-desktop"_s, u"text/html"_s, u"image/svg+xml"_s, u"IMAGE/JPEG"_s,
             u"image/../jpeg"_s, u"application/octet-stream"_s}) {
        QCOMPARE(SharedFile::endingOf(type), QString());
    }
    for (const auto &type : {u"image/png"_s, u"image/gif"_s, u"image/webp"_s}) { // as a link of it is read
        auto sent = file();
        sent.url = QUrl(u"https://files.example/x/random"_s + SharedFile::endingOf(type));
        QCOMPARE(SharedFile::fromLink(sent.link())->mediaType, type);
    }
}

void SharedFileTest::linksOfOthers_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<bool>("isFile");
    const auto secret = hex(44);
    QTest::newRow("example of the standard")
        << u"aesgcm://download.montague.tld/4a771ac1-f0b2-4a4a-9700-f2a26fa2bb67/tr%C3%A8s%20cool.jpg#"
           "8c3d050e9386ec173861778f68e9af38a97aaf82faa4063b4d0878a61261534410c8a84331eaac851759f587"_s
        << true;
    QTest::newRow("nonce of 16") << u"aesgcm://a.example/b.png#"_s + hex(48) << true;
    QTest::newRow("with a thumbnail") << u"aesgcm://a.example/b.jpg#"_s + secret
            + u"\ndata:image/jpeg,/9j/4AAQSkZJRg=="_s
                                      << true;
    QTest::newRow("capital digits") << u"aesgcm://a.example/b#"_s + secret.toUpper() << true;
    QTest::newRow("thumbnail that is none") << u"aesgcm://a.example/b.jpg#"_s + secret + u"\nhello"_s << false;
    QTest::newRow("words before") << u"look: aesgcm://a.example/b#"_s + secret << false;
    QTest::newRow("words after") << u"aesgcm://a.example/b#"_s + secret + u" look"_s << false;
    QTest::newRow("short secret") << u"aesgcm://a.example/b#"_s + hex(40) << false;
    QTest::newRow("no secret") << u"aesgcm://a.example/b"_s << false;
    QTest::newRow("https") << u"https://a.example/b#"_s + secret << false;
    QTest::newRow("no host") << u"aesgcm:///b#"_s + secret << false;
    QTest::newRow("password") << u"aesgcm://u:p@a.example/b#"_s + secret << false;
    QTest::newRow("endless") << u"aesgcm://a.example/"_s + QString(9000, u'b') + u'#' + secret << false;
}

void SharedFileTest::linksOfOthers()
{
    QFETCH(QString, body);
    QFETCH(bool, isFile);
    const auto read = SharedFile::fromLink(body);
    QCOMPARE(read.has_value(), isFile);
    if (read) {
        QCOMPARE(read->url.scheme(), u"https"_s);
        QVERIFY(!read->url.hasFragment());
        QCOMPARE(read->key.size(), 32);
    }
}

void SharedFileTest::otherCiphersNeedAHash() // XEP-0448 section 4
{
    auto cbc = file();
    cbc.cipher = SharedFile::Cipher::Cbc;
    cbc.nonce = QByteArray(16, 'n');
    const auto read = SharedFile::fromXml(cbc.toXml());
    QVERIFY(read);
    QCOMPARE(read->cipher, SharedFile::Cipher::Cbc);
    QCOMPARE(read->toXml(), cbc.toXml());
    QVERIFY(read->link().isEmpty());
    cbc.sha256.clear();
    QVERIFY(SharedFile::fromXml(cbc.toXml()));
    cbc.sealedSha256.clear();
    QVERIFY(!SharedFile::fromXml(cbc.toXml()));
}

void SharedFileTest::openFilesAreTakenLast()
{
    auto open = file();
    open.cipher = SharedFile::Cipher::None;
    open.key.clear();
    open.nonce.clear();
    open.sealedSha256.clear();
    const auto read = SharedFile::fromXml(open.toXml());
    QVERIFY(read);
    QCOMPARE(read->cipher, SharedFile::Cipher::None);
    QCOMPARE(read->url, open.url);
    QCOMPARE(read->sha256, open.sha256);
    QVERIFY(read->key.isEmpty());
    QVERIFY(read->link().isEmpty());
    QCOMPARE(SharedFile::unpack(SharedFile::pack({open})).first().toXml(), open.toXml());
    // Beside a sealed form it is not asked for.
    auto both = file().toXml().toXml();
    both.replace("<encrypted",
        "<url-data xmlns='http://jabber.org/protocol/url-data' "
        "target='https://open.example/x'/><encrypted");
    const auto sealed = SharedFile::fromXml(*crypto::XmlElement::parse(both));
    QVERIFY(sealed);
    QCOMPARE(sealed->cipher, SharedFile::Cipher::Gcm);
    QCOMPARE(sealed->url, file().url);
    auto xml = open.toXml().toXml();
    xml.replace("https://files", "http://files");
    QVERIFY(!SharedFile::fromXml(*crypto::XmlElement::parse(xml)));
}

void SharedFileTest::addressesOfOthers_data() // XEP-0066
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("body");
    QTest::addColumn<bool>("isFile");
    const auto address = u"https://up.example:5281/a/From%20the%20pier.jpg"_s;
    QTest::newRow("the same") << address << address << true;
    QTest::newRow("blanks around") << address << u" "_s + address + u'\n' << true;
    QTest::newRow("with words") << address << u"look: "_s + address << false;
    QTest::newRow("no body") << address << QString() << false;
    QTest::newRow("another") << address << u"https://up.example/b"_s << false;
    QTest::newRow("http") << u"http://up.example/a.jpg"_s << u"http://up.example/a.jpg"_s << false;
    QTest::newRow("xmpp") << u"xmpp:room@example?join"_s << u"xmpp:room@example?join"_s << false;
    QTest::newRow("password") << u"https://a:b@up.example/a"_s << u"https://a:b@up.example/a"_s << false;
}

void SharedFileTest::addressesOfOthers()
{
    QFETCH(QString, address);
    QFETCH(QString, body);
    QFETCH(bool, isFile);
    const auto read = SharedFile::fromAddress(address, body);
    QCOMPARE(read.has_value(), isFile);
    if (read) {
        QCOMPARE(read->name, u"From the pier.jpg"_s);
        QVERIFY(read->isPicture());
        QCOMPARE(read->cipher, SharedFile::Cipher::None);
    }
}

void SharedFileTest::packedOnesAreLimited()
{
    QList<SharedFile> many(50, file());
    QCOMPARE(SharedFile::unpack(SharedFile::pack(many)).size(), SharedFile::mostInMessage);
    QByteArray longer;
    for (int i = 0; i < 50; ++i) {
        longer += file().toXml().toXml();
    }
    QCOMPARE(SharedFile::unpack(longer).size(), SharedFile::mostInMessage);
    QVERIFY(SharedFile::unpack("<!DOCTYPE x><file-sharing").isEmpty());
    QVERIFY(SharedFile::unpack({}).isEmpty());
}

} // namespace letterlock::archive

QTEST_GUILESS_MAIN(letterlock::archive::SharedFileTest)
#include "SharedFileTest.moc"
