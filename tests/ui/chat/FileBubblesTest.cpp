// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/chat/Script.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/FileText.h"
#include "ui/chat/TimelineRows.h"
#include "ui/chat/TimelineView.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;
using archive::Delivery;
using archive::FileProblem;
using Kind = app::FileState::Kind;
using Model = app::TimelineModel;

namespace {

app::FileState stateOf(const QString &name, const QString &type, Kind kind, qint64 size = 2'100'000)
{
    app::FileState state;
    state.file.name = name;
    state.file.mediaType = type;
    state.file.size = size;
    state.file.key = QByteArray(32, 'k');
    state.file.nonce = QByteArray(12, 'n');
    state.kind = kind;
    state.total = size;
    return state;
}

app::FileState pictureOf(Kind kind, const QSize &size)
{
    auto state = stateOf(u"pier.jpg"_s, u"image/jpeg"_s, kind);
    QImage picture(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            picture.setPixel(x, y, qRgb(220 - 120 * y / size.height(), 140, 90 + 80 * x / size.width()));
    }
    state.picture = picture;
    state.file.dimensions = size;
    return state;
}

void say(test::Script &script, bool outgoing, const app::FileState &state, const QString &caption = {},
    Delivery delivery = Delivery::Received)
{
    auto *item = script.say(outgoing, caption, delivery);
    script.change(script.model.rowCount() - 1,
        [&](archive::Message &message) { message.files = archive::SharedFile::pack({state.file}); });
    item->setData(QVariant::fromValue(QList<app::FileState>{state}), Model::FilesRole);
}

void sayEverything(test::Script &script)
{
    say(script, false, pictureOf(Kind::Here, {900, 400}), u"From the pier, last light"_s);
    say(script, false, pictureOf(Kind::Elsewhere, {400, 900}));
    say(script, false, stateOf(u"plan.pdf"_s, u"application/pdf"_s, Kind::Elsewhere));
    auto gone = stateOf(u"scan-044.tif"_s, u"image/tiff"_s, Kind::Failed);
    gone.problem = FileProblem::Gone;
    say(script, false, gone);
    auto sending = stateOf(u"contact-sheet-final.pdf"_s, u"application/pdf"_s, Kind::Running, 8'400'000);
    sending.uploads = true;
    sending.done = 5'200'000;
    say(script, true, sending, {}, Delivery::Waiting);
    auto tooLarge = stateOf(u"film.mkv"_s, u"video/x-matroska"_s, Kind::Failed, 900'000'000);
    tooLarge.uploads = true;
    tooLarge.problem = FileProblem::TooLarge;
    tooLarge.sizeLimit = 10'000'000;
    say(script, true, tooLarge, u"The whole evening"_s, Delivery::Failed);
    say(script, true,
        stateOf(u"a very long name of a file that nobody would ever like to read to its end, really.odt"_s,
            u"application/vnd.oasis.opendocument.text"_s, Kind::Here),
        {}, Delivery::Arrived);
}

} // namespace

/// Files in the conversation: how they look, what they say, what a click and a key do.
class FileBubblesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }

    void looks_data() { test::addLooks(); }

    void looks()
    {
        QFETCH(const app::ThemeChoice, theme);
        QFETCH(const Qt::LayoutDirection, direction);
        m_dress->palette().setChoice(theme);
        test::Script script;
        sayEverything(script);
        TimelineView view;
        view.setLayoutDirection(direction);
        view.setTimeline(&script.model);
        view.resize(640, 1150);
        view.show();
        QVERIFY(test::savePicture(view, u"files-%1"_s.arg(QString::fromUtf8(QTest::currentDataTag()))));
        m_dress->palette().setChoice(app::ThemeChoice::Light);
    }

    void everythingStaysInsideItsBubble()
    {
        test::Script script;
        sayEverything(script);
        const MessageDelegate delegate;
        for (int row = 0; row < script.model.rowCount(); ++row) {
            for (const int width : {320, 640, 1100}) {
                for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
                    const auto layout = delegate.layoutFor(script.model.index(row, 0), width, direction);
                    QCOMPARE(layout->files.size(), 1);
                    QVERIFY(layout->bubble.contains(layout->files[0].area()));
                    QVERIFY(layout->bubble.contains(layout->meta));
                    QVERIFY(!layout->files[0].area().intersects(layout->meta));
                    QVERIFY(layout->files[0].height() <= 320);
                }
            }
        }
    }

    void aClickAndEnterDoTheSame()
    {
        test::Script script;
        sayEverything(script);
        TimelineView view;
        view.setTimeline(&script.model);
        view.resize(640, 1300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QList<std::optional<MessageAction>> expected{MessageAction::OpenFile, MessageAction::FetchFile,
            MessageAction::FetchFile, MessageAction::FetchFile, MessageAction::StopFile, MessageAction::SendAgain,
            MessageAction::OpenFile};
        QSignalSpy actions(&view, &TimelineView::messageAction);
        const MessageDelegate delegate;
        for (int row = 0; row < script.model.rowCount(); ++row) {
            const auto index = view.model()->index(row, 0);
            view.setCurrentIndex(index);
            actions.clear();
            QTest::keyClick(&view, Qt::Key_Return);
            QCOMPARE(actions.count(), 1);
            QCOMPARE(actions[0][0].value<MessageAction>(), *expected[row]);
            if (expected[row] == MessageAction::SendAgain)
                continue;
            const QRect rect = view.visualRect(index);
            const auto layout = delegate.layoutFor(index, rect.width(), Qt::LeftToRight);
            QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, rect.topLeft() + layout->files[0].area().center());
            QCOMPARE(actions.count(), 2);
            QCOMPARE(actions[1][0].value<MessageAction>(), *expected[row]);
            QCOMPARE(actions[1][2].toInt(), 0);
        }
    }

    void onlyWhatIsHereCanBeSaved()
    {
        test::Script script;
        sayEverything(script);
        TimelineView view;
        view.setTimeline(&script.model);
        QVERIFY(view.actionsFor(view.model()->index(0, 0)).contains(MessageAction::SaveFile));
        QVERIFY(!view.actionsFor(view.model()->index(2, 0)).contains(MessageAction::SaveFile));
        QVERIFY(!view.actionsFor(view.model()->index(2, 0)).contains(MessageAction::Copy)); // there is no text
    }

    void isReadOut()
    {
        test::Script script;
        sayEverything(script);
        TimelineView view;
        view.setTimeline(&script.model);
        const auto sentence
            = [&](int row) { return view.model()->index(row, 0).data(Qt::AccessibleTextRole).toString(); };
        QVERIFY2(sentence(0).contains(u"picture pier.jpg"_s), qPrintable(sentence(0)));
        QVERIFY2(sentence(0).contains(u"From the pier, last light"_s), qPrintable(sentence(0)));
        QVERIFY2(sentence(2).contains(u"file plan.pdf"_s), qPrintable(sentence(2)));
        QVERIFY2(sentence(3).contains(u"No longer on the server"_s), qPrintable(sentence(3)));
        QVERIFY2(sentence(4).contains(u"contact-sheet-final.pdf, sending, 61 percent"_s), qPrintable(sentence(4)));
        QVERIFY2(sentence(5).contains(u"10.0 MB"_s), qPrintable(sentence(5)));
    }

    void everyProblemHasWords()
    {
        for (int i = 1; i <= int(FileProblem::DiskFull); ++i) {
            for (const bool uploads : {false, true})
                QVERIFY(!FileText::problem(FileProblem(i), uploads).isEmpty());
        }
    }
};

QTEST_MAIN(FileBubblesTest)
#include "FileBubblesTest.moc"
