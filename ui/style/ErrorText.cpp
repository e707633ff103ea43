// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/ErrorText.h"

#include <QGuiApplication>
#include <QInputMethod>
#include <QLocale>

namespace letterlock::ui {

using namespace Qt::StringLiterals;

QString ErrorText::keyboardLayout()
{
    if (!qobject_cast<QGuiApplication *>(QCoreApplication::instance()))
        return {};
    const auto locale = QGuiApplication::inputMethod()->locale();
    return locale.language() == QLocale::C ? QString() : locale.nativeLanguageName();
}

QString ErrorText::ofCondition(const QString &condition, const QString &server)
{
    if (condition == "forbidden"_L1 || condition == "not-authorized"_L1 || condition == "not-allowed"_L1)
        return tr("%1 does not allow this. Ask the other person to accept you as a contact, then try again.")
            .arg(server);
    if (condition == "item-not-found"_L1)
        return tr("%1 has nothing of that kind. Check the address.").arg(server);
    if (condition == "remote-server-not-found"_L1 || condition == "remote-server-timeout"_L1)
        return tr("The other person’s server does not answer. Try again later.");
    if (condition == "service-unavailable"_L1 || condition == "feature-not-implemented"_L1)
        return tr("%1 cannot do this. Ask whoever runs it.").arg(server);
    if (condition == "resource-constraint"_L1 || condition == "policy-violation"_L1)
        return tr("%1 refused this because it was too much. Wait a moment, then try again.").arg(server);
    return tr("%1 refused this. Try again; Details holds its answer.").arg(server);
}

QString ErrorText::of(const app::TransportError &error, const QString &server)
{
    using Code = app::TransportError::Code;
    switch (error.code) {
    case Code::WrongPassword: {
        const QString layout = keyboardLayout();
        if (layout.isEmpty())
            return tr("%1 does not accept this password. Check capital letters and the keyboard layout.").arg(server);
        return tr("%1 does not accept this password. Check capital letters and the keyboard layout (now: %2).")
            .arg(server, layout);
    }
    case Code::NoSuchServer:
        return tr("There is no chat server called %1. Check the spelling, or ask whoever runs it.").arg(server);
    case Code::ConnectionRefused:
        return tr("%1 does not take the connection. Check the server and port, or try again later.").arg(server);
    case Code::NoTls:
        return tr("%1 offers no secured connection. Letterlock has stopped and sent nothing. Ask whoever runs it.")
            .arg(server);
    case Code::Certificate:
        return tr("%1 shows a certificate that is not its own. Letterlock has stopped and sent nothing. Look at the "
                  "certificate before you go on.")
            .arg(server);
    case Code::ConnectionLost:
        return tr("The connection to %1 was lost. Letterlock tries again by itself.").arg(server);
    case Code::ReplacedByOtherClient:
        return tr("Another program signed in to %1 in Letterlock’s place. Close it, then sign in again.").arg(server);
    case Code::TimedOut:
        return tr("%1 did not answer. Check your connection, then try again.").arg(server);
    case Code::StanzaError:
        return ofCondition(error.condition, server);
    case Code::NotConnected:
        return tr("You are offline. This works again once %1 is reached.").arg(server);
    case Code::ProtocolError:
        return tr(
            "%1 answered in a way Letterlock does not understand. Try again; if it stays so, tell whoever runs it.")
            .arg(server);
    }
    return {};
}

QString ErrorText::of(const archive::ArchiveError &error, const QString &server)
{
    using Code = archive::ArchiveError::Code;
    switch (error.code) {
    case Code::WrongKey:
        return tr(
            "Your history on this computer does not open with this key. Check that the right keyring is unlocked.");
    case Code::Damaged:
        return tr(
            "Your history file on this computer is damaged. Put it aside and fetch what is on your server again.");
    case Code::NewerVersion:
        return tr("Your history was written by a newer Letterlock. Install that version to open it.");
    case Code::DiskFull:
        return tr("The disk of this computer is full. Free some space, then try again.");
    case Code::StoreFailed:
        return tr("Letterlock could not write to its history on this computer. Check the disk, then try again.");
    case Code::NotFound:
        return tr("%1 does not have this any more. Look again after the next check.").arg(server);
    case Code::Conflict:
        return tr("Another of your devices was faster. Letterlock reads the newest state and tries again.");
    case Code::Refused:
        return tr("%1 refused to keep this. Ask whoever runs it whether your account may.").arg(server);
    case Code::Unsupported:
        return tr("%1 has no archive for sealed history. It stays only on this computer; choose another place in "
                  "Settings.")
            .arg(server);
    case Code::QuotaReached:
        return tr("No space left on %1. New messages are only on this computer until you free some.").arg(server);
    case Code::TooLarge:
        return tr("Some messages are too large for %1. They are only on this computer.").arg(server);
    case Code::TimedOut:
        return tr("%1 did not answer in time. Letterlock tries again by itself.").arg(server);
    case Code::Disconnected:
        return tr("The connection to %1 was lost. This goes on by itself once it is back.").arg(server);
    case Code::BadAnswer:
        return tr("%1 answered with something that cannot be right. Nothing was changed; try again later.").arg(server);
    case Code::ServerFailed:
        return tr("%1 had a problem of its own. Try again later, or tell whoever runs it.").arg(server);
    case Code::CannotOpen:
        return tr("A sealed piece of your archive cannot be opened with the keys on this computer. Bring in the key it "
                  "was sealed for.");
    case Code::MovedByServer:
        return tr("%1 returned a sealed piece in the wrong place. It was not used; tell whoever runs the server.")
            .arg(server);
    case Code::Cancelled:
        return tr("Stopped, as you asked. Nothing was lost; you can start again.");
    case Code::LeaseHeld:
        return tr("Another of your devices is changing the key right now. Wait until it has finished, then try again.");
    }
    return {};
}

QString ErrorText::of(const crypto::CryptoError &error)
{
    using Code = crypto::CryptoError::Code;
    switch (error.code) {
    case Code::MalformedInput:
        return tr("This is not something Letterlock can read. Check that it is complete.");
    case Code::TooLarge:
        return tr("This is larger than anything sealed may be. It was not opened; ask for a smaller one.");
    case Code::Unsupported:
        return tr("This uses a form of sealing Letterlock does not know. An update may help.");
    case Code::NoKey:
        return tr("The key for this is not on this computer. Bring it in to open this.");
    case Code::KeyLocked:
        return tr("The key is here, but locked. Type its passphrase to go on.");
    case Code::CardMissing:
        return tr("This key is on a card. Put the card into its reader and type its PIN, then try again.");
    case Code::KeyUnusable:
        return tr("This key has expired, was withdrawn or cannot seal. Make a new one or extend it.");
    case Code::DecryptionFailed:
        return tr("This cannot be opened. Check the code or the key, then try again.");
    case Code::BadSignature:
        return tr("The seal is broken: it was changed on the way, or signed by somebody else. Ask for it again.");
    case Code::EngineFailure:
        return tr("GnuPG, which keeps your keys, could not be used. Check that it is installed, then try again.");
    case Code::Cancelled:
        return tr("Stopped, as you asked. You can start again.");
    }
    return {};
}

QString ErrorText::of(const app::CredentialError &error)
{
    using Code = app::CredentialError::Code;
    switch (error.code) {
    case Code::NoKeyring:
        return tr("This computer has no keyring to keep secrets in. Type a passphrase instead, each time you start "
                  "Letterlock.");
    case Code::Locked:
        return tr("Your keyring is locked. Unlock it, then try again.");
    case Code::NotFound:
        return tr("Your keyring does not hold this secret. Type it again.");
    case Code::Failed:
        return tr("Your keyring could not be used. Unlock it or sign in to your desktop again.");
    }
    return {};
}

QString ErrorText::ofBackup(const crypto::CryptoError &error)
{
    using Code = crypto::CryptoError::Code;
    switch (error.code) {
    case Code::DecryptionFailed:
    case Code::KeyLocked:
        return tr("This code does not open the backup. Compare it group by group with the sheet. The letter O and the "
                  "digit 0 never occur.");
    case Code::NoKey:
        return tr("There is no backup on your server.");
    case Code::MalformedInput:
    case Code::Unsupported:
        return tr("The backup on your server is damaged or of a kind that is not known. It was left as it is.");
    default:
        return of(error);
    }
}

} // namespace letterlock::ui
