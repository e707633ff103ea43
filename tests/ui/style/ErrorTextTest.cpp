// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <set>

#include "ui/style/ErrorText.h"

using namespace letterlock;
using namespace Qt::StringLiterals;
using ui::ErrorText;

namespace {

// Two sentences: what happened, and the next step; calm, without numbers or technical words.
void verifySentence(const QString &text)
{
    QVERIFY2(text.endsWith(u'.'), qPrintable(text));
    QVERIFY2(text.count(u'.') >= 2, qPrintable(text));
    QVERIFY2(!text.contains(u'!'), qPrintable(text));
    for (const auto &word : {u"error"_s, u"failed"_s, u"decrypt"_s, u"JID"_s, u"system"_s, u"secret detail"_s})
        QVERIFY2(!text.contains(word, Qt::CaseInsensitive), qPrintable(text));
}

} // namespace

class ErrorTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTransportError()
    {
        using Code = app::TransportError::Code;
        std::set<QString> seen;
        for (int code = 0; code <= int(Code::ProtocolError); ++code) {
            const QString text = ErrorText::of(
                app::TransportError{static_cast<Code>(code), {}, u"secret detail"_s, {}}, u"harbour-example"_s);
            verifySentence(text);
            QVERIFY2(text.contains("harbour-example"_L1), qPrintable(text));
            QVERIFY2(seen.insert(text).second, qPrintable(text));
        }
    }

    void everyStanzaCondition()
    {
        for (const auto &condition : {u"forbidden"_s, u"item-not-found"_s, u"remote-server-not-found"_s,
                 u"service-unavailable"_s, u"resource-constraint"_s, u"something-new"_s})
            verifySentence(ErrorText::of(
                app::TransportError{app::TransportError::Code::StanzaError, condition, {}, {}}, u"harbour-example"_s));
    }

    void everyArchiveError()
    {
        using Code = archive::ArchiveError::Code;
        std::set<QString> seen;
        for (int code = 0; code <= int(Code::LeaseHeld); ++code) {
            const QString text = ErrorText::of(
                archive::ArchiveError{static_cast<Code>(code), u"secret detail"_s}, u"harbour-example"_s);
            verifySentence(text);
            QVERIFY2(seen.insert(text).second, qPrintable(text));
        }
    }

    void everyCryptoError()
    {
        using Code = crypto::CryptoError::Code;
        std::set<QString> seen;
        for (int code = 0; code <= int(Code::Cancelled); ++code) {
            const QString text = ErrorText::of(crypto::CryptoError{static_cast<Code>(code), u"secret detail"_s});
            verifySentence(text);
            QVERIFY2(seen.insert(text).second, qPrintable(text));
        }
    }

    void everyCredentialError()
    {
        using Code = app::CredentialError::Code;
        std::set<QString> seen;
        for (int code = 0; code <= int(Code::Failed); ++code) {
            const QString text = ErrorText::of(app::CredentialError{static_cast<Code>(code), u"secret detail"_s});
            verifySentence(text);
            QVERIFY2(seen.insert(text).second, qPrintable(text));
        }
    }
};

QTEST_MAIN(ErrorTextTest)
#include "ErrorTextTest.moc"
