<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>letterlock::ui::AccountSheet</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Account on this computer</source>
        <translation>Konto auf diesem Computer</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>Abmelden …</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet sich</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Offline. Next try in %1 seconds</source>
        <translation>Offline. Nächster Versuch in %1 Sekunden</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Stopped, needs you</source>
        <translation>Angehalten, wartet auf dich</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Kept in the system’s keyring</source>
        <translation>Liegt im Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>Not kept, asked for at every start</source>
        <translation>Nicht aufbewahrt, wird bei jedem Start erfragt</translation>
    </message>
    <message>
        <source>Sign out?</source>
        <translation>Abmelden?</translation>
    </message>
    <message>
        <source>Your history and your keys stay on this computer. Messages that wait here go out after you sign in again.</source>
        <translation>Dein Verlauf und deine Schlüssel bleiben auf diesem Computer. Nachrichten, die hier warten, gehen hinaus, wenn du dich wieder anmeldest.</translation>
    </message>
    <message>
        <source>Use my own GnuPG keyring</source>
        <translation>Meinen eigenen GnuPG-Schlüsselbund benutzen</translation>
    </message>
    <message>
        <source>With its smart cards and passphrase dialogs, in place of a keyring of this account’s own. Counts after the next start.</source>
        <translation>Mit seinen Chipkarten und Passphrasen-Dialogen, anstelle eines eigenen Schlüsselbunds für dieses Konto. Gilt ab dem nächsten Start.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ActivityStrip</name>
    <message>
        <source>Activity by day</source>
        <translation>Aktivität nach Tagen</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>a day in the activity strip</comment>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 Nachricht</translation>
    </message>
    <message>
        <source>%1 messages</source>
        <translation>%1 Nachrichten</translation>
    </message>
    <message>
        <source>, holds a result</source>
        <translation>, enthält einen Treffer</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>MMM</source>
        <translation>MMM</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::AddContactDialog</name>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>Letterlock asks this person to accept you as a contact. Their key comes by itself.</source>
        <translation>Letterlock bittet diese Person, dich als Kontakt anzunehmen. Ihr Schlüssel kommt von selbst.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>name@server.example</source>
        <translation>name@server.example</translation>
    </message>
    <message>
        <source>Name, if you like</source>
        <translation>Name, wenn du magst</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>An address looks like anna@server.example. Add the missing part.</source>
        <translation>Eine Adresse sieht aus wie anna@server.example. Ergänze den fehlenden Teil.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ArchivePlaceCard</name>
    <message>
        <source>Where your history is kept</source>
        <translation>Wo dein Verlauf aufbewahrt wird</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>Verschieben …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the move of your history</source>
        <translation>Das Verschieben deines Verlaufs abbrechen</translation>
    </message>
    <message>
        <source>Moving your history</source>
        <translation>Dein Verlauf wird verschoben</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Nur auf diesem Computer</translation>
    </message>
    <message>
        <source>You chose so. What is on %1 already stays there.</source>
        <translation>So hast du es gewählt. Was schon auf %1 liegt, bleibt dort.</translation>
    </message>
    <message>
        <source>In the archive on %1</source>
        <translation>Im Archiv auf %1</translation>
    </message>
    <message>
        <source>Sealed, and on every device of yours.</source>
        <translation>Versiegelt und auf jedem deiner Geräte.</translation>
    </message>
    <message>
        <source>In private storage on %1</source>
        <translation>Im privaten Speicher auf %1</translation>
    </message>
    <message>
        <source>Sealed, and on every device of yours. Slower than an archive, and for up to %1. It takes %2 now.</source>
        <translation>Versiegelt und auf jedem deiner Geräte. Langsamer als ein Archiv, und für bis zu %1. Er braucht jetzt %2.</translation>
    </message>
    <message>
        <source>%1 has no archive for sealed history, and no private storage that keeps it.</source>
        <translation>%1 hat kein Archiv für versiegelten Verlauf und keinen privaten Speicher, der ihn aufbewahrt.</translation>
    </message>
    <message>
        <source>Details: %1</source>
        <translation>Einzelheiten: %1</translation>
    </message>
    <message>
        <source>There is no key yet that it could be sealed for.</source>
        <translation>Es gibt noch keinen Schlüssel, für den er versiegelt werden könnte.</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>Letterlock looks as soon as %1 is reached.</source>
        <translation>Letterlock sieht nach, sobald %1 erreicht ist.</translation>
    </message>
    <message>
        <source>Trying whether %1 keeps there what it is given…</source>
        <translation>Letterlock probiert, ob %1 dort aufbewahrt, was es bekommt …</translation>
    </message>
    <message>
        <source>%1 of %2 parts copied</source>
        <comment>numbers</comment>
        <translation>%1 von %2 Teilen kopiert</translation>
    </message>
    <message>
        <source>Looking what there is to move…</source>
        <translation>Letterlock sieht nach, was zu verschieben ist …</translation>
    </message>
    <message>
        <source>Taking back what was copied…</source>
        <translation>Was kopiert wurde, wird zurückgenommen …</translation>
    </message>
    <message>
        <source>Paused; nothing is lost.</source>
        <translation>Angehalten; nichts ist verloren.</translation>
    </message>
    <message>
        <source>It goes on when %1 is reached.</source>
        <translation>Es geht weiter, sobald %1 erreicht ist.</translation>
    </message>
    <message>
        <source>%1 does not keep sealed history there. Nothing was changed.</source>
        <translation>%1 bewahrt dort keinen versiegelten Verlauf auf. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Taken back. Your history is where it was.</source>
        <translation>Zurückgenommen. Dein Verlauf ist, wo er war.</translation>
    </message>
    <message numerus="yes">
        <source>Moved: %n part(s), each read back and compared.</source>
        <translation>
            <numerusform>Verschoben: %n Teil, zurückgelesen und verglichen.</numerusform>
            <numerusform>Verschoben: %n Teile, jeder zurückgelesen und verglichen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) that are not sealed stayed where they were.</source>
        <translation>
            <numerusform>%n Teil, der nicht versiegelt ist, blieb, wo er war.</numerusform>
            <numerusform>%n Teile, die nicht versiegelt sind, blieben, wo sie waren.</numerusform>
        </translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Continue the move of your history</source>
        <translation>Das Verschieben deines Verlaufs fortsetzen</translation>
    </message>
    <message>
        <source>Move your history to the archive</source>
        <translation>Deinen Verlauf ins Archiv verschieben</translation>
    </message>
    <message>
        <source>Move your history to private storage</source>
        <translation>Deinen Verlauf in den privaten Speicher verschieben</translation>
    </message>
    <message>
        <source>Every part is copied as it is, read back and compared; only then it is removed where it was. You can go on working, close Letterlock, or take it back. All your devices follow by themselves.</source>
        <translation>Jeder Teil wird kopiert, wie er ist, zurückgelesen und verglichen; erst danach wird er am alten Ort entfernt. Du kannst weiterarbeiten, Letterlock schließen oder es zurücknehmen. Alle deine Geräte folgen von selbst.</translation>
    </message>
    <message>
        <source>The archive is made for this: faster, and with more room.</source>
        <translation>Das Archiv ist dafür gemacht: schneller und mit mehr Platz.</translation>
    </message>
    <message>
        <source>Private storage is slower, and for up to %1.</source>
        <translation>Der private Speicher ist langsamer, und für bis zu %1.</translation>
    </message>
    <message>
        <source>Move your history to the archive on %1?</source>
        <translation>Deinen Verlauf ins Archiv auf %1 verschieben?</translation>
    </message>
    <message>
        <source>Move your history to private storage on %1?</source>
        <translation>Deinen Verlauf in den privaten Speicher auf %1 verschieben?</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ArchiveRemovalCard</name>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Address of somebody whose talks are deleted from the server; empty is everybody</source>
        <translation>Adresse von jemandem, dessen Gespräche vom Server gelöscht werden; leer heißt alle</translation>
    </message>
    <message>
        <source>Talks with</source>
        <translation>Gespräche mit</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>Irgendwann</translation>
    </message>
    <message>
        <source>More than a year ago</source>
        <translation>Vor mehr als einem Jahr</translation>
    </message>
    <message>
        <source>More than two years ago</source>
        <translation>Vor mehr als zwei Jahren</translation>
    </message>
    <message>
        <source>In a period</source>
        <translation>In einem Zeitraum</translation>
    </message>
    <message>
        <source>That began</source>
        <translation>Die begannen</translation>
    </message>
    <message>
        <source>A talk is deleted as a whole, up to its next pause of four hours</source>
        <translation>Ein Gespräch wird als Ganzes gelöscht, bis zur nächsten Pause von vier Stunden</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Delete from the server…</source>
        <translation>Vom Server löschen …</translation>
    </message>
    <message>
        <source>This is not an address. It looks like anna@harbour.example.</source>
        <translation>Das ist keine Adresse. Sie sieht aus wie anna@harbour.example.</translation>
    </message>
    <message>
        <source>All talks</source>
        <translation>Alle Gespräche</translation>
    </message>
    <message>
        <source>All talks with %1</source>
        <translation>Alle Gespräche mit %1</translation>
    </message>
    <message>
        <source>%1 that began from %2 to %3</source>
        <translation>%1, die vom %2 bis %3 begannen</translation>
    </message>
    <message>
        <source>%1 that began before %2</source>
        <translation>%1, die vor dem %2 begannen</translation>
    </message>
    <message>
        <source>This computer knows of none in the archive; what others put there goes as well.</source>
        <translation>Dieser Computer kennt keine davon im Archiv; was andere dort abgelegt haben, geht mit.</translation>
    </message>
    <message>
        <source>These are %1 messages in %2 sealed collections.</source>
        <translation>Das sind %1 Nachrichten in %2 versiegelten Sammlungen.</translation>
    </message>
    <message>
        <source>Delete history from %1?</source>
        <translation>Verlauf von %1 löschen?</translation>
    </message>
    <message>
        <source>%1 are removed from your archive on %2, for all your devices. %3

What is on this computer stays here, and no device uploads it again by itself. If this computer is lost, so is this history.</source>
        <translation>%1 werden aus deinem Archiv auf %2 entfernt, für alle deine Geräte. %3

Was auf diesem Computer liegt, bleibt hier, und kein Gerät lädt es von selbst wieder hoch. Geht dieser Computer verloren, ist es auch dieser Verlauf.</translation>
    </message>
    <message>
        <source>Delete from the server</source>
        <translation>Vom Server löschen</translation>
    </message>
    <message>
        <source>%1 messages were deleted from the server.</source>
        <translation>%1 Nachrichten wurden vom Server gelöscht.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ArchiveSheet</name>
    <message>
        <source>After a loss</source>
        <translation>Nach einem Verlust</translation>
    </message>
    <message>
        <source>Private storage</source>
        <translation>Privater Speicher</translation>
    </message>
    <message>
        <source>Sealed, for servers without an archive. Slower.</source>
        <translation>Versiegelt, für Server ohne Archiv. Langsamer.</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>Upload now</source>
        <translation>Jetzt hochladen</translation>
    </message>
    <message>
        <source>Open History</source>
        <translation>Verlauf öffnen</translation>
    </message>
    <message>
        <source>What is only on this computer</source>
        <translation>Was nur auf diesem Computer liegt</translation>
    </message>
    <message>
        <source>Sealed and uploaded by itself when a talk pauses</source>
        <translation>Wird von selbst versiegelt und hochgeladen, wenn ein Gespräch ruht</translation>
    </message>
    <message>
        <source>Where your history is kept</source>
        <translation>Wo dein Verlauf aufbewahrt wird</translation>
    </message>
    <message>
        <source>%1 messages are sealed on %2</source>
        <translation>%1 Nachrichten liegen versiegelt auf %2</translation>
    </message>
    <message>
        <source>your server</source>
        <translation>deinem Server</translation>
    </message>
    <message>
        <source>%1 more are only on this computer, %2 are being uploaded.</source>
        <translation>%1 weitere liegen nur auf diesem Computer, %2 werden gerade hochgeladen.</translation>
    </message>
    <message>
        <source>Server archive</source>
        <translation>Archiv auf dem Server</translation>
    </message>
    <message>
        <source>Sealed, and on every device of yours.</source>
        <translation>Versiegelt und auf jedem deiner Geräte.</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>Nur hier</translation>
    </message>
    <message>
        <source>If this computer is lost, so is the history.</source>
        <translation>Geht dieser Computer verloren, ist es auch der Verlauf.</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Nothing, but the exceptions below</source>
        <translation>Nichts außer den Ausnahmen unten</translation>
    </message>
    <message>
        <source>For ever</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source>One year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>Two years</source>
        <translation>Zwei Jahre</translation>
    </message>
    <message>
        <source>Ten years</source>
        <translation>Zehn Jahre</translation>
    </message>
    <message>
        <source>Keep on the server</source>
        <translation>Auf dem Server aufbewahren</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>Counted from the last message of a talk. Copies here stay.</source>
        <translation>Ab der letzten Nachricht eines Gesprächs. Kopien hier bleiben.</translation>
    </message>
    <message>
        <source>How much, and when</source>
        <translation>Wie viel und wann</translation>
    </message>
    <message>
        <source>Address of somebody</source>
        <translation>Adresse von jemandem</translation>
    </message>
    <message>
        <source>Address of somebody whose talks are kept differently</source>
        <translation>Adresse von jemandem, dessen Gespräche anders aufbewahrt werden</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Somebody whose talks are kept differently</source>
        <translation>Jemand, dessen Gespräche anders aufbewahrt werden</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>Ausnahmen</translation>
    </message>
    <message>
        <source>Kept on the server</source>
        <translation>Auf dem Server aufbewahrt</translation>
    </message>
    <message>
        <source>Talks with %1</source>
        <translation>Gespräche mit %1</translation>
    </message>
    <message>
        <source>As all others</source>
        <translation>Wie alle anderen</translation>
    </message>
    <message>
        <source>This is not an address. It looks like anna@harbour.example.</source>
        <translation>Das ist keine Adresse. Sie sieht aus wie anna@harbour.example.</translation>
    </message>
    <message>
        <source>Make…</source>
        <translation>Erzeugen …</translation>
    </message>
    <message>
        <source>Make an RSA key for the archive</source>
        <translation>Einen RSA-Schlüssel für das Archiv erzeugen</translation>
    </message>
    <message>
        <source>RSA key for the archive</source>
        <translation>RSA-Schlüssel für das Archiv</translation>
    </message>
    <message>
        <source>Lets your server seal, and other programs open what is sealed. Your chat key stays as it is.</source>
        <translation>Damit kann dein Server versiegeln, und andere Programme können Versiegeltes öffnen. Dein Chatschlüssel bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Let my server record and seal by itself</source>
        <translation>Meinen Server selbst aufzeichnen und versiegeln lassen</translation>
    </message>
    <message>
        <source>Your server then reads the words of messages that are not sealed, and with whom and when you talk. It seals them for your archive key and throws its own key away; you have to trust it with that. Messages you seal it cannot read: it records only that there was one.</source>
        <translation>Dein Server liest dann die Wörter unversiegelter Nachrichten und mit wem und wann du sprichst. Er versiegelt sie für deinen Archivschlüssel und wirft seinen eigenen Schlüssel weg; das musst du ihm glauben. Nachrichten, die du versiegelst, kann er nicht lesen: Er zeichnet nur auf, dass es eine gab.</translation>
    </message>
    <message>
        <source>Sealed by your server</source>
        <translation>Von deinem Server versiegelt</translation>
    </message>
    <message>
        <source>Delete from the server</source>
        <translation>Vom Server löschen</translation>
    </message>
    <message>
        <source>%1 cannot do this, so nothing was changed. It does not seal what it records, or not in this way.</source>
        <translation>%1 kann das nicht, also wurde nichts geändert. Er versiegelt nicht, was er aufzeichnet, oder nicht auf diese Art.</translation>
    </message>
    <message>
        <source>%1 found no key of yours that it can seal for, or has to keep everything. Nothing was changed.</source>
        <translation>%1 fand keinen deiner Schlüssel, für den er versiegeln kann, oder muss alles behalten. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>%1 records all talks of its users; this cannot be switched off.</source>
        <translation>%1 zeichnet alle Gespräche seiner Nutzer auf; das lässt sich nicht ausschalten.</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>endet auf %1</translation>
    </message>
    <message>
        <source>Your server records your talks already, and Letterlock did not ask it to seal them.</source>
        <translation>Dein Server zeichnet deine Gespräche schon auf, und Letterlock hat ihn nicht gebeten, sie zu versiegeln.</translation>
    </message>
    <message>
        <source>Your server does not offer this, or is not connected.</source>
        <translation>Dein Server bietet das nicht an oder ist nicht verbunden.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ArchiveStateBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Where your history is kept</source>
        <translation>Wo dein Verlauf aufbewahrt wird</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>Export abbrechen</translation>
    </message>
    <message>
        <source>sealed on your server</source>
        <translation>versiegelt auf deinem Server</translation>
    </message>
    <message>
        <source>sealed on %1</source>
        <translation>versiegelt auf %1</translation>
    </message>
    <message>
        <source>uploading</source>
        <translation>wird hochgeladen</translation>
    </message>
    <message>
        <source>only on this computer</source>
        <translation>nur auf diesem Computer</translation>
    </message>
    <message>
        <source>Last checked %1</source>
        <translation>Zuletzt geprüft: %1</translation>
    </message>
    <message>
        <source>Upload it</source>
        <translation>Hochladen</translation>
    </message>
    <message>
        <source>Upload the %1</source>
        <translation>Alle %1 hochladen</translation>
    </message>
    <message>
        <source>Upload what is only on this computer</source>
        <translation>Hochladen, was nur auf diesem Computer liegt</translation>
    </message>
    <message>
        <source>The archive is switched off, or there is no connection.</source>
        <translation>Das Archiv ist ausgeschaltet, oder es besteht keine Verbindung.</translation>
    </message>
    <message>
        <source>%1 sealed on your server, %2 uploading, %3 only on this computer</source>
        <translation>%1 versiegelt auf deinem Server, %2 werden hochgeladen, %3 nur auf diesem Computer</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ArchiveStrip</name>
    <message>
        <source>Archive and background work</source>
        <translation>Archiv und Arbeit im Hintergrund</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::AttachmentTray</name>
    <message>
        <source>Files to send</source>
        <translation>Zu sendende Dateien</translation>
    </message>
    <message>
        <source>Sealing…</source>
        <translation>Wird versiegelt …</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>%1 herausnehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n files, sealed before they leave</source>
        <translation>
            <numerusform>%n Datei, versiegelt, bevor sie abgeht</numerusform>
            <numerusform>%n Dateien, versiegelt, bevor sie abgehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files; both servers get the key to them</source>
        <translation>
            <numerusform>%n Datei; beide Server bekommen den Schlüssel dazu</numerusform>
            <numerusform>%n Dateien; beide Server bekommen den Schlüssel dazu</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 may tell where and when it was made. Letterlock cannot take that out of this file.</source>
        <translation>%1 verrät vielleicht, wo und wann es entstanden ist. Aus dieser Datei kann Letterlock das nicht entfernen.</translation>
    </message>
    <message numerus="yes">
        <source>%n files may tell where and when they were made. Letterlock cannot take that out of them.</source>
        <translation>
            <numerusform>%n Datei verrät vielleicht, wo und wann sie entstanden ist. Letterlock kann das nicht daraus entfernen.</numerusform>
            <numerusform>%n Dateien verraten vielleicht, wo und wann sie entstanden sind. Letterlock kann das nicht daraus entfernen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::AvatarPainter</name>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::BackupCodeField</name>
    <message>
        <source>Group %1</source>
        <translation>Gruppe %1</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::BackupDialog</name>
    <message>
        <source>Back up my keys</source>
        <translation>Meine Schlüssel sichern</translation>
    </message>
    <message>
        <source>A copy of all your keys goes to %1, closed with this code. Write the code down before you store the copy; an earlier code will not open it.</source>
        <translation>Eine Kopie aller deiner Schlüssel geht an %1, verschlossen mit diesem Code. Schreib den Code auf, bevor du die Kopie ablegst; ein früherer Code öffnet sie nicht.</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>Wiederherstellungsblatt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>I have written it down: store the copy</source>
        <translation>Ich habe ihn aufgeschrieben: Kopie ablegen</translation>
    </message>
    <message>
        <source>There is a backup that this computer has not read</source>
        <translation>Es gibt eine Sicherung, die dieser Computer nicht gelesen hat</translation>
    </message>
    <message>
        <source>It may hold keys that are nowhere else. It is kept beside, and its own code goes on opening it here; other programs see only the new one.</source>
        <translation>Sie enthält vielleicht Schlüssel, die es sonst nirgends gibt. Sie bleibt daneben erhalten, und ihr eigener Code öffnet sie hier weiterhin; andere Programme sehen nur die neue.</translation>
    </message>
    <message>
        <source>Store the new one</source>
        <translation>Die neue ablegen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Banner</name>
    <message>
        <source>Close notice</source>
        <translation>Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::BannerArea</name>
    <message>
        <source>Notices</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>1 of %1</source>
        <translation>1 von %1</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::BrandPanel</name>
    <message>
        <source>Your server keeps it. Only you can open it.</source>
        <translation>Dein Server bewahrt es. Nur du kannst es öffnen.</translation>
    </message>
    <message>
        <source>Your server keeps it.
Only you can open it.</source>
        <translation>Dein Server bewahrt es.
Nur du kannst es öffnen.</translation>
    </message>
    <message>
        <source>Your server can see</source>
        <translation>Dein Server kann sehen</translation>
    </message>
    <message>
        <source>who you write to, and when</source>
        <translation>wem du wann schreibst</translation>
    </message>
    <message>
        <source>how much you have stored</source>
        <translation>wie viel du gespeichert hast</translation>
    </message>
    <message>
        <source>Your server cannot see</source>
        <translation>Dein Server kann nicht sehen</translation>
    </message>
    <message>
        <source>a single word of your messages</source>
        <translation>ein einziges Wort deiner Nachrichten</translation>
    </message>
    <message>
        <source>what you search for</source>
        <translation>wonach du suchst</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::CertificateDialog</name>
    <message>
        <source>This may not be %1</source>
        <translation>Das ist vielleicht nicht %1</translation>
    </message>
    <message>
        <source>Letterlock has stopped, and your password was not sent. On a hotel or train network, open a web page first and sign in there. Trust this certificate only if whoever runs the server gave you the same fingerprint.</source>
        <translation>Letterlock hat angehalten, und dein Passwort wurde nicht gesendet. In einem Hotel oder Zug: Öffne zuerst eine Webseite und melde dich dort an. Vertraue diesem Zertifikat nur, wenn dir die Leute, die den Server betreiben, denselben Fingerabdruck genannt haben.</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>Ausgestellt für</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Unterschrieben von</translation>
    </message>
    <message>
        <source>Good from</source>
        <translation>Gültig ab</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>I compared this fingerprint with whoever runs the server</source>
        <translation>Ich habe diesen Fingerabdruck mit den Leuten verglichen, die den Server betreiben</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Trust it from now on</source>
        <translation>Von jetzt an vertrauen</translation>
    </message>
    <message>
        <source>First compare the fingerprint</source>
        <translation>Vergleiche zuerst den Fingerabdruck</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Nobody vouches for it: it is signed by itself.</source>
        <translation>Niemand bürgt dafür: Es hat sich selbst unterschrieben.</translation>
    </message>
    <message>
        <source>It has expired.</source>
        <translation>Es ist abgelaufen.</translation>
    </message>
    <message>
        <source>It was made for another server.</source>
        <translation>Es wurde für einen anderen Server gemacht.</translation>
    </message>
    <message>
        <source>This computer does not know who signed it.</source>
        <translation>Dieser Computer kennt nicht, wer es unterschrieben hat.</translation>
    </message>
    <message>
        <source>It cannot be checked.</source>
        <translation>Es lässt sich nicht prüfen.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ChatsPage</name>
    <message>
        <source>Take from the top</source>
        <translation>Nicht mehr oben anheften</translation>
    </message>
    <message>
        <source>Pin to the top</source>
        <translation>Oben anheften</translation>
    </message>
    <message>
        <source>Notify again</source>
        <translation>Wieder benachrichtigen</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>“%1” was muted</source>
        <translation>„%1“ ist stummgeschaltet</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>Gespräch suchen</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>Noch keine Gespräche</translation>
    </message>
    <message>
        <source>Write to someone whose address you know, or give them yours.</source>
        <translation>Schreib jemandem, dessen Adresse du kennst, oder gib deine weiter.</translation>
    </message>
    <message>
        <source>New conversation…</source>
        <translation>Neues Gespräch …</translation>
    </message>
    <message>
        <source>Copy my address</source>
        <translation>Meine Adresse kopieren</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>Adresse kopiert</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Noch einmal senden</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Chip</name>
    <message>
        <source>No key</source>
        <translation>Kein Schlüssel</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>New key, not checked</source>
        <translation>Neuer Schlüssel, nicht geprüft</translation>
    </message>
    <message>
        <source>Refused by you</source>
        <translation>Von dir abgelehnt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Withdrawn by its owner</source>
        <translation>Vom Besitzer zurückgezogen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ClockNotice</name>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 ahead of your server&apos;s.</source>
        <translation>Die Uhr dieses Computers geht gegenüber der deines Servers %1 vor.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 behind your server&apos;s.</source>
        <translation>Die Uhr dieses Computers geht gegenüber der deines Servers %1 nach.</translation>
    </message>
    <message>
        <source>What you write gets the server&apos;s time.</source>
        <translation>Was du schreibst, bekommt die Zeit des Servers.</translation>
    </message>
    <message>
        <source>That is too much to believe: what you write keeps this computer&apos;s time.</source>
        <translation>Das ist zu viel, um es zu glauben: Was du schreibst, behält die Zeit dieses Computers.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Composer</name>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>You had checked the old one. Decide before you write on.</source>
        <translation>Den alten hattest du geprüft. Entscheide, bevor du weiterschreibst.</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen …</translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation>Trotzdem senden</translation>
    </message>
    <message>
        <source>Leave reply</source>
        <translation>Antwort verlassen</translation>
    </message>
    <message>
        <source>Message to %1</source>
        <translation>Nachricht an %1</translation>
    </message>
    <message>
        <source>this person</source>
        <translation>diese Person</translation>
    </message>
    <message>
        <source>Reply to %1</source>
        <translation>Antwort an %1</translation>
    </message>
    <message>
        <source>Edit your message of %1</source>
        <translation>Deine Nachricht von %1 ändern</translation>
    </message>
    <message>
        <source>Sending is stopped: %1 has a new key.</source>
        <translation>Das Senden ist angehalten: %1 hat einen neuen Schlüssel.</translation>
    </message>
    <message>
        <source>Save the change</source>
        <translation>Änderung speichern</translation>
    </message>
    <message>
        <source>Send without sealing</source>
        <translation>Ohne Siegel senden</translation>
    </message>
    <message>
        <source>Send sealed</source>
        <translation>Versiegelt senden</translation>
    </message>
    <message>
        <source>This message is too long for the server</source>
        <translation>Diese Nachricht ist zu lang für den Server</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>Enter sendet</translation>
    </message>
    <message>
        <source>Shift+Enter sends</source>
        <translation>Umschalt+Enter sendet</translation>
    </message>
    <message>
        <source>Too long</source>
        <translation>Zu lang</translation>
    </message>
    <message>
        <source>Message, goes out when you are online again</source>
        <translation>Nachricht, geht hinaus, sobald du wieder online bist</translation>
    </message>
    <message>
        <source>Session keys are switched off in Settings, Privacy. The text stays here.</source>
        <translation>Sitzungsschlüssel sind unter Einstellungen, Privatsphäre ausgeschaltet. Der Text bleibt hier.</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>Add a caption</source>
        <translation>Beschriftung hinzufügen</translation>
    </message>
    <message>
        <source>A message to %1 waits.</source>
        <translation>Eine Nachricht an %1 wartet.</translation>
    </message>
    <message>
        <source>Sending is stopped: %1 is a group.</source>
        <translation>Das Senden ist angehalten: %1 ist eine Gruppe.</translation>
    </message>
    <message>
        <source>Sending is stopped: the program %1 is using does not know session keys.</source>
        <translation>Das Senden ist angehalten: Das Programm, das %1 benutzt, kennt keine Sitzungsschlüssel.</translation>
    </message>
    <message>
        <source>Nothing goes out sealed in another way by itself. Choose one, or wait; your text stays here.</source>
        <translation>Nichts geht von selbst anders versiegelt hinaus. Wähle etwas anderes, oder warte; dein Text bleibt hier.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ContactKeyModel</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Messages cannot be sealed</source>
        <translation>Nachrichten können nicht versiegelt werden</translation>
    </message>
    <message>
        <source>First seen %1</source>
        <translation>Zuerst gesehen: %1</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Key ends in</source>
        <translation>Schlüssel endet auf</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ContactKeysPanel</name>
    <message>
        <source>Find a person or a key</source>
        <translation>Person oder Schlüssel suchen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Need attention</source>
        <translation>Brauchen Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Contacts’ keys</source>
        <translation>Schlüssel der Kontakte</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Compare keys…</source>
        <translation>Schlüssel vergleichen …</translation>
    </message>
    <message>
        <source>Use it without checking</source>
        <translation>Ungeprüft verwenden</translation>
    </message>
    <message>
        <source>Do not seal for this key</source>
        <translation>Nicht für diesen Schlüssel versiegeln</translation>
    </message>
    <message>
        <source>%1 checked</source>
        <translation>%1 geprüft</translation>
    </message>
    <message>
        <source>%1 not checked yet</source>
        <translation>%1 noch nicht geprüft</translation>
    </message>
    <message>
        <source>%1 need attention</source>
        <translation>%1 brauchen Aufmerksamkeit</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>%1 abgelehnt</translation>
    </message>
    <message>
        <source>%1 without a key</source>
        <translation>%1 ohne Schlüssel</translation>
    </message>
    <message>
        <source>No key of another person is known yet.</source>
        <translation>Es ist noch kein Schlüssel einer anderen Person bekannt.</translation>
    </message>
    <message>
        <source>%1 people: %2</source>
        <comment>count, list of counts</comment>
        <translation>%1 Personen: %2</translation>
    </message>
    <message>
        <source>%1 has no key yet. Messages wait on this computer until there is one.</source>
        <translation>%1 hat noch keinen Schlüssel. Nachrichten warten auf diesem Computer, bis es einen gibt.</translation>
    </message>
    <message>
        <source>Messages are sealed, but only comparing shows that the key is really %1’s.</source>
        <translation>Nachrichten sind versiegelt, aber nur ein Vergleich zeigt, ob der Schlüssel wirklich %1 gehört.</translation>
    </message>
    <message>
        <source>You compared this key with %1.</source>
        <translation>Du hast diesen Schlüssel mit %1 verglichen.</translation>
    </message>
    <message>
        <source>%1 has a new key. That is normal after a new phone or a key change, and it is also what an attack would look like.</source>
        <translation>%1 hat einen neuen Schlüssel. Das ist normal nach einem neuen Telefon oder einem Schlüsselwechsel, und genau so sähe auch ein Angriff aus.</translation>
    </message>
    <message>
        <source>%1 had a key you had checked. Now a different one is published, and sending is stopped. That is normal after a new phone or a key change, and it is also what an attack would look like.</source>
        <translation>%1 hatte einen Schlüssel, den du geprüft hattest. Jetzt ist ein anderer veröffentlicht, und das Senden ist angehalten. Das ist normal nach einem neuen Telefon oder einem Schlüsselwechsel, und genau so sähe auch ein Angriff aus.</translation>
    </message>
    <message>
        <source>You decided not to seal for this key.</source>
        <translation>Du hast entschieden, nicht für diesen Schlüssel zu versiegeln.</translation>
    </message>
    <message>
        <source>This key has come to its end. Nobody can seal for it until %1 renews it.</source>
        <translation>Dieser Schlüssel ist abgelaufen. Niemand kann für ihn versiegeln, bis %1 ihn verlängert.</translation>
    </message>
    <message>
        <source>%1 withdrew this key. Nothing is sealed for it any more.</source>
        <translation>%1 hat diesen Schlüssel zurückgezogen. Für ihn wird nichts mehr versiegelt.</translation>
    </message>
    <message>
        <source>Choose a person</source>
        <translation>Wähle eine Person</translation>
    </message>
    <message>
        <source>You compared the key ending %2 with %1, and it vouches for this one.</source>
        <comment>name, key</comment>
        <translation>Du hast den Schlüssel, der auf %2 endet, mit %1 verglichen, und er bürgt für diesen.</translation>
    </message>
    <message>
        <source>Key history</source>
        <translation>Geschichte der Schlüssel</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>end of the key, state</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>First seen %1</source>
        <translation>Zuerst gesehen %1</translation>
    </message>
    <message>
        <source>First seen %1. The key ending %2 vouches for it.</source>
        <translation>Zuerst gesehen %1. Der Schlüssel auf %2 bürgt für ihn.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ConversationHeader</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Search in this conversation</source>
        <translation>In diesem Gespräch suchen</translation>
    </message>
    <message>
        <source>Show in History</source>
        <translation>Im Verlauf zeigen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Compare keys…</source>
        <translation>Schlüssel vergleichen …</translation>
    </message>
    <message>
        <source>is typing</source>
        <translation>schreibt gerade</translation>
    </message>
    <message>
        <source>Offline: shown as last known</source>
        <translation>Offline: zuletzt bekannter Stand</translation>
    </message>
    <message>
        <source>no key yet</source>
        <translation>noch kein Schlüssel</translation>
    </message>
    <message>
        <source>key not checked yet</source>
        <translation>Schlüssel noch nicht geprüft</translation>
    </message>
    <message>
        <source>key checked</source>
        <translation>Schlüssel geprüft</translation>
    </message>
    <message>
        <source>new key, not checked</source>
        <translation>neuer Schlüssel, nicht geprüft</translation>
    </message>
    <message>
        <source>key refused by you</source>
        <translation>Schlüssel von dir abgelehnt</translation>
    </message>
    <message>
        <source>key expired</source>
        <translation>Schlüssel abgelaufen</translation>
    </message>
    <message>
        <source>key withdrawn by its owner</source>
        <translation>Schlüssel vom Besitzer zurückgezogen</translation>
    </message>
    <message>
        <source>session key</source>
        <translation>Sitzungsschlüssel</translation>
    </message>
    <message numerus="yes">
        <source>session key with %n devices</source>
        <translation>
            <numerusform>Sitzungsschlüssel mit %n Gerät</numerusform>
            <numerusform>Sitzungsschlüssel mit %n Geräten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ConversationListView</name>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ConversationPage</name>
    <message>
        <source>Choose a conversation</source>
        <translation>Wähle ein Gespräch</translation>
    </message>
    <message>
        <source>Or press Ctrl+K and type a name.</source>
        <translation>Oder drücke Strg+K und tippe einen Namen.</translation>
    </message>
    <message>
        <source>This message is too long for your server. Shorten it or send it in parts.</source>
        <translation>Diese Nachricht ist zu lang für deinen Server. Kürze sie oder sende sie in Teilen.</translation>
    </message>
    <message>
        <source>yourself</source>
        <translation>dich selbst</translation>
    </message>
    <message>
        <source>Only your last message can be changed.</source>
        <translation>Nur deine letzte Nachricht lässt sich ändern.</translation>
    </message>
    <message>
        <source>Could you send me your message of %1 again? It was sealed for a key I do not have here.</source>
        <translation>Kannst du mir deine Nachricht von %1 noch einmal schicken? Sie war für einen Schlüssel versiegelt, den ich hier nicht habe.</translation>
    </message>
    <message>
        <source>You have Letterlock %1.</source>
        <translation>Du hast Letterlock %1.</translation>
    </message>
    <message>
        <source>This message was sealed all the way.</source>
        <translation>Diese Nachricht war auf dem ganzen Weg versiegelt.</translation>
    </message>
    <message>
        <source>This message travelled in the open. Both servers could read it.</source>
        <translation>Diese Nachricht reiste offen. Beide Server konnten sie lesen.</translation>
    </message>
    <message>
        <source>It was signed with the key %1.</source>
        <translation>Sie wurde mit dem Schlüssel %1 unterschrieben.</translation>
    </message>
    <message>
        <source>A sealed copy is kept on your server.</source>
        <translation>Eine versiegelte Kopie liegt auf deinem Server.</translation>
    </message>
    <message>
        <source>It is kept only on this computer so far.</source>
        <translation>Sie liegt bisher nur auf diesem Computer.</translation>
    </message>
    <message>
        <source>How it was sealed</source>
        <translation>Wie sie versiegelt war</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Unlock your key</source>
        <translation>Deinen Schlüssel entsperren</translation>
    </message>
    <message>
        <source>It stays open until you quit Letterlock. The passphrase is not kept.</source>
        <translation>Er bleibt offen, bis du Letterlock beendest. Die Passphrase wird nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>The key is open. Locked messages open by themselves now.</source>
        <translation>Der Schlüssel ist offen. Gesperrte Nachrichten öffnen sich jetzt von selbst.</translation>
    </message>
    <message>
        <source>This passphrase opens none of your keys.</source>
        <translation>Diese Passphrase öffnet keinen deiner Schlüssel.</translation>
    </message>
    <message>
        <source>It came from the archive and was %1. Whoever runs your server could have written or changed it.</source>
        <translation>Sie kam aus dem Archiv und war %1. Wer deinen Server betreibt, könnte sie geschrieben oder geändert haben.</translation>
    </message>
    <message>
        <source>This message was sealed all the way, with a session key. Such a key does not prove who wrote it.</source>
        <translation>Diese Nachricht war auf dem ganzen Weg versiegelt, mit einem Sitzungsschlüssel. Ein solcher Schlüssel beweist nicht, wer sie schrieb.</translation>
    </message>
    <message>
        <source>That key was withdrawn later. By its own time the message was signed before.</source>
        <translation>Dieser Schlüssel wurde später zurückgezogen. Nach ihrer eigenen Zeit wurde die Nachricht davor unterschrieben.</translation>
    </message>
    <message>
        <source>That key has expired since. By its own time the message was signed before.</source>
        <translation>Dieser Schlüssel ist seitdem abgelaufen. Nach ihrer eigenen Zeit wurde die Nachricht davor unterschrieben.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ConversationRow</name>
    <message>
        <source>typing…</source>
        <translation>schreibt …</translation>
    </message>
    <message>
        <source>Not sent, click to retry</source>
        <translation>Nicht gesendet, klicken für neuen Versuch</translation>
    </message>
    <message>
        <source>Cannot be opened here</source>
        <translation>Kann hier nicht geöffnet werden</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesene</numerusform>
            <numerusform>%n ungelesene</numerusform>
        </translation>
    </message>
    <message>
        <source>draft: %1</source>
        <translation>Entwurf: %1</translation>
    </message>
    <message>
        <source>you: %1</source>
        <translation>du: %1</translation>
    </message>
    <message>
        <source>not sealed</source>
        <translation>nicht versiegelt</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>stummgeschaltet</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>Waits for a key</source>
        <translation>Wartet auf einen Schlüssel</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>session key</source>
        <translation>Sitzungsschlüssel</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::DetailsPanel</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Close details</source>
        <translation>Einzelheiten schließen</translation>
    </message>
    <message>
        <source>Compare keys…</source>
        <translation>Schlüssel vergleichen …</translation>
    </message>
    <message>
        <source>Key history</source>
        <translation>Geschichte der Schlüssel</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Sealed on your server</source>
        <translation>Versiegelt auf deinem Server</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Nur auf diesem Computer</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>%1’s key</source>
        <translation>Schlüssel von %1</translation>
    </message>
    <message>
        <source>Key of %1: %2</source>
        <translation>Schlüssel von %1: %2</translation>
    </message>
    <message>
        <source>Letterlock is still asking for this key.</source>
        <translation>Letterlock fragt noch nach diesem Schlüssel.</translation>
    </message>
    <message>
        <source>The key is shown to contacts only. It arrives when you are accepted as a contact.</source>
        <translation>Der Schlüssel wird nur Kontakten gezeigt. Er kommt, wenn du als Kontakt angenommen bist.</translation>
    </message>
    <message>
        <source>%1 has no key yet. Messages wait here until there is one.</source>
        <translation>%1 hat noch keinen Schlüssel. Nachrichten warten hier, bis es einen gibt.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::EmojiList</name>
    <message>
        <source>grinning face</source>
        <translation>grinsendes Gesicht</translation>
    </message>
    <message>
        <source>happy face</source>
        <translation>fröhliches Gesicht</translation>
    </message>
    <message>
        <source>laughing eyes</source>
        <translation>lachende Augen</translation>
    </message>
    <message>
        <source>beaming face</source>
        <translation>strahlendes Gesicht</translation>
    </message>
    <message>
        <source>laughing</source>
        <translation>lachend</translation>
    </message>
    <message>
        <source>relieved laugh</source>
        <translation>erleichtertes Lachen</translation>
    </message>
    <message>
        <source>rolling with laughter</source>
        <translation>kugelt sich vor Lachen</translation>
    </message>
    <message>
        <source>tears of joy</source>
        <translation>Freudentränen</translation>
    </message>
    <message>
        <source>slight smile</source>
        <translation>leichtes Lächeln</translation>
    </message>
    <message>
        <source>upside-down smile</source>
        <translation>umgedrehtes Lächeln</translation>
    </message>
    <message>
        <source>wink</source>
        <translation>Zwinkern</translation>
    </message>
    <message>
        <source>smile with blush</source>
        <translation>errötendes Lächeln</translation>
    </message>
    <message>
        <source>halo</source>
        <translation>Heiligenschein</translation>
    </message>
    <message>
        <source>face with hearts</source>
        <translation>Gesicht mit Herzen</translation>
    </message>
    <message>
        <source>heart eyes</source>
        <translation>Herzaugen</translation>
    </message>
    <message>
        <source>kiss</source>
        <translation>Kuss</translation>
    </message>
    <message>
        <source>tasty</source>
        <translation>lecker</translation>
    </message>
    <message>
        <source>tongue out</source>
        <translation>herausgestreckte Zunge</translation>
    </message>
    <message>
        <source>joking</source>
        <translation>Spaß</translation>
    </message>
    <message>
        <source>hug</source>
        <translation>Umarmung</translation>
    </message>
    <message>
        <source>giggle</source>
        <translation>Kichern</translation>
    </message>
    <message>
        <source>hush</source>
        <translation>pst</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>nachdenklich</translation>
    </message>
    <message>
        <source>zipped mouth</source>
        <translation>verschlossener Mund</translation>
    </message>
    <message>
        <source>raised eyebrow</source>
        <translation>hochgezogene Augenbraue</translation>
    </message>
    <message>
        <source>neutral face</source>
        <translation>neutrales Gesicht</translation>
    </message>
    <message>
        <source>smirk</source>
        <translation>Schmunzeln</translation>
    </message>
    <message>
        <source>not amused</source>
        <translation>nicht begeistert</translation>
    </message>
    <message>
        <source>rolling eyes</source>
        <translation>verdrehte Augen</translation>
    </message>
    <message>
        <source>grimace</source>
        <translation>Grimasse</translation>
    </message>
    <message>
        <source>relieved</source>
        <translation>erleichtert</translation>
    </message>
    <message>
        <source>thoughtful</source>
        <translation>bedächtig</translation>
    </message>
    <message>
        <source>sleeping</source>
        <translation>schlafend</translation>
    </message>
    <message>
        <source>ill</source>
        <translation>krank</translation>
    </message>
    <message>
        <source>party</source>
        <translation>Feier</translation>
    </message>
    <message>
        <source>sunglasses</source>
        <translation>Sonnenbrille</translation>
    </message>
    <message>
        <source>nerd</source>
        <translation>Streber</translation>
    </message>
    <message>
        <source>confused</source>
        <translation>verwirrt</translation>
    </message>
    <message>
        <source>worried</source>
        <translation>besorgt</translation>
    </message>
    <message>
        <source>astonished</source>
        <translation>erstaunt</translation>
    </message>
    <message>
        <source>embarrassed</source>
        <translation>verlegen</translation>
    </message>
    <message>
        <source>pleading</source>
        <translation>flehend</translation>
    </message>
    <message>
        <source>frightened</source>
        <translation>erschrocken</translation>
    </message>
    <message>
        <source>crying</source>
        <translation>weinend</translation>
    </message>
    <message>
        <source>loud crying</source>
        <translation>laut weinend</translation>
    </message>
    <message>
        <source>screaming</source>
        <translation>schreiend</translation>
    </message>
    <message>
        <source>weary</source>
        <translation>müde</translation>
    </message>
    <message>
        <source>snorting</source>
        <translation>schnaubend</translation>
    </message>
    <message>
        <source>angry</source>
        <translation>wütend</translation>
    </message>
    <message>
        <source>waving hand</source>
        <translation>winkende Hand</translation>
    </message>
    <message>
        <source>perfect</source>
        <translation>perfekt</translation>
    </message>
    <message>
        <source>victory</source>
        <translation>Sieg</translation>
    </message>
    <message>
        <source>crossed fingers</source>
        <translation>gekreuzte Finger</translation>
    </message>
    <message>
        <source>pointing left</source>
        <translation>zeigt nach links</translation>
    </message>
    <message>
        <source>pointing right</source>
        <translation>zeigt nach rechts</translation>
    </message>
    <message>
        <source>pointing up</source>
        <translation>zeigt nach oben</translation>
    </message>
    <message>
        <source>pointing down</source>
        <translation>zeigt nach unten</translation>
    </message>
    <message>
        <source>thumbs up</source>
        <translation>Daumen hoch</translation>
    </message>
    <message>
        <source>thumbs down</source>
        <translation>Daumen runter</translation>
    </message>
    <message>
        <source>raised fist</source>
        <translation>erhobene Faust</translation>
    </message>
    <message>
        <source>applause</source>
        <translation>Applaus</translation>
    </message>
    <message>
        <source>raised hands</source>
        <translation>erhobene Hände</translation>
    </message>
    <message>
        <source>handshake</source>
        <translation>Handschlag</translation>
    </message>
    <message>
        <source>thank you</source>
        <translation>danke</translation>
    </message>
    <message>
        <source>strong arm</source>
        <translation>starker Arm</translation>
    </message>
    <message>
        <source>eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>Gehirn</translation>
    </message>
    <message>
        <source>baby</source>
        <translation>Baby</translation>
    </message>
    <message>
        <source>child</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>woman</source>
        <translation>Frau</translation>
    </message>
    <message>
        <source>man</source>
        <translation>Mann</translation>
    </message>
    <message>
        <source>grandmother</source>
        <translation>Großmutter</translation>
    </message>
    <message>
        <source>grandfather</source>
        <translation>Großvater</translation>
    </message>
    <message>
        <source>shrug</source>
        <translation>Schulterzucken</translation>
    </message>
    <message>
        <source>facepalm</source>
        <translation>Hand vor dem Gesicht</translation>
    </message>
    <message>
        <source>raised hand</source>
        <translation>erhobene Hand</translation>
    </message>
    <message>
        <source>dancing</source>
        <translation>tanzend</translation>
    </message>
    <message>
        <source>walking</source>
        <translation>gehend</translation>
    </message>
    <message>
        <source>running</source>
        <translation>laufend</translation>
    </message>
    <message>
        <source>dog</source>
        <translation>Hund</translation>
    </message>
    <message>
        <source>cat</source>
        <translation>Katze</translation>
    </message>
    <message>
        <source>mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>rabbit</source>
        <translation>Hase</translation>
    </message>
    <message>
        <source>fox</source>
        <translation>Fuchs</translation>
    </message>
    <message>
        <source>bear</source>
        <translation>Bär</translation>
    </message>
    <message>
        <source>panda</source>
        <translation>Panda</translation>
    </message>
    <message>
        <source>lion</source>
        <translation>Löwe</translation>
    </message>
    <message>
        <source>cow</source>
        <translation>Kuh</translation>
    </message>
    <message>
        <source>pig</source>
        <translation>Schwein</translation>
    </message>
    <message>
        <source>frog</source>
        <translation>Frosch</translation>
    </message>
    <message>
        <source>monkey</source>
        <translation>Affe</translation>
    </message>
    <message>
        <source>chicken</source>
        <translation>Huhn</translation>
    </message>
    <message>
        <source>penguin</source>
        <translation>Pinguin</translation>
    </message>
    <message>
        <source>bird</source>
        <translation>Vogel</translation>
    </message>
    <message>
        <source>owl</source>
        <translation>Eule</translation>
    </message>
    <message>
        <source>bee</source>
        <translation>Biene</translation>
    </message>
    <message>
        <source>butterfly</source>
        <translation>Schmetterling</translation>
    </message>
    <message>
        <source>snail</source>
        <translation>Schnecke</translation>
    </message>
    <message>
        <source>turtle</source>
        <translation>Schildkröte</translation>
    </message>
    <message>
        <source>fish</source>
        <translation>Fisch</translation>
    </message>
    <message>
        <source>whale</source>
        <translation>Wal</translation>
    </message>
    <message>
        <source>cactus</source>
        <translation>Kaktus</translation>
    </message>
    <message>
        <source>fir tree</source>
        <translation>Tanne</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>four-leaf clover</source>
        <translation>vierblättriges Kleeblatt</translation>
    </message>
    <message>
        <source>tulip</source>
        <translation>Tulpe</translation>
    </message>
    <message>
        <source>rose</source>
        <translation>Rose</translation>
    </message>
    <message>
        <source>sunflower</source>
        <translation>Sonnenblume</translation>
    </message>
    <message>
        <source>falling leaves</source>
        <translation>fallende Blätter</translation>
    </message>
    <message>
        <source>sun</source>
        <translation>Sonne</translation>
    </message>
    <message>
        <source>sun behind cloud</source>
        <translation>Sonne hinter Wolke</translation>
    </message>
    <message>
        <source>cloud</source>
        <translation>Wolke</translation>
    </message>
    <message>
        <source>rain</source>
        <translation>Regen</translation>
    </message>
    <message>
        <source>thunderstorm</source>
        <translation>Gewitter</translation>
    </message>
    <message>
        <source>snowflake</source>
        <translation>Schneeflocke</translation>
    </message>
    <message>
        <source>rainbow</source>
        <translation>Regenbogen</translation>
    </message>
    <message>
        <source>wave</source>
        <translation>Welle</translation>
    </message>
    <message>
        <source>moon</source>
        <translation>Mond</translation>
    </message>
    <message>
        <source>star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>fire</source>
        <translation>Feuer</translation>
    </message>
    <message>
        <source>apple</source>
        <translation>Apfel</translation>
    </message>
    <message>
        <source>banana</source>
        <translation>Banane</translation>
    </message>
    <message>
        <source>strawberry</source>
        <translation>Erdbeere</translation>
    </message>
    <message>
        <source>grapes</source>
        <translation>Trauben</translation>
    </message>
    <message>
        <source>lemon</source>
        <translation>Zitrone</translation>
    </message>
    <message>
        <source>tomato</source>
        <translation>Tomate</translation>
    </message>
    <message>
        <source>carrot</source>
        <translation>Karotte</translation>
    </message>
    <message>
        <source>corn</source>
        <translation>Mais</translation>
    </message>
    <message>
        <source>mushroom</source>
        <translation>Pilz</translation>
    </message>
    <message>
        <source>bread</source>
        <translation>Brot</translation>
    </message>
    <message>
        <source>cheese</source>
        <translation>Käse</translation>
    </message>
    <message>
        <source>egg</source>
        <translation>Ei</translation>
    </message>
    <message>
        <source>pizza</source>
        <translation>Pizza</translation>
    </message>
    <message>
        <source>pasta</source>
        <translation>Nudeln</translation>
    </message>
    <message>
        <source>noodle soup</source>
        <translation>Nudelsuppe</translation>
    </message>
    <message>
        <source>salad</source>
        <translation>Salat</translation>
    </message>
    <message>
        <source>sushi</source>
        <translation>Sushi</translation>
    </message>
    <message>
        <source>cake</source>
        <translation>Kuchen</translation>
    </message>
    <message>
        <source>birthday cake</source>
        <translation>Geburtstagskuchen</translation>
    </message>
    <message>
        <source>biscuit</source>
        <translation>Keks</translation>
    </message>
    <message>
        <source>chocolate</source>
        <translation>Schokolade</translation>
    </message>
    <message>
        <source>ice cream</source>
        <translation>Eis</translation>
    </message>
    <message>
        <source>coffee</source>
        <translation>Kaffee</translation>
    </message>
    <message>
        <source>tea</source>
        <translation>Tee</translation>
    </message>
    <message>
        <source>milk</source>
        <translation>Milch</translation>
    </message>
    <message>
        <source>beer</source>
        <translation>Bier</translation>
    </message>
    <message>
        <source>wine</source>
        <translation>Wein</translation>
    </message>
    <message>
        <source>cheers</source>
        <translation>Prost</translation>
    </message>
    <message>
        <source>car</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>Bus</translation>
    </message>
    <message>
        <source>bicycle</source>
        <translation>Fahrrad</translation>
    </message>
    <message>
        <source>train</source>
        <translation>Zug</translation>
    </message>
    <message>
        <source>aeroplane</source>
        <translation>Flugzeug</translation>
    </message>
    <message>
        <source>ship</source>
        <translation>Schiff</translation>
    </message>
    <message>
        <source>sailing boat</source>
        <translation>Segelboot</translation>
    </message>
    <message>
        <source>rocket</source>
        <translation>Rakete</translation>
    </message>
    <message>
        <source>house</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>office</source>
        <translation>Büro</translation>
    </message>
    <message>
        <source>hospital</source>
        <translation>Krankenhaus</translation>
    </message>
    <message>
        <source>school</source>
        <translation>Schule</translation>
    </message>
    <message>
        <source>church</source>
        <translation>Kirche</translation>
    </message>
    <message>
        <source>mountain</source>
        <translation>Berg</translation>
    </message>
    <message>
        <source>beach</source>
        <translation>Strand</translation>
    </message>
    <message>
        <source>tent</source>
        <translation>Zelt</translation>
    </message>
    <message>
        <source>map</source>
        <translation>Landkarte</translation>
    </message>
    <message>
        <source>alarm clock</source>
        <translation>Wecker</translation>
    </message>
    <message>
        <source>football</source>
        <translation>Fußball</translation>
    </message>
    <message>
        <source>basketball</source>
        <translation>Basketball</translation>
    </message>
    <message>
        <source>tennis</source>
        <translation>Tennis</translation>
    </message>
    <message>
        <source>swimming</source>
        <translation>Schwimmen</translation>
    </message>
    <message>
        <source>computer game</source>
        <translation>Computerspiel</translation>
    </message>
    <message>
        <source>dice</source>
        <translation>Würfel</translation>
    </message>
    <message>
        <source>painting</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>theatre</source>
        <translation>Theater</translation>
    </message>
    <message>
        <source>music</source>
        <translation>Musik</translation>
    </message>
    <message>
        <source>guitar</source>
        <translation>Gitarre</translation>
    </message>
    <message>
        <source>piano</source>
        <translation>Klavier</translation>
    </message>
    <message>
        <source>film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>congratulations</source>
        <translation>Glückwunsch</translation>
    </message>
    <message>
        <source>present</source>
        <translation>Geschenk</translation>
    </message>
    <message>
        <source>balloon</source>
        <translation>Luftballon</translation>
    </message>
    <message>
        <source>trophy</source>
        <translation>Pokal</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>computer</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>idea</source>
        <translation>Idee</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>Schloss</translation>
    </message>
    <message>
        <source>spanner</source>
        <translation>Schraubenschlüssel</translation>
    </message>
    <message>
        <source>scissors</source>
        <translation>Schere</translation>
    </message>
    <message>
        <source>books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>open book</source>
        <translation>offenes Buch</translation>
    </message>
    <message>
        <source>pencil</source>
        <translation>Bleistift</translation>
    </message>
    <message>
        <source>paper clip</source>
        <translation>Büroklammer</translation>
    </message>
    <message>
        <source>calendar</source>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>parcel</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>letter</source>
        <translation>Brief</translation>
    </message>
    <message>
        <source>money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>shopping</source>
        <translation>Einkaufen</translation>
    </message>
    <message>
        <source>pill</source>
        <translation>Tablette</translation>
    </message>
    <message>
        <source>broom</source>
        <translation>Besen</translation>
    </message>
    <message>
        <source>red heart</source>
        <translation>rotes Herz</translation>
    </message>
    <message>
        <source>orange heart</source>
        <translation>oranges Herz</translation>
    </message>
    <message>
        <source>yellow heart</source>
        <translation>gelbes Herz</translation>
    </message>
    <message>
        <source>green heart</source>
        <translation>grünes Herz</translation>
    </message>
    <message>
        <source>blue heart</source>
        <translation>blaues Herz</translation>
    </message>
    <message>
        <source>purple heart</source>
        <translation>lila Herz</translation>
    </message>
    <message>
        <source>black heart</source>
        <translation>schwarzes Herz</translation>
    </message>
    <message>
        <source>broken heart</source>
        <translation>gebrochenes Herz</translation>
    </message>
    <message>
        <source>hundred</source>
        <translation>hundert</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>cross</source>
        <translation>Kreuz</translation>
    </message>
    <message>
        <source>question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>exclamation</source>
        <translation>Ausruf</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>recycling</source>
        <translation>Wiederverwertung</translation>
    </message>
    <message>
        <source>plus</source>
        <translation>plus</translation>
    </message>
    <message>
        <source>arrow right</source>
        <translation>Pfeil nach rechts</translation>
    </message>
    <message>
        <source>arrow left</source>
        <translation>Pfeil nach links</translation>
    </message>
    <message>
        <source>tired</source>
        <translation>müde</translation>
    </message>
    <message>
        <source>speech bubble</source>
        <translation>Sprechblase</translation>
    </message>
    <message>
        <source>sparkles</source>
        <translation>Funkeln</translation>
    </message>
    <message>
        <source>finish</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Smileys</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>People and hands</source>
        <translation>Menschen und Hände</translation>
    </message>
    <message>
        <source>Animals and nature</source>
        <translation>Tiere und Natur</translation>
    </message>
    <message>
        <source>Food and drink</source>
        <translation>Essen und Trinken</translation>
    </message>
    <message>
        <source>Travel and places</source>
        <translation>Reisen und Orte</translation>
    </message>
    <message>
        <source>Activities and objects</source>
        <translation>Tätigkeiten und Dinge</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Zeichen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::EmojiPicker</name>
    <message>
        <source>Find an emoji</source>
        <translation>Emoji suchen</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Groups of emoji</source>
        <translation>Gruppen von Emoji</translation>
    </message>
    <message>
        <source>Used last</source>
        <translation>Zuletzt benutzt</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ErrorText</name>
    <message>
        <source>%1 does not allow this. Ask the other person to accept you as a contact, then try again.</source>
        <translation>%1 erlaubt das nicht. Bitte die andere Person, dich als Kontakt anzunehmen, und versuche es dann noch einmal.</translation>
    </message>
    <message>
        <source>%1 has nothing of that kind. Check the address.</source>
        <translation>%1 hat nichts dergleichen. Prüfe die Adresse.</translation>
    </message>
    <message>
        <source>The other person’s server does not answer. Try again later.</source>
        <translation>Der Server der anderen Person antwortet nicht. Versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>%1 cannot do this. Ask whoever runs it.</source>
        <translation>%1 kann das nicht. Frage die Leute, die ihn betreiben.</translation>
    </message>
    <message>
        <source>%1 refused this because it was too much. Wait a moment, then try again.</source>
        <translation>%1 hat das abgelehnt, weil es zu viel war. Warte einen Moment und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>%1 refused this. Try again; Details holds its answer.</source>
        <translation>%1 hat das abgelehnt. Versuche es noch einmal; unter Einzelheiten steht die Antwort.</translation>
    </message>
    <message>
        <source>%1 does not accept this password. Check capital letters and the keyboard layout.</source>
        <translation>%1 nimmt dieses Passwort nicht an. Prüfe Großbuchstaben und Tastaturbelegung.</translation>
    </message>
    <message>
        <source>%1 does not accept this password. Check capital letters and the keyboard layout (now: %2).</source>
        <translation>%1 nimmt dieses Passwort nicht an. Prüfe Großbuchstaben und Tastaturbelegung (jetzt: %2).</translation>
    </message>
    <message>
        <source>There is no chat server called %1. Check the spelling, or ask whoever runs it.</source>
        <translation>Es gibt keinen Chatserver namens %1. Prüfe die Schreibweise, oder frage die Leute, die ihn betreiben.</translation>
    </message>
    <message>
        <source>%1 does not take the connection. Check the server and port, or try again later.</source>
        <translation>%1 nimmt die Verbindung nicht an. Prüfe Server und Port, oder versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>%1 offers no secured connection. Letterlock has stopped and sent nothing. Ask whoever runs it.</source>
        <translation>%1 bietet keine gesicherte Verbindung. Letterlock hat angehalten und nichts gesendet. Frage die Leute, die ihn betreiben.</translation>
    </message>
    <message>
        <source>%1 shows a certificate that is not its own. Letterlock has stopped and sent nothing. Look at the certificate before you go on.</source>
        <translation>%1 zeigt ein Zertifikat, das nicht das eigene ist. Letterlock hat angehalten und nichts gesendet. Sieh dir das Zertifikat an, bevor du weitermachst.</translation>
    </message>
    <message>
        <source>The connection to %1 was lost. Letterlock tries again by itself.</source>
        <translation>Die Verbindung zu %1 ist abgebrochen. Letterlock versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>Another program signed in to %1 in Letterlock’s place. Close it, then sign in again.</source>
        <translation>Ein anderes Programm hat sich an Stelle von Letterlock bei %1 angemeldet. Schließe es und melde dich dann wieder an.</translation>
    </message>
    <message>
        <source>%1 did not answer. Check your connection, then try again.</source>
        <translation>%1 hat nicht geantwortet. Prüfe deine Verbindung und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>You are offline. This works again once %1 is reached.</source>
        <translation>Du bist offline. Das geht wieder, sobald %1 erreicht ist.</translation>
    </message>
    <message>
        <source>%1 answered in a way Letterlock does not understand. Try again; if it stays so, tell whoever runs it.</source>
        <translation>%1 hat so geantwortet, dass Letterlock es nicht versteht. Versuche es noch einmal; bleibt es so, sage es den Leuten, die ihn betreiben.</translation>
    </message>
    <message>
        <source>Your history on this computer does not open with this key. Check that the right keyring is unlocked.</source>
        <translation>Dein Verlauf auf diesem Computer lässt sich mit diesem Schlüssel nicht öffnen. Prüfe, ob der richtige Schlüsselbund entsperrt ist.</translation>
    </message>
    <message>
        <source>Your history file on this computer is damaged. Put it aside and fetch what is on your server again.</source>
        <translation>Die Datei mit deinem Verlauf auf diesem Computer ist beschädigt. Lege sie beiseite und hole noch einmal, was auf deinem Server liegt.</translation>
    </message>
    <message>
        <source>Your history was written by a newer Letterlock. Install that version to open it.</source>
        <translation>Dein Verlauf wurde von einem neueren Letterlock geschrieben. Installiere diese Version, um ihn zu öffnen.</translation>
    </message>
    <message>
        <source>The disk of this computer is full. Free some space, then try again.</source>
        <translation>Die Festplatte dieses Computers ist voll. Schaffe Platz und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>Letterlock could not write to its history on this computer. Check the disk, then try again.</source>
        <translation>Letterlock konnte nicht in den Verlauf auf diesem Computer schreiben. Prüfe die Festplatte und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>%1 does not have this any more. Look again after the next check.</source>
        <translation>%1 hat das nicht mehr. Sieh nach der nächsten Prüfung noch einmal nach.</translation>
    </message>
    <message>
        <source>Another of your devices was faster. Letterlock reads the newest state and tries again.</source>
        <translation>Ein anderes deiner Geräte war schneller. Letterlock liest den neuesten Stand und versucht es noch einmal.</translation>
    </message>
    <message>
        <source>%1 refused to keep this. Ask whoever runs it whether your account may.</source>
        <translation>%1 will das nicht aufbewahren. Frage die Leute, die ihn betreiben, ob dein Konto das darf.</translation>
    </message>
    <message>
        <source>%1 has no archive for sealed history. It stays only on this computer; choose another place in Settings.</source>
        <translation>%1 hat kein Archiv für versiegelten Verlauf. Er bleibt nur auf diesem Computer; wähle in den Einstellungen einen anderen Ort.</translation>
    </message>
    <message>
        <source>No space left on %1. New messages are only on this computer until you free some.</source>
        <translation>Auf %1 ist kein Platz mehr. Neue Nachrichten liegen nur auf diesem Computer, bis du welchen schaffst.</translation>
    </message>
    <message>
        <source>%1 did not answer in time. Letterlock tries again by itself.</source>
        <translation>%1 hat nicht rechtzeitig geantwortet. Letterlock versucht es von selbst noch einmal.</translation>
    </message>
    <message>
        <source>The connection to %1 was lost. This goes on by itself once it is back.</source>
        <translation>Die Verbindung zu %1 ist abgebrochen. Es geht von selbst weiter, sobald sie wieder da ist.</translation>
    </message>
    <message>
        <source>%1 answered with something that cannot be right. Nothing was changed; try again later.</source>
        <translation>%1 hat etwas geantwortet, das nicht stimmen kann. Es wurde nichts geändert; versuche es später noch einmal.</translation>
    </message>
    <message>
        <source>%1 had a problem of its own. Try again later, or tell whoever runs it.</source>
        <translation>%1 hatte selbst ein Problem. Versuche es später noch einmal, oder sage es den Leuten, die ihn betreiben.</translation>
    </message>
    <message>
        <source>A sealed piece of your archive cannot be opened with the keys on this computer. Bring in the key it was sealed for.</source>
        <translation>Ein versiegeltes Stück deines Archivs lässt sich mit den Schlüsseln auf diesem Computer nicht öffnen. Hole den Schlüssel herein, für den es versiegelt wurde.</translation>
    </message>
    <message>
        <source>%1 returned a sealed piece in the wrong place. It was not used; tell whoever runs the server.</source>
        <translation>%1 hat ein versiegeltes Stück an der falschen Stelle geliefert. Es wurde nicht verwendet; sage es den Leuten, die den Server betreiben.</translation>
    </message>
    <message>
        <source>Stopped, as you asked. Nothing was lost; you can start again.</source>
        <translation>Angehalten, wie du wolltest. Es ging nichts verloren; du kannst neu beginnen.</translation>
    </message>
    <message>
        <source>Another of your devices is changing the key right now. Wait until it has finished, then try again.</source>
        <translation>Ein anderes deiner Geräte wechselt gerade den Schlüssel. Warte, bis es fertig ist, und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>This is not something Letterlock can read. Check that it is complete.</source>
        <translation>Das kann Letterlock nicht lesen. Prüfe, ob es vollständig ist.</translation>
    </message>
    <message>
        <source>This is larger than anything sealed may be. It was not opened; ask for a smaller one.</source>
        <translation>Das ist größer, als etwas Versiegeltes sein darf. Es wurde nicht geöffnet; bitte um ein kleineres.</translation>
    </message>
    <message>
        <source>This uses a form of sealing Letterlock does not know. An update may help.</source>
        <translation>Das benutzt eine Art der Versiegelung, die Letterlock nicht kennt. Eine neuere Version kann helfen.</translation>
    </message>
    <message>
        <source>The key for this is not on this computer. Bring it in to open this.</source>
        <translation>Der Schlüssel dafür ist nicht auf diesem Computer. Hole ihn herein, um das zu öffnen.</translation>
    </message>
    <message>
        <source>The key is here, but locked. Type its passphrase to go on.</source>
        <translation>Der Schlüssel ist hier, aber gesperrt. Tippe seine Passphrase, um weiterzumachen.</translation>
    </message>
    <message>
        <source>This key has expired, was withdrawn or cannot seal. Make a new one or extend it.</source>
        <translation>Dieser Schlüssel ist abgelaufen, zurückgezogen oder kann nicht versiegeln. Erzeuge einen neuen oder verlängere ihn.</translation>
    </message>
    <message>
        <source>This cannot be opened. Check the code or the key, then try again.</source>
        <translation>Das lässt sich nicht öffnen. Prüfe den Code oder den Schlüssel und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>The seal is broken: it was changed on the way, or signed by somebody else. Ask for it again.</source>
        <translation>Das Siegel ist gebrochen: Es wurde unterwegs verändert oder von jemand anderem unterschrieben. Bitte noch einmal darum.</translation>
    </message>
    <message>
        <source>GnuPG, which keeps your keys, could not be used. Check that it is installed, then try again.</source>
        <translation>GnuPG, das deine Schlüssel aufbewahrt, ließ sich nicht benutzen. Prüfe, ob es installiert ist, und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>Stopped, as you asked. You can start again.</source>
        <translation>Angehalten, wie du wolltest. Du kannst neu beginnen.</translation>
    </message>
    <message>
        <source>This computer has no keyring to keep secrets in. Type a passphrase instead, each time you start Letterlock.</source>
        <translation>Dieser Computer hat keinen Schlüsselbund für Geheimnisse. Tippe stattdessen bei jedem Start von Letterlock eine Passphrase.</translation>
    </message>
    <message>
        <source>Your keyring is locked. Unlock it, then try again.</source>
        <translation>Dein Schlüsselbund ist gesperrt. Entsperre ihn und versuche es noch einmal.</translation>
    </message>
    <message>
        <source>Your keyring does not hold this secret. Type it again.</source>
        <translation>Dein Schlüsselbund enthält dieses Geheimnis nicht. Tippe es noch einmal.</translation>
    </message>
    <message>
        <source>Your keyring could not be used. Unlock it or sign in to your desktop again.</source>
        <translation>Dein Schlüsselbund ließ sich nicht benutzen. Entsperre ihn, oder melde dich neu an deinem Desktop an.</translation>
    </message>
    <message>
        <source>Some messages are too large for %1. They are only on this computer.</source>
        <translation>Einige Nachrichten sind zu groß für %1. Sie liegen nur auf diesem Computer.</translation>
    </message>
    <message>
        <source>This code does not open the backup. Compare it group by group with the sheet. The letter O and the digit 0 never occur.</source>
        <translation>Dieser Code öffnet die Sicherung nicht. Vergleiche ihn Gruppe für Gruppe mit dem Blatt. Der Buchstabe O und die Ziffer 0 kommen nie vor.</translation>
    </message>
    <message>
        <source>There is no backup on your server.</source>
        <translation>Auf deinem Server liegt keine Sicherung.</translation>
    </message>
    <message>
        <source>The backup on your server is damaged or of a kind that is not known. It was left as it is.</source>
        <translation>Die Sicherung auf deinem Server ist beschädigt oder von unbekannter Art. Sie wurde so gelassen, wie sie ist.</translation>
    </message>
    <message>
        <source>This key is on a card. Put the card into its reader and type its PIN, then try again.</source>
        <translation>Dieser Schlüssel ist auf einer Karte. Stecke die Karte in den Leser, gib ihre PIN ein und versuche es noch einmal.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ExportDialog</name>
    <message>
        <source>Export history</source>
        <translation>Verlauf exportieren</translation>
    </message>
    <message>
        <source>Writes a copy of your history to a file on this computer. What is on your server stays as it is.</source>
        <translation>Schreibt eine Kopie deines Verlaufs in eine Datei auf diesem Computer. Was auf deinem Server liegt, bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>All conversations</source>
        <translation>Alle Gespräche</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>from %1 on</source>
        <comment>a day</comment>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a day</comment>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Only %1</source>
        <comment>what the filters choose</comment>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>Sealed bundle</source>
        <translation>Versiegeltes Bündel</translation>
    </message>
    <message>
        <source>Text to read</source>
        <translation>Text zum Lesen</translation>
    </message>
    <message>
        <source>JSON for other programs</source>
        <translation>JSON für andere Programme</translation>
    </message>
    <message>
        <source>Also open it with a passphrase</source>
        <translation>Auch mit einer Passphrase zu öffnen</translation>
    </message>
    <message>
        <source>Passphrase, at least 8 letters</source>
        <translation>Passphrase, mindestens 8 Zeichen</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dieselbe</translation>
    </message>
    <message>
        <source>Bring in a bundle…</source>
        <translation>Bündel hereinholen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Sealed for your own keys. Letterlock brings it back, and GnuPG opens it without Letterlock.</source>
        <translation>Für deine eigenen Schlüssel versiegelt. Letterlock holt es wieder herein, und GnuPG öffnet es auch ohne Letterlock.</translation>
    </message>
    <message>
        <source>Not sealed: whoever has the file can read it.</source>
        <translation>Nicht versiegelt: Wer die Datei hat, kann sie lesen.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>Type the passphrase twice, at least 8 letters.</source>
        <translation>Tippe die Passphrase zweimal, mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>Letterlock history</source>
        <translation>Letterlock-Verlauf</translation>
    </message>
    <message>
        <source>cannot be opened here</source>
        <translation>kann hier nicht geöffnet werden</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FileDesk</name>
    <message>
        <source>%1 is saved.</source>
        <comment>name of a file</comment>
        <translation>%1 ist gespeichert.</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message numerus="yes">
        <source>At most %n files at a time.</source>
        <translation>
            <numerusform>Höchstens %n Datei auf einmal.</numerusform>
            <numerusform>Höchstens %n Dateien auf einmal.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is a folder. Pack it first, or choose the files in it.</source>
        <translation>%1 ist ein Ordner. Pack ihn vorher ein oder wähle die Dateien darin.</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <comment>name of a pasted picture, time</comment>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>%1 was not attached. %2</source>
        <comment>name of a file, reason</comment>
        <translation>%1 wurde nicht angehängt. %2</translation>
    </message>
    <message>
        <source>This file may be a program</source>
        <translation>Diese Datei könnte ein Programm sein</translation>
    </message>
    <message>
        <source>Opening %1 could run it. Save it and look at it first, if you trust who sent it.</source>
        <translation>Öffnen könnte %1 ausführen. Speichere die Datei und sieh sie dir zuerst an, wenn du dem Absender vertraust.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>Datei speichern</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FileText</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Click to fetch</source>
        <translation>Klicken zum Abholen</translation>
    </message>
    <message>
        <source>%1, click to fetch</source>
        <comment>size of a file</comment>
        <translation>%1, klicken zum Abholen</translation>
    </message>
    <message>
        <source>Sealed, waits to be sent, %1</source>
        <comment>size of a file</comment>
        <translation>Versiegelt, wartet auf das Senden, %1</translation>
    </message>
    <message>
        <source>Sending, %1</source>
        <translation>Wird gesendet, %1</translation>
    </message>
    <message>
        <source>Fetching, %1</source>
        <translation>Wird abgeholt, %1</translation>
    </message>
    <message>
        <source>Sending sealed, %1 of %2</source>
        <translation>Wird versiegelt gesendet, %1 von %2</translation>
    </message>
    <message>
        <source>Fetching, %1 of %2</source>
        <translation>Wird abgeholt, %1 von %2</translation>
    </message>
    <message>
        <source>No longer on the server. Servers keep files for some days only.</source>
        <translation>Nicht mehr auf dem Server. Server bewahren Dateien nur einige Tage auf.</translation>
    </message>
    <message>
        <source>This is not the file that was sealed. It was thrown away.</source>
        <translation>Das ist nicht die Datei, die versiegelt wurde. Sie wurde verworfen.</translation>
    </message>
    <message>
        <source>Too large to be fetched.</source>
        <translation>Zu groß zum Abholen.</translation>
    </message>
    <message>
        <source>Too large: your server takes files up to %1.</source>
        <translation>Zu groß: Dein Server nimmt Dateien bis %1.</translation>
    </message>
    <message>
        <source>Too large for your server.</source>
        <translation>Zu groß für deinen Server.</translation>
    </message>
    <message>
        <source>Your server takes no files.</source>
        <translation>Dein Server nimmt keine Dateien.</translation>
    </message>
    <message>
        <source>Your server refused the file.</source>
        <translation>Dein Server hat die Datei abgelehnt.</translation>
    </message>
    <message>
        <source>The server refused to give the file.</source>
        <translation>Der Server gibt die Datei nicht heraus.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Click to try again.</source>
        <translation>Der Server ist nicht erreichbar. Klicken, um es noch einmal zu versuchen.</translation>
    </message>
    <message>
        <source>You stopped it.</source>
        <translation>Von dir angehalten.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The server did not prove who it is. Nothing was transferred.</source>
        <translation>Der Server hat nicht nachgewiesen, wer er ist. Es wurde nichts übertragen.</translation>
    </message>
    <message>
        <source>It could not be written. Is there room on the disk?</source>
        <translation>Sie ließ sich nicht schreiben. Ist auf dem Datenträger noch Platz?</translation>
    </message>
    <message>
        <source>picture %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>file %1</source>
        <comment>name of a file</comment>
        <translation>Datei %1</translation>
    </message>
    <message>
        <source>%1, sending, %2 percent</source>
        <translation>%1, wird gesendet, %2 Prozent</translation>
    </message>
    <message>
        <source>%1, fetching, %2 percent</source>
        <translation>%1, wird abgeholt, %2 Prozent</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a file and its state</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Not sealed, at %1. Click to fetch</source>
        <comment>name of a server</comment>
        <translation>Nicht versiegelt, bei %1. Zum Holen klicken</translation>
    </message>
    <message>
        <source>%1, not sealed, at %2. Click to fetch</source>
        <comment>size of a file, name of a server</comment>
        <translation>%1, nicht versiegelt, bei %2. Zum Holen klicken</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FilesSection</name>
    <message>
        <source>%1, %2</source>
        <comment>a file, when it came</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Pictures and files</source>
        <translation>Bilder und Dateien</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>All %1</source>
        <comment>number of files</comment>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>Show fewer files</source>
        <translation>Weniger Dateien zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n files</source>
        <translation>
            <numerusform>Die %n Datei zeigen</numerusform>
            <numerusform>Alle %n Dateien zeigen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FilterBar</name>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Sealing</source>
        <translation>Versiegelung</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter entfernen</translation>
    </message>
    <message>
        <source>Search runs on this computer. The server never sees the words.</source>
        <translation>Die Suche läuft auf diesem Computer. Der Server sieht die Wörter nie.</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Written by me</source>
        <translation>Von mir geschrieben</translation>
    </message>
    <message>
        <source>Written by others</source>
        <translation>Von anderen geschrieben</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Die letzten 7 Tage</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Die letzten 30 Tage</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Dieses Jahr</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>Before last year</source>
        <translation>Vor dem letzten Jahr</translation>
    </message>
    <message>
        <source>Any sealing</source>
        <translation>Jedes Siegel</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>Versiegelt</translation>
    </message>
    <message>
        <source>Not sealed</source>
        <translation>Nicht versiegelt</translation>
    </message>
    <message>
        <source>Cannot be opened here</source>
        <translation>Kann hier nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Seal broken</source>
        <translation>Siegel gebrochen</translation>
    </message>
    <message>
        <source>Newer form</source>
        <translation>Neuere Form</translation>
    </message>
    <message>
        <source>Waits for a key</source>
        <translation>Wartet auf einen Schlüssel</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a date on a chip</comment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>One conversation</source>
        <translation>Ein Gespräch</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>conversation, who wrote</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FirstRun</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Your key</source>
        <translation>Dein Schlüssel</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Welcome to Letterlock</source>
        <translation>Willkommen bei Letterlock</translation>
    </message>
    <message>
        <source>Chat over XMPP with the people and servers you choose. Start with what you have.</source>
        <translation>Chatte über XMPP mit den Menschen und Servern deiner Wahl. Beginne mit dem, was du hast.</translation>
    </message>
    <message>
        <source>I have an XMPP address</source>
        <translation>Ich habe eine XMPP-Adresse</translation>
    </message>
    <message>
        <source>Sign in with your address and password. Any server works.</source>
        <translation>Melde dich mit Adresse und Passwort an. Jeder Server geht.</translation>
    </message>
    <message>
        <source>I am new here</source>
        <translation>Ich bin neu hier</translation>
    </message>
    <message>
        <source>Choose a server and create an address, for example anna@harbour.example.</source>
        <translation>Wähle einen Server und lege eine Adresse an, zum Beispiel anna@harbour.example.</translation>
    </message>
    <message>
        <source>I have a backup code</source>
        <translation>Ich habe einen Sicherungscode</translation>
    </message>
    <message>
        <source>Bring back your key and your sealed history on this computer.</source>
        <translation>Hole deinen Schlüssel und deinen versiegelten Verlauf auf diesen Computer zurück.</translation>
    </message>
    <message>
        <source>Make an address</source>
        <translation>Eine Adresse anlegen</translation>
    </message>
    <message>
        <source>Letterlock cannot make one for you: the people who run a server give it to you, on their web site or in person. Then you sign in here with it.</source>
        <translation>Letterlock kann dir keine anlegen: Du bekommst sie von den Leuten, die einen Server betreiben, auf ihrer Webseite oder persönlich. Danach meldest du dich hier damit an.</translation>
    </message>
    <message>
        <source>Choose a server</source>
        <translation>Wähle einen Server</translation>
    </message>
    <message>
        <source>One of your school, your work or a club, or a public one. You can write with people on all the others.</source>
        <translation>Den deiner Schule, deiner Arbeit oder eines Vereins, oder einen öffentlichen. Du kannst mit Menschen auf allen anderen schreiben.</translation>
    </message>
    <message>
        <source>Make the address on its web site</source>
        <translation>Lege die Adresse auf seiner Webseite an</translation>
    </message>
    <message>
        <source>It looks like anna@harbour.example. Choose a password that you use nowhere else.</source>
        <translation>Sie sieht aus wie anna@harbour.example. Wähle ein Passwort, das du sonst nirgends benutzt.</translation>
    </message>
    <message>
        <source>Come back and sign in</source>
        <translation>Komm zurück und melde dich an</translation>
    </message>
    <message>
        <source>Letterlock then makes your key on this computer. The server never sees it.</source>
        <translation>Letterlock erzeugt dann deinen Schlüssel auf diesem Computer. Der Server sieht ihn nie.</translation>
    </message>
    <message>
        <source>Show public servers in the browser</source>
        <translation>Öffentliche Server im Browser zeigen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>I have an address now</source>
        <translation>Ich habe jetzt eine Adresse</translation>
    </message>
    <message>
        <source>Your password is used only with your own server, over a secured connection.</source>
        <translation>Dein Passwort wird nur mit deinem eigenen Server benutzt, über eine gesicherte Verbindung.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::HistoryPage</name>
    <message>
        <source>Leave the archive as it is?</source>
        <translation>Das Archiv so lassen?</translation>
    </message>
    <message>
        <source>From now on it counts as complete as it is on the server, for all your devices. What is missing there stays on this computer, if it is here, and is not uploaded again by itself.</source>
        <translation>Ab jetzt gilt es so, wie es auf dem Server ist, als vollständig, für alle deine Geräte. Was dort fehlt, bleibt auf diesem Computer, falls es hier ist, und wird nicht von selbst wieder hochgeladen.</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>“%1” cannot be understood here. Filters are from:, in:, before: and after:.</source>
        <translation>„%1“ wird hier nicht verstanden. Filter sind from:, in:, before: und after:.</translation>
    </message>
    <message>
        <source>%1 % done</source>
        <comment>of an export or import</comment>
        <translation>%1 % fertig</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>%1 messages are in the file.</source>
        <translation>%1 Nachrichten stehen in der Datei.</translation>
    </message>
    <message>
        <source>The bundle holds %1 messages, %2 were not here before.</source>
        <translation>Das Bündel enthält %1 Nachrichten, %2 waren noch nicht hier.</translation>
    </message>
    <message>
        <source>%1 of them were not sealed by you. They are shown as not sealed.</source>
        <translation>%1 davon wurden nicht von dir versiegelt. Sie werden als nicht versiegelt gezeigt.</translation>
    </message>
    <message>
        <source>%1 parts are damaged or cannot be opened.</source>
        <translation>%1 Teile sind beschädigt oder lassen sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The end of the bundle is missing, so there was more in it once.</source>
        <translation>Das Ende des Bündels fehlt, es war also einmal mehr darin.</translation>
    </message>
    <message>
        <source>Brought in</source>
        <translation>Hereingeholt</translation>
    </message>
    <message>
        <source>This passphrase does not open the bundle.</source>
        <translation>Diese Passphrase öffnet das Bündel nicht.</translation>
    </message>
    <message>
        <source>This file is not a bundle of Letterlock.</source>
        <translation>Diese Datei ist kein Bündel von Letterlock.</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Diese Datei lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The file cannot be written there.</source>
        <translation>Die Datei lässt sich dort nicht schreiben.</translation>
    </message>
    <message>
        <source>No key of yours opens this bundle. If it was made with a passphrase, type it.</source>
        <translation>Keiner deiner Schlüssel öffnet dieses Bündel. Wurde es mit einer Passphrase gemacht, tippe sie.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>History %1</source>
        <comment>file name, with a day</comment>
        <translation>Verlauf %1</translation>
    </message>
    <message>
        <source>Export history</source>
        <translation>Verlauf exportieren</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>Bring in a bundle</source>
        <translation>Ein Bündel hereinholen</translation>
    </message>
    <message>
        <source>Bundles (*.letterlock);;All files (*)</source>
        <translation>Bündel (*.letterlock);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Letterlock tries your own keys. Was the bundle made with a passphrase that you want to use instead?</source>
        <translation>Letterlock versucht deine eigenen Schlüssel. Wurde das Bündel mit einer Passphrase gemacht, die du stattdessen benutzen willst?</translation>
    </message>
    <message>
        <source>Use my keys</source>
        <translation>Meine Schlüssel benutzen</translation>
    </message>
    <message>
        <source>Type the passphrase…</source>
        <translation>Passphrase tippen …</translation>
    </message>
    <message>
        <source>Passphrase of the bundle</source>
        <translation>Passphrase des Bündels</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Open the bundle</source>
        <translation>Bündel öffnen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::HistoryView</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Search your history</source>
        <translation>Verlauf durchsuchen</translation>
    </message>
    <message>
        <source>Activity by day</source>
        <translation>Aktivität nach Tagen</translation>
    </message>
    <message>
        <source>Show activity by day</source>
        <translation>Aktivität nach Tagen zeigen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Other months</source>
        <translation>Andere Monate</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>Weniger</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>The newest</source>
        <translation>Die neuesten</translation>
    </message>
    <message>
        <source>Until the end of %1</source>
        <translation>Bis Ende %1</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>d. MMMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1 messages on one day.</source>
        <translation>%1 Nachrichten an einem Tag.</translation>
    </message>
    <message>
        <source>%1 messages on %2 days.</source>
        <translation>%1 Nachrichten an %2 Tagen.</translation>
    </message>
    <message>
        <source>Outlined days hold a result.</source>
        <translation>Umrandete Tage enthalten einen Treffer.</translation>
    </message>
    <message>
        <source>dddd d MMMM yyyy</source>
        <translation>dddd, d. MMMM yyyy</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>person, day</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Sealed for your keys, stored on %1.</source>
        <translation>Für deine Schlüssel versiegelt, liegt auf %1.</translation>
    </message>
    <message>
        <source>less than 0.1 s</source>
        <translation>unter 0,1 s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 found in %2</source>
        <translation>%1 gefunden in %2</translation>
    </message>
    <message>
        <source>1 result</source>
        <translation>1 Treffer</translation>
    </message>
    <message>
        <source>%1 results</source>
        <translation>%1 Treffer</translation>
    </message>
    <message>
        <source>Type a word, or choose a person or days.</source>
        <translation>Tippe ein Wort, oder wähle eine Person oder Tage.</translation>
    </message>
    <message>
        <source>Nothing found for these filters.</source>
        <translation>Mit diesen Filtern wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>Nothing found for “%1”.</source>
        <translation>Zu „%1“ wurde nichts gefunden.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeyExpiryNotice</name>
    <message>
        <source>Your key has expired.</source>
        <translation>Dein Schlüssel ist abgelaufen.</translation>
    </message>
    <message numerus="yes">
        <source>Your key expires in %n days.</source>
        <translation>
            <numerusform>Dein Schlüssel läuft in %n Tag ab.</numerusform>
            <numerusform>Dein Schlüssel läuft in %n Tagen ab.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody can seal messages for you.</source>
        <translation>Niemand kann Nachrichten für dich versiegeln.</translation>
    </message>
    <message>
        <source>After that nobody can seal messages for you.</source>
        <translation>Danach kann niemand Nachrichten für dich versiegeln.</translation>
    </message>
    <message>
        <source>Change it…</source>
        <translation>Wechseln …</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeyPickDialog</name>
    <message>
        <source>Which keys shall come here?</source>
        <translation>Welche Schlüssel sollen hierher?</translation>
    </message>
    <message>
        <source>Each opens what was sealed for it. Bring all of them unless you know why not.</source>
        <translation>Jeder öffnet, was für ihn versiegelt wurde. Hole alle, außer du weißt, warum nicht.</translation>
    </message>
    <message>
        <source>Ending %1, made on %2</source>
        <comment>key, date</comment>
        <translation>Endet auf %1, erstellt am %2</translation>
    </message>
    <message>
        <source>Ending %1, made out to %2</source>
        <comment>key, user id</comment>
        <translation>Endet auf %1, ausgestellt auf %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Bring them here</source>
        <translation>Hierher holen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeyRequestArea</name>
    <message>
        <source>Another device of yours</source>
        <translation>Ein anderes Gerät von dir</translation>
    </message>
    <message>
        <source>Start a new session key</source>
        <translation>Neuen Sitzungsschlüssel beginnen</translation>
    </message>
    <message>
        <source>What you send from now on goes under a new key, and every device asks for it anew. Nothing changes for what was sent before: the old key cannot be taken back.</source>
        <translation>Was du von jetzt an sendest, steht unter einem neuen Schlüssel, und jedes Gerät fragt neu danach. Für früher Gesendetes ändert sich nichts: Der alte Schlüssel lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Start a new key</source>
        <translation>Neuen Schlüssel beginnen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeyRequestCardView</name>
    <message>
        <source>Request for the key of this conversation</source>
        <translation>Bitte um den Schlüssel dieses Gesprächs</translation>
    </message>
    <message>
        <source>Draft protocol</source>
        <translation>Protokollentwurf</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>Sein Schlüssel</translation>
    </message>
    <message>
        <source>It opens</source>
        <translation>Er öffnet</translation>
    </message>
    <message>
        <source>It stays open</source>
        <translation>Es bleibt offen</translation>
    </message>
    <message>
        <source>You cannot take the key back. You can start a new one.</source>
        <translation>Du kannst den Schlüssel nicht zurücknehmen. Du kannst einen neuen beginnen.</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>Compare keys…</source>
        <translation>Schlüssel vergleichen …</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Refuse and start a new key</source>
        <translation>Ablehnen und neuen Schlüssel beginnen</translation>
    </message>
    <message>
        <source>Compare keys</source>
        <translation>Schlüssel vergleichen</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Signed with the key ending %1, checked by you</source>
        <translation>Unterschrieben mit dem Schlüssel, der auf %1 endet, von dir geprüft</translation>
    </message>
    <message>
        <source>Signed with the key ending %1, not checked yet</source>
        <translation>Unterschrieben mit dem Schlüssel, der auf %1 endet, noch nicht geprüft</translation>
    </message>
    <message>
        <source>No OpenPGP key vouches for it. It is theirs if the same number stands in the settings of that device, under Privacy: %1</source>
        <translation>Kein OpenPGP-Schlüssel bürgt dafür. Er gehört dieser Person, wenn in den Einstellungen jenes Geräts unter Privatsphäre dieselbe Nummer steht: %1</translation>
    </message>
    <message>
        <source>From now on, approve without asking when I have checked the key</source>
        <translation>Künftig ohne Frage erlauben, wenn ich den Schlüssel geprüft habe</translation>
    </message>
    <message>
        <source>From now on, approve this device without asking</source>
        <translation>Künftig dieses Gerät ohne Frage erlauben</translation>
    </message>
    <message>
        <source>Approve without checking</source>
        <translation>Ungeprüft erlauben</translation>
    </message>
    <message>
        <source>%1 asks for the key of this conversation</source>
        <translation>%1 fragt nach dem Schlüssel dieses Gesprächs</translation>
    </message>
    <message>
        <source>1 of %1</source>
        <comment>requests</comment>
        <translation>1 von %1</translation>
    </message>
    <message>
        <source>From the device %1. Without the key it cannot open what you wrote.</source>
        <translation>Vom Gerät %1. Ohne den Schlüssel kann es nicht öffnen, was du geschrieben hast.</translation>
    </message>
    <message>
        <source>You gave a key to another device of this person before, not to this one.</source>
        <translation>Du hast einem anderen Gerät dieser Person schon einmal einen Schlüssel gegeben, diesem nicht.</translation>
    </message>
    <message>
        <source>What you send from now on, nothing older</source>
        <translation>Was du von jetzt an sendest, nichts Älteres</translation>
    </message>
    <message>
        <source>One message, of %1, nothing older</source>
        <translation>Eine Nachricht, von %1, nichts Älteres</translation>
    </message>
    <message>
        <source>%1 messages since %2, nothing older</source>
        <translation>%1 Nachrichten seit %2, nichts Älteres</translation>
    </message>
    <message>
        <source>Once, at %1</source>
        <translation>Einmal, um %1</translation>
    </message>
    <message>
        <source>%1 times, last at %2</source>
        <translation>%1-mal, zuletzt um %2</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeyRequestNotice</name>
    <message>
        <source>%1 asks for the key of your conversation.</source>
        <translation>%1 fragt nach dem Schlüssel eures Gesprächs.</translation>
    </message>
    <message>
        <source>Without it that device cannot open what you wrote.</source>
        <translation>Ohne ihn kann jenes Gerät nicht öffnen, was du geschrieben hast.</translation>
    </message>
    <message>
        <source>Show the request</source>
        <translation>Die Bitte zeigen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeysFrame</name>
    <message>
        <source>Keys and devices</source>
        <translation>Schlüssel und Geräte</translation>
    </message>
    <message>
        <source>Bring in a key…</source>
        <translation>Schlüssel holen …</translation>
    </message>
    <message>
        <source>Change my key…</source>
        <translation>Schlüssel wechseln …</translation>
    </message>
    <message>
        <source>My keys</source>
        <translation>Meine Schlüssel</translation>
    </message>
    <message>
        <source>My devices</source>
        <translation>Meine Geräte</translation>
    </message>
    <message>
        <source>Contacts’ keys</source>
        <translation>Schlüssel der Kontakte</translation>
    </message>
    <message>
        <source>Your server does not tell which devices exist. What is shown are the keys that were announced for your account: one per device, as a rule.</source>
        <translation>Dein Server sagt nicht, welche Geräte es gibt. Gezeigt werden die Schlüssel, die für dein Konto bekannt gegeben wurden: in der Regel einer je Gerät.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Another device</source>
        <translation>Ein anderes Gerät</translation>
    </message>
    <message>
        <source>You are here</source>
        <translation>Du bist hier</translation>
    </message>
    <message>
        <source>Needs your answer</source>
        <translation>Braucht deine Antwort</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Deins</translation>
    </message>
    <message>
        <source>Compare its key…</source>
        <translation>Seinen Schlüssel vergleichen …</translation>
    </message>
    <message>
        <source>This is not my device…</source>
        <translation>Das ist nicht mein Gerät …</translation>
    </message>
    <message>
        <source>I lost it: change my key…</source>
        <translation>Ich habe es verloren: Schlüssel wechseln …</translation>
    </message>
    <message>
        <source>My devices  %1</source>
        <translation>Meine Geräte  %1</translation>
    </message>
    <message>
        <source>Contacts’ keys  %1</source>
        <translation>Schlüssel der Kontakte  %1</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>Ein Gerät hinzufügen</translation>
    </message>
    <message>
        <source>Install Letterlock there, choose “I have a backup code”, and type the code from your recovery sheet. A device with a key of its own is asked about here.</source>
        <translation>Installiere Letterlock dort, wähle „Ich habe einen Sicherungscode“ und tippe den Code von deinem Wiederherstellungsblatt. Nach einem Gerät mit eigenem Schlüssel wird hier gefragt.</translation>
    </message>
    <message>
        <source>Why confirm?</source>
        <translation>Warum bestätigen?</translation>
    </message>
    <message>
        <source>Your server keeps the list of keys. If somebody breaks into the server, they can add one. Letterlock seals only for devices whose key you compared yourself.</source>
        <translation>Dein Server führt die Liste der Schlüssel. Wer in den Server einbricht, kann einen hinzufügen. Letterlock versiegelt nur für Geräte, deren Schlüssel du selbst verglichen hast.</translation>
    </message>
    <message>
        <source>Key %1. %2</source>
        <comment>digits, since when</comment>
        <translation>Schlüssel %1. %2</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeysPage</name>
    <message>
        <source>Your key is made.</source>
        <translation>Dein Schlüssel ist erzeugt.</translation>
    </message>
    <message>
        <source>Bring in a key</source>
        <translation>Einen Schlüssel hereinholen</translation>
    </message>
    <message>
        <source>OpenPGP keys (*.asc *.gpg *.pgp *.key);;All files (*)</source>
        <translation>OpenPGP-Schlüssel (*.asc *.gpg *.pgp *.key);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>That file cannot be read as a key.</source>
        <translation>Diese Datei lässt sich nicht als Schlüssel lesen.</translation>
    </message>
    <message>
        <source>The key ending %1 is here.</source>
        <translation>Der Schlüssel, der auf %1 endet, ist hier.</translation>
    </message>
    <message>
        <source>%1 keys are here.</source>
        <translation>%1 Schlüssel sind hier.</translation>
    </message>
    <message>
        <source>This key is not yours?</source>
        <translation>Dieser Schlüssel ist nicht deiner?</translation>
    </message>
    <message>
        <source>Then somebody else may have got into your account. Nothing is sealed for that key. Change your password on the server, and change your key if this computer was not the only one with it.</source>
        <translation>Dann ist vielleicht jemand anderes in dein Konto gelangt. Für diesen Schlüssel wird nichts versiegelt. Ändere dein Passwort auf dem Server, und wechsle deinen Schlüssel, wenn ihn nicht nur dieser Computer hatte.</translation>
    </message>
    <message>
        <source>It is not mine</source>
        <translation>Es ist nicht meiner</translation>
    </message>
    <message>
        <source>It is not mine: change my key…</source>
        <translation>Es ist nicht meiner: Schlüssel wechseln …</translation>
    </message>
    <message>
        <source>Withdraw the key ending %1?</source>
        <translation>Den Schlüssel zurückziehen, der auf %1 endet?</translation>
    </message>
    <message>
        <source>Nobody seals for it any more. This cannot be undone. What was sealed for it still opens on this computer.</source>
        <translation>Niemand versiegelt mehr für ihn. Das lässt sich nicht rückgängig machen. Was für ihn versiegelt wurde, lässt sich auf diesem Computer weiter öffnen.</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>The key is withdrawn.</source>
        <translation>Der Schlüssel ist zurückgezogen.</translation>
    </message>
    <message>
        <source>Use the key from your keyring?</source>
        <translation>Den Schlüssel aus deinem Schlüsselbund benutzen?</translation>
    </message>
    <message>
        <source>Your keyring has a secret key for this account, ending %1. It can seal for you and sign what you write.</source>
        <translation>Dein Schlüsselbund enthält einen geheimen Schlüssel für dieses Konto, der auf %1 endet. Er kann für dich versiegeln und unterschreiben, was du schreibst.</translation>
    </message>
    <message>
        <source>Use this key</source>
        <translation>Diesen Schlüssel benutzen</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Open the key file</source>
        <translation>Die Schlüsseldatei öffnen</translation>
    </message>
    <message>
        <source>The file is closed with a passphrase.</source>
        <translation>Die Datei ist mit einer Passphrase verschlossen.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>A sealed copy of your keys is on your server.</source>
        <translation>Eine versiegelte Kopie deiner Schlüssel liegt auf deinem Server.</translation>
    </message>
    <message>
        <source>Open a backup</source>
        <translation>Eine Sicherung öffnen</translation>
    </message>
    <message>
        <source>Type the code from your recovery sheet.</source>
        <translation>Tippe den Code von deinem Wiederherstellungsblatt.</translation>
    </message>
    <message>
        <source>Backup code</source>
        <translation>Sicherungscode</translation>
    </message>
    <message>
        <source>Save the public half</source>
        <translation>Die öffentliche Hälfte speichern</translation>
    </message>
    <message>
        <source>OpenPGP keys (*.gpg)</source>
        <translation>OpenPGP-Schlüssel (*.gpg)</translation>
    </message>
    <message>
        <source>Save the secret key</source>
        <translation>Den geheimen Schlüssel speichern</translation>
    </message>
    <message>
        <source>Whoever has the file and its passphrase can read what is sealed for you. The passphrase needs at least %1 characters.</source>
        <translation>Wer die Datei und ihre Passphrase hat, kann lesen, was für dich versiegelt ist. Die Passphrase braucht mindestens %1 Zeichen.</translation>
    </message>
    <message>
        <source>Passphrase for the file</source>
        <translation>Passphrase für die Datei</translation>
    </message>
    <message>
        <source>This passphrase is too short. Nothing was saved.</source>
        <translation>Diese Passphrase ist zu kurz. Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>Die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>The passphrase is changed. Other computers with this key keep the old one.</source>
        <translation>Die Passphrase ist geändert. Andere Computer mit diesem Schlüssel behalten die alte.</translation>
    </message>
    <message>
        <source>The passphrase was not changed: the old one still holds.</source>
        <translation>Die Passphrase wurde nicht geändert: Die alte gilt weiter.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::MainWindow</name>
    <message>
        <source>Letterlock</source>
        <translation>Letterlock</translation>
    </message>
    <message>
        <source>Opening your history</source>
        <translation>Dein Verlauf wird geöffnet</translation>
    </message>
    <message>
        <source>Your history could not be opened</source>
        <translation>Dein Verlauf ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Messages wait here, sealed, and go out by themselves.</source>
        <translation>Nachrichten warten hier, versiegelt, und gehen von selbst hinaus.</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n seconds.</source>
        <translation>
            <numerusform>Nächster Versuch in %n Sekunde.</numerusform>
            <numerusform>Nächster Versuch in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>You are offline.</source>
        <translation>Du bist offline.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>You are signed out.</source>
        <translation>Du bist abgemeldet.</translation>
    </message>
    <message>
        <source>Your history stays here. Messages wait until you sign in again.</source>
        <translation>Dein Verlauf bleibt hier. Nachrichten warten, bis du dich wieder anmeldest.</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden …</translation>
    </message>
    <message>
        <source>%1 shows a certificate that is not its own.</source>
        <translation>%1 zeigt ein Zertifikat, das nicht das eigene ist.</translation>
    </message>
    <message>
        <source>Letterlock has stopped and sent nothing.</source>
        <translation>Letterlock hat angehalten und nichts gesendet.</translation>
    </message>
    <message>
        <source>Show the certificate</source>
        <translation>Zertifikat zeigen</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>Du bist nicht angemeldet.</translation>
    </message>
    <message>
        <source>No password is kept on this computer.</source>
        <translation>Auf diesem Computer liegt kein Passwort.</translation>
    </message>
    <message>
        <source>Type the password…</source>
        <translation>Passwort tippen …</translation>
    </message>
    <message>
        <source>Sign in to %1</source>
        <translation>Bei %1 anmelden</translation>
    </message>
    <message>
        <source>Type the password of %1.</source>
        <translation>Tippe das Passwort von %1.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>%1 wants to be your contact.</source>
        <translation>%1 möchte dein Kontakt sein.</translation>
    </message>
    <message>
        <source>Contacts see when you are online and get your key.</source>
        <translation>Kontakte sehen, wann du online bist, und bekommen deinen Schlüssel.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Is this key yours?</source>
        <translation>Ist dieser Schlüssel deiner?</translation>
    </message>
    <message>
        <source>A key was added to your account that this computer did not make. Nothing is sealed for it until you say it is yours.</source>
        <translation>Zu deinem Konto kam ein Schlüssel hinzu, den dieser Computer nicht erzeugt hat. Für ihn wird nichts versiegelt, bis du sagst, dass er deiner ist.</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen …</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Später entscheiden</translation>
    </message>
    <message>
        <source>Changing your key is paused at %1 %.</source>
        <translation>Dein Schlüsselwechsel ruht bei %1 %.</translation>
    </message>
    <message>
        <source>The old and the new key both open your archive until it is finished.</source>
        <translation>Bis er fertig ist, öffnen der alte und der neue Schlüssel dein Archiv.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Nicht stören</translation>
    </message>
    <message>
        <source>Account settings</source>
        <translation>Kontoeinstellungen</translation>
    </message>
    <message>
        <source>Choose another place…</source>
        <translation>Anderen Ort wählen …</translation>
    </message>
    <message>
        <source>Keep it so</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>%1 has no archive.</source>
        <translation>%1 hat kein Archiv.</translation>
    </message>
    <message>
        <source>Your sealed history goes to its private storage instead: slower, and for up to %1.</source>
        <translation>Dein versiegelter Verlauf geht stattdessen in den privaten Speicher des Servers: langsamer, und für bis zu %1.</translation>
    </message>
    <message>
        <source>Your history is large for private storage.</source>
        <translation>Dein Verlauf ist groß für den privaten Speicher.</translation>
    </message>
    <message>
        <source>It takes more than %1 on %2. It stays whole, but an archive on the server would carry it better.</source>
        <translation>Er braucht mehr als %1 auf %2. Er bleibt vollständig, aber ein Archiv auf dem Server käme besser damit zurecht.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::MessageDelegate</name>
    <message>
        <source>not sealed</source>
        <translation>nicht versiegelt</translation>
    </message>
    <message>
        <source>the sender’s clock is off</source>
        <translation>die Uhr des Absenders geht falsch</translation>
    </message>
    <message>
        <source>sealed with a session key</source>
        <translation>mit einem Sitzungsschlüssel versiegelt</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::NotificationSheet</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Name and text</source>
        <translation>Name und Text</translation>
    </message>
    <message>
        <source>Name only</source>
        <translation>Nur der Name</translation>
    </message>
    <message>
        <source>Nothing of it</source>
        <translation>Nichts davon</translation>
    </message>
    <message>
        <source>Show notifications</source>
        <translation>Benachrichtigungen zeigen</translation>
    </message>
    <message>
        <source>This desktop shows no tray, so Letterlock cannot show any at the moment</source>
        <translation>Dieser Desktop hat keinen Infobereich, darum kann Letterlock gerade keine zeigen</translation>
    </message>
    <message>
        <source>What they show</source>
        <translation>Was sie zeigen</translation>
    </message>
    <message>
        <source>The text leaves Letterlock: the system may keep it or show it on a locked screen</source>
        <translation>Der Text verlässt Letterlock: Das System kann ihn behalten oder auf dem Sperrbildschirm zeigen</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>Neue Nachrichten</translation>
    </message>
    <message>
        <source>Conversations that are muted</source>
        <translation>Stummgeschaltete Gespräche</translation>
    </message>
    <message>
        <source>They never notify. Mute one in its menu in the list of conversations</source>
        <translation>Sie benachrichtigen nie. Schalte ein Gespräch in seinem Menü in der Liste stumm</translation>
    </message>
    <message>
        <source>The conversation you are reading</source>
        <translation>Das Gespräch, das du gerade liest</translation>
    </message>
    <message>
        <source>It does not notify while its window is in front</source>
        <translation>Es benachrichtigt nicht, solange sein Fenster vorn ist</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>Ausnahmen</translation>
    </message>
    <message>
        <source>This is how it looks</source>
        <translation>So sieht es aus</translation>
    </message>
    <message>
        <source>Letterlock makes no sound of its own.</source>
        <translation>Letterlock macht selbst kein Geräusch.</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Joana Prat</source>
        <comment>a person in an example</comment>
        <translation>Joana Prat</translation>
    </message>
    <message>
        <source>Letterlock</source>
        <translation>Letterlock</translation>
    </message>
    <message>
        <source>Are we still on for four o’clock?</source>
        <translation>Bleibt es bei vier Uhr?</translation>
    </message>
    <message>
        <source>%1 sent a sealed message</source>
        <translation>%1 hat eine versiegelte Nachricht gesendet</translation>
    </message>
    <message>
        <source>You have a new message</source>
        <translation>Du hast eine neue Nachricht</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Notifier</name>
    <message>
        <source>Open Letterlock</source>
        <translation>Letterlock öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>A message that cannot be opened here yet</source>
        <translation>Eine Nachricht, die hier noch nicht geöffnet werden kann</translation>
    </message>
    <message>
        <source>Letterlock</source>
        <translation>Letterlock</translation>
    </message>
    <message>
        <source>%1 sent a message</source>
        <translation>%1 hat eine Nachricht gesendet</translation>
    </message>
    <message>
        <source>%1 sent a sealed message</source>
        <translation>%1 hat eine versiegelte Nachricht gesendet</translation>
    </message>
    <message>
        <source>You have a new message</source>
        <translation>Du hast eine neue Nachricht</translation>
    </message>
    <message numerus="yes">
        <source>Letterlock, %n unread messages</source>
        <translation>
            <numerusform>Letterlock, %n ungelesene Nachricht</numerusform>
            <numerusform>Letterlock, %n ungelesene Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause the work in the background</source>
        <translation>Arbeit im Hintergrund anhalten</translation>
    </message>
    <message>
        <source>Continue the work in the background</source>
        <translation>Arbeit im Hintergrund fortsetzen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::OwnKeyDelegate</name>
    <message>
        <source>Nothing is sealed for it</source>
        <translation>Für ihn wird nichts versiegelt</translation>
    </message>
    <message>
        <source>Not on this computer</source>
        <translation>Nicht auf diesem Computer</translation>
    </message>
    <message>
        <source>Current key</source>
        <translation>Aktueller Schlüssel</translation>
    </message>
    <message>
        <source>Is this key yours?</source>
        <translation>Ist dieser Schlüssel deiner?</translation>
    </message>
    <message>
        <source>Earlier key</source>
        <translation>Früherer Schlüssel</translation>
    </message>
    <message>
        <source>Key of another device</source>
        <translation>Schlüssel eines anderen Geräts</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Expired on %1</source>
        <translation>Abgelaufen am %1</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht benutzbar</translation>
    </message>
    <message>
        <source>Appeared on %1</source>
        <translation>Aufgetaucht am %1</translation>
    </message>
    <message>
        <source>Expires %1</source>
        <translation>Läuft ab am %1</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>Seit %1</translation>
    </message>
    <message>
        <source>Without an end date</source>
        <translation>Ohne Enddatum</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::OwnKeysPanel</name>
    <message>
        <source>My keys</source>
        <translation>Meine Schlüssel</translation>
    </message>
    <message>
        <source>Earlier keys still open old messages on this computer. They are never used to seal new ones.</source>
        <translation>Frühere Schlüssel öffnen auf diesem Computer weiter alte Nachrichten. Für Neues werden sie nie benutzt.</translation>
    </message>
    <message>
        <source>It is mine: compare</source>
        <translation>Es ist meiner: vergleichen</translation>
    </message>
    <message>
        <source>It is mine: compare…</source>
        <translation>Es ist meiner: vergleichen …</translation>
    </message>
    <message>
        <source>It is not mine</source>
        <translation>Es ist nicht meiner</translation>
    </message>
    <message>
        <source>It is not mine…</source>
        <translation>Es ist nicht meiner …</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Später entscheiden</translation>
    </message>
    <message>
        <source>A key was added to your account that this computer did not make</source>
        <translation>Zu deinem Konto kam ein Schlüssel hinzu, den dieser Computer nicht erzeugt hat</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Copy the fingerprint</source>
        <translation>Fingerabdruck kopieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Withdraw this key</source>
        <translation>Diesen Schlüssel zurückziehen</translation>
    </message>
    <message>
        <source>Withdraw this key…</source>
        <translation>Diesen Schlüssel zurückziehen …</translation>
    </message>
    <message>
        <source>You have no key yet. Without one nobody can seal messages for you, and your history stays on this computer.</source>
        <translation>Du hast noch keinen Schlüssel. Ohne ihn kann niemand Nachrichten für dich versiegeln, und dein Verlauf bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Make a key</source>
        <translation>Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Needs your answer</source>
        <translation>Braucht deine Antwort</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>It ends in %1. Anyone who got into your account could have added it, so nothing is sealed for it until you say it is yours.</source>
        <translation>Er endet auf %1. Jeder, der in dein Konto gelangt ist, könnte ihn hinzugefügt haben. Darum wird für ihn nichts versiegelt, bis du sagst, dass er deiner ist.</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Deins</translation>
    </message>
    <message>
        <source>Not confirmed</source>
        <translation>Nicht bestätigt</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Not published</source>
        <translation>Nicht veröffentlicht</translation>
    </message>
    <message>
        <source>Backup there</source>
        <translation>Sicherung vorhanden</translation>
    </message>
    <message>
        <source>No backup</source>
        <translation>Keine Sicherung</translation>
    </message>
    <message>
        <source>Made on %1, without an end date</source>
        <translation>Erzeugt am %1, ohne Enddatum</translation>
    </message>
    <message>
        <source>, its secret half is on this computer</source>
        <translation>, seine geheime Hälfte ist auf diesem Computer</translation>
    </message>
    <message>
        <source>, only its public half is here</source>
        <translation>, nur seine öffentliche Hälfte ist hier</translation>
    </message>
    <message>
        <source>Published on %1</source>
        <translation>Veröffentlicht auf %1</translation>
    </message>
    <message>
        <source>Not published on %1</source>
        <translation>Nicht veröffentlicht auf %1</translation>
    </message>
    <message>
        <source>Everybody who writes to you can seal for it</source>
        <translation>Alle, die dir schreiben, können für ihn versiegeln</translation>
    </message>
    <message>
        <source>A sealed copy of your keys is on %1</source>
        <translation>Eine versiegelte Kopie deiner Schlüssel liegt auf %1</translation>
    </message>
    <message>
        <source>There is no sealed copy of your keys on %1</source>
        <translation>Auf %1 liegt keine versiegelte Kopie deiner Schlüssel</translation>
    </message>
    <message>
        <source>It is not known whether a sealed copy is on %1</source>
        <translation>Ob auf %1 eine versiegelte Kopie liegt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>The backup code on your recovery sheet opens it</source>
        <translation>Der Sicherungscode auf deinem Wiederherstellungsblatt öffnet sie</translation>
    </message>
    <message>
        <source>Back up my keys</source>
        <translation>Meine Schlüssel sichern</translation>
    </message>
    <message>
        <source>Back up my keys…</source>
        <translation>Meine Schlüssel sichern …</translation>
    </message>
    <message>
        <source>Open a backup</source>
        <translation>Eine Sicherung öffnen</translation>
    </message>
    <message>
        <source>Open a backup…</source>
        <translation>Eine Sicherung öffnen …</translation>
    </message>
    <message>
        <source>Save the public half</source>
        <translation>Die öffentliche Hälfte speichern</translation>
    </message>
    <message>
        <source>Save the public half…</source>
        <translation>Die öffentliche Hälfte speichern …</translation>
    </message>
    <message>
        <source>Save the secret key</source>
        <translation>Den geheimen Schlüssel speichern</translation>
    </message>
    <message>
        <source>Save the secret key…</source>
        <translation>Den geheimen Schlüssel speichern …</translation>
    </message>
    <message>
        <source>Opens nothing here: its secret half is on another device</source>
        <translation>Öffnet hier nichts: Seine geheime Hälfte ist auf einem anderen Gerät</translation>
    </message>
    <message>
        <source>Opens what was sealed for it</source>
        <translation>Öffnet, was für ihn versiegelt wurde</translation>
    </message>
    <message>
        <source>Opens what was sealed for it from %1 to %2</source>
        <comment>two dates</comment>
        <translation>Öffnet, was von %1 bis %2 für ihn versiegelt wurde</translation>
    </message>
    <message>
        <source>Opens what was sealed for it since %1</source>
        <translation>Öffnet, was seit %1 für ihn versiegelt wurde</translation>
    </message>
    <message>
        <source>Nothing new is sealed for it</source>
        <translation>Für ihn wird nichts Neues versiegelt</translation>
    </message>
    <message>
        <source>Show the key as QR code</source>
        <translation>Den Schlüssel als QR-Code zeigen</translation>
    </message>
    <message>
        <source>Show QR</source>
        <translation>QR zeigen</translation>
    </message>
    <message>
        <source>, its secret half is on a smart card</source>
        <translation>, seine geheime Hälfte ist auf einer Smartcard</translation>
    </message>
    <message>
        <source>The PIN of the card</source>
        <translation>Die PIN der Karte</translation>
    </message>
    <message>
        <source>One that you chose, or none</source>
        <translation>Eine, die du gewählt hast, oder keine</translation>
    </message>
    <message>
        <source>A long random one</source>
        <translation>Eine lange zufällige</translation>
    </message>
    <message>
        <source>GnuPG asks for it when the key is used</source>
        <translation>GnuPG fragt danach, wenn der Schlüssel gebraucht wird</translation>
    </message>
    <message>
        <source>GnuPG asks for the old one and the new one in a window of its own</source>
        <translation>GnuPG fragt in einem eigenen Fenster nach der alten und der neuen</translation>
    </message>
    <message>
        <source>Kept in this computer’s keyring; you never have to type it</source>
        <translation>Im Schlüsselbund dieses Computers; du musst sie nie eingeben</translation>
    </message>
    <message>
        <source>The windows of GnuPG are open</source>
        <translation>Die Fenster von GnuPG sind offen</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Opens</source>
        <translation>Öffnet</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>Die Passphrase ändern</translation>
    </message>
    <message>
        <source>Change…</source>
        <comment>passphrase</comment>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Your key as QR code</source>
        <translation>Dein Schlüssel als QR-Code</translation>
    </message>
    <message>
        <source>Another program that compares keys can scan it, OpenKeychain among them.</source>
        <translation>Ein anderes Programm, das Schlüssel vergleicht, kann ihn lesen, zum Beispiel OpenKeychain.</translation>
    </message>
    <message>
        <source>QR code of your key</source>
        <translation>QR-Code deines Schlüssels</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Test the backup code</source>
        <translation>Den Sicherungscode prüfen</translation>
    </message>
    <message>
        <source>Test the code…</source>
        <translation>Code prüfen …</translation>
    </message>
    <message>
        <source>The code was never tested</source>
        <translation>Der Code wurde nie geprüft</translation>
    </message>
    <message>
        <source>Last tested %1</source>
        <translation>Zuletzt geprüft am %1</translation>
    </message>
    <message>
        <source>Last tested %1, before you had your newest key</source>
        <translation>Zuletzt geprüft am %1, vor deinem neuesten Schlüssel</translation>
    </message>
    <message>
        <source>Last tested %1, more than a year ago</source>
        <translation>Zuletzt geprüft am %1, vor mehr als einem Jahr</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::PreferenceSheets</name>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Text size in conversations</source>
        <translation>Textgröße in Gesprächen</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Show when a message has arrived and was opened</source>
        <translation>Zeigen, wann eine Nachricht angekommen ist und geöffnet wurde</translation>
    </message>
    <message>
        <source>Only to people who are in your contacts</source>
        <translation>Nur für Personen in deinen Kontakten</translation>
    </message>
    <message>
        <source>Show when I am typing</source>
        <translation>Zeigen, wenn ich schreibe</translation>
    </message>
    <message>
        <source>What others notice</source>
        <translation>Was andere bemerken</translation>
    </message>
    <message>
        <source>When a key you checked is replaced</source>
        <translation>Wenn ein Schlüssel ersetzt wird, den du geprüft hast</translation>
    </message>
    <message>
        <source>Sending stops until you compare the new key or decide to go on</source>
        <translation>Das Senden ist angehalten, bis du den neuen vergleichst oder dich entscheidest weiterzumachen</translation>
    </message>
    <message>
        <source>When a key you never checked is replaced</source>
        <translation>Wenn ein Schlüssel ersetzt wird, den du nie geprüft hast</translation>
    </message>
    <message>
        <source>The new one is used, and the conversation says so</source>
        <translation>Der neue wird benutzt, und das Gespräch sagt es</translation>
    </message>
    <message>
        <source>Keys of other people</source>
        <translation>Schlüssel anderer Personen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Less movement</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>No sliding, no fading, progress jumps in steps</source>
        <translation>Kein Gleiten, kein Überblenden, Fortschritt in Schritten</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Enter sends the message</source>
        <translation>Enter sendet die Nachricht</translation>
    </message>
    <message>
        <source>Shift and Enter makes a new line. Off: the other way round</source>
        <translation>Umschalt und Enter macht eine neue Zeile. Aus: umgekehrt</translation>
    </message>
    <message>
        <source>About Letterlock</source>
        <translation>Über Letterlock</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer</translation>
    </message>
    <message>
        <source>Offer session keys (draft protocol)</source>
        <translation>Sitzungsschlüssel anbieten (Protokollentwurf)</translation>
    </message>
    <message>
        <source>A second way of sealing, chosen for each conversation in the menu below the message</source>
        <translation>Eine zweite Art der Versiegelung, für jedes Gespräch im Menü unter der Nachricht zu wählen</translation>
    </message>
    <message>
        <source>How it differs from OpenPGP</source>
        <translation>Wie sie sich von OpenPGP unterscheidet</translation>
    </message>
    <message>
        <source>The key is handed out on request: whoever wrote a message must be online once before it opens. Copies on the servers never open without it, not even for you. It does not prove who wrote a message.</source>
        <translation>Der Schlüssel wird auf Bitte herausgegeben: Wer eine Nachricht schrieb, muss einmal online sein, bevor sie sich öffnet. Kopien auf den Servern öffnen sich ohne ihn nie, auch für dich nicht. Sie beweist nicht, wer eine Nachricht schrieb.</translation>
    </message>
    <message>
        <source>Session keys</source>
        <translation>Sitzungsschlüssel</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the key with which this device asks</source>
        <translation>Den Schlüssel zeigen, mit dem dieses Gerät fragt</translation>
    </message>
    <message>
        <source>The key with which this device asks</source>
        <translation>Der Schlüssel, mit dem dieses Gerät fragt</translation>
    </message>
    <message>
        <source>Read it to somebody who sees your request and wants to be sure that it is you</source>
        <translation>Lies ihn jemandem vor, der deine Bitte sieht und sicher sein will, dass du es bist</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ProgressLine</name>
    <message>
        <source>%1 percent</source>
        <translation>%1 Prozent</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Prompts</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::PublishedKeyNotice</name>
    <message>
        <source>Is this archive key yours?</source>
        <translation>Ist dieser Archivschlüssel deiner?</translation>
    </message>
    <message>
        <source>A key for the archive was published on your account that this computer did not make. If your server records messages, it seals them for this key, too.</source>
        <translation>Auf deinem Konto wurde ein Schlüssel für das Archiv veröffentlicht, den nicht dieser Computer gemacht hat. Wenn dein Server Nachrichten aufzeichnet, versiegelt er sie auch für diesen Schlüssel.</translation>
    </message>
    <message>
        <source>Look at it…</source>
        <translation>Ansehen …</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>Später entscheiden</translation>
    </message>
    <message>
        <source>It is mine</source>
        <translation>Es ist meiner</translation>
    </message>
    <message>
        <source>It is not mine</source>
        <translation>Es ist nicht meiner</translation>
    </message>
    <message>
        <source>The archive key of this computer was revoked.</source>
        <translation>Der Archivschlüssel dieses Computers wurde zurückgezogen.</translation>
    </message>
    <message>
        <source>Another device of yours took it back. Nothing is sealed for it any more; what it opened stays open.</source>
        <translation>Ein anderes deiner Geräte hat ihn zurückgezogen. Für ihn wird nichts mehr versiegelt; was er öffnet, bleibt zu öffnen.</translation>
    </message>
    <message>
        <source>Make a new one</source>
        <translation>Neuen machen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>An archive key of yours is not published any more.</source>
        <translation>Ein Archivschlüssel von dir ist nicht mehr veröffentlicht.</translation>
    </message>
    <message>
        <source>It begins with %1. If you did not take it away yourself, look at the program that it belongs to.</source>
        <translation>Er beginnt mit %1. Wenn du ihn nicht selbst weggenommen hast, sieh in dem Programm nach, dem er gehört.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Compare this print with the one that your other program shows:

%1

If it is yours, that program can read what this computer archives from now on. If it is not, the key is revoked and taken out of the list, so that your server does not seal for it any more.</source>
        <translation>Vergleiche diesen Abdruck mit dem, den dein anderes Programm zeigt:

%1

Ist es deiner, kann jenes Programm lesen, was dieser Computer von nun an archiviert. ist er es nicht, wird der Schlüssel zurückgezogen und aus der Liste genommen, sodass dein Server nicht mehr für ihn versiegelt.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Rail</name>
    <message>
        <source>Sections</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>%n unread messages</source>
        <translation>
            <numerusform>%n ungelesene Nachricht</numerusform>
            <numerusform>%n ungelesene Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Account %1</source>
        <translation>Konto %1</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RecoverySheet</name>
    <message>
        <source>Recovery sheet</source>
        <translation>Wiederherstellungsblatt</translation>
    </message>
    <message>
        <source>Backup code: %1. Fingerprint: %2.</source>
        <comment>groups, groups</comment>
        <translation>Sicherungscode: %1. Fingerabdruck: %2.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>address, day</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Backup code</source>
        <translation>Sicherungscode</translation>
    </message>
    <message>
        <source>Fingerprint of the key</source>
        <translation>Fingerabdruck des Schlüssels</translation>
    </message>
    <message>
        <source>Keep this on paper, away from your devices. Whoever has it and your password can open your archive.</source>
        <translation>Bewahre das auf Papier auf, getrennt von deinen Geräten. Wer es und dein Passwort hat, kann dein Archiv öffnen.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ResultPreview</name>
    <message>
        <source>Back to the results</source>
        <translation>Zurück zu den Treffern</translation>
    </message>
    <message>
        <source>Previous result</source>
        <translation>Voriger Treffer</translation>
    </message>
    <message>
        <source>Next result</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Open in chat</source>
        <translation>Im Gespräch öffnen</translation>
    </message>
    <message>
        <source>Choose a result to see the conversation around it.</source>
        <translation>Wähle einen Treffer, um das Gespräch darum herum zu sehen.</translation>
    </message>
    <message>
        <source>Conversation around the result</source>
        <translation>Gespräch um den Treffer</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>position among the results</comment>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationChangesPage</name>
    <message>
        <source>What will change</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>collections</source>
        <translation>Sammlungen</translation>
    </message>
    <message>
        <source>wrapped keys</source>
        <translation>umhüllte Schlüssel</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>Kontakte</translation>
    </message>
    <message>
        <source>Some programs, such as Gajim, show none of your messages and seal nothing for you until the person there has trusted the new key.</source>
        <translation>Manche Programme, etwa Gajim, zeigen keine deiner Nachrichten und versiegeln nichts für dich, bis die Person dort dem neuen Schlüssel vertraut hat.</translation>
    </message>
    <message>
        <source>Result of the rehearsal</source>
        <translation>Ergebnis der Probe</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>The old key stays on this computer, closed, in case something was missed. It is never used to seal anything again.</source>
        <translation>Der alte Schlüssel bleibt auf diesem Computer, verschlossen, falls etwas übersehen wurde. Er versiegelt nie wieder etwas.</translation>
    </message>
    <message>
        <source>Every collection is sealed anew, with fresh keys inside, and sent again.</source>
        <translation>Jede Sammlung wird neu versiegelt, mit frischen Schlüsseln darin, und noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Only the small wrapped keys are replaced. The messages themselves are not sent or moved.</source>
        <translation>Nur die kleinen umhüllten Schlüssel werden ersetzt. Die Nachrichten selbst werden weder gesendet noch bewegt.</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>sealed for the old key</source>
        <translation>für den alten Schlüssel versiegelt</translation>
    </message>
    <message>
        <source>will find the new key</source>
        <translation>finden den neuen Schlüssel</translation>
    </message>
    <message>
        <source>Making the key</source>
        <translation>Der Schlüssel wird erzeugt</translation>
    </message>
    <message>
        <source>Rehearsing, nothing is changed</source>
        <translation>Probe läuft, nichts wird geändert</translation>
    </message>
    <message>
        <source>Did not pass</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>There is nothing sealed on %1 yet</source>
        <translation>Auf %1 liegt noch nichts Versiegeltes</translation>
    </message>
    <message>
        <source>Only the key itself changes.</source>
        <translation>Nur der Schlüssel selbst ändert sich.</translation>
    </message>
    <message>
        <source>None of %1 sample collections could be opened</source>
        <translation>Keine von %1 Sammlungen der Probe ließ sich öffnen</translation>
    </message>
    <message>
        <source>The key change would help nothing. Nothing has been changed.</source>
        <translation>Der Schlüsselwechsel würde nichts helfen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>%1 of %2 sample collections opened with the old key</source>
        <translation>%1 von %2 Sammlungen der Probe mit dem alten Schlüssel geöffnet</translation>
    </message>
    <message>
        <source>Taken from all ages of your archive.</source>
        <translation>Aus allen Zeiten deines Archivs.</translation>
    </message>
    <message>
        <source>Sealed again for the new key and opened with it</source>
        <translation>Neu versiegelt für den neuen Schlüssel und damit geöffnet</translation>
    </message>
    <message>
        <source>Done in memory. Nothing on %1 has been changed.</source>
        <translation>Nur im Arbeitsspeicher. Auf %1 wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Expected time: %1</source>
        <translation>Erwartete Dauer: %1</translation>
    </message>
    <message>
        <source>From the pace of the rehearsal. The server may be slower.</source>
        <translation>Nach dem Tempo der Probe. Der Server kann langsamer sein.</translation>
    </message>
    <message>
        <source>One sample collection stays closed</source>
        <translation>Eine Sammlung der Probe bleibt verschlossen</translation>
    </message>
    <message>
        <source>%1 sample collections stay closed</source>
        <translation>%1 Sammlungen der Probe bleiben verschlossen</translation>
    </message>
    <message>
        <source>They are sealed for a key that is not on this computer. They stay as they are.</source>
        <translation>Sie sind für einen Schlüssel versiegelt, der nicht auf diesem Computer ist. Sie bleiben, wie sie sind.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationDonePage</name>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Bericht speichern …</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>letterlock-key-change.txt</source>
        <translation>letterlock-schluesselwechsel.txt</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Replace the backup that is there</source>
        <translation>Die vorhandene Sicherung ersetzen</translation>
    </message>
    <message>
        <source>Type groups 2 and 5 from the sheet</source>
        <translation>Tippe die Gruppen 2 und 5 vom Blatt</translation>
    </message>
    <message>
        <source>%1 of %2 collections open with the new key</source>
        <translation>%1 von %2 Sammlungen öffnen sich mit dem neuen Schlüssel</translation>
    </message>
    <message>
        <source>Your archive is sealed for the new key</source>
        <translation>Dein Archiv ist für den neuen Schlüssel versiegelt</translation>
    </message>
    <message>
        <source>Finished at %1, after %2. One thing is left to do: keep the new recovery sheet.</source>
        <translation>Fertig um %1, nach %2. Eines bleibt zu tun: Bewahre das neue Wiederherstellungsblatt auf.</translation>
    </message>
    <message>
        <source>%1 collections open</source>
        <translation>%1 Sammlungen öffnen sich</translation>
    </message>
    <message>
        <source>with the new key, checked</source>
        <translation>mit dem neuen Schlüssel, geprüft</translation>
    </message>
    <message>
        <source>%1 stay closed</source>
        <translation>%1 bleiben verschlossen</translation>
    </message>
    <message>
        <source>as they were before; nothing was removed from them</source>
        <translation>wie zuvor; von ihnen wurde nichts entfernt</translation>
    </message>
    <message>
        <source>%1 old wrapped keys gone</source>
        <translation>%1 alte umhüllte Schlüssel entfernt</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Old key withdrawn</source>
        <translation>Alter Schlüssel zurückgezogen</translation>
    </message>
    <message>
        <source>published for everybody who asks</source>
        <translation>veröffentlicht für alle, die fragen</translation>
    </message>
    <message>
        <source>A sealed copy of your keys goes to %1 …</source>
        <translation>Eine versiegelte Kopie deiner Schlüssel geht an %1 …</translation>
    </message>
    <message>
        <source>A sealed copy of your keys is on %1. This code opens it.</source>
        <translation>Eine versiegelte Kopie deiner Schlüssel liegt auf %1. Dieser Code öffnet sie.</translation>
    </message>
    <message>
        <source>There is a backup on your server that this computer has not read. Replace it?</source>
        <translation>Auf deinem Server liegt eine Sicherung, die dieser Computer nicht gelesen hat. Ersetzen?</translation>
    </message>
    <message>
        <source>The sealed copy of your keys could not be kept.</source>
        <translation>Die versiegelte Kopie deiner Schlüssel konnte nicht abgelegt werden.</translation>
    </message>
    <message>
        <source>Archive key replaced</source>
        <translation>Archivschlüssel ersetzt</translation>
    </message>
    <message>
        <source>the old one is revoked; %1 keys wrapped for it were replaced</source>
        <translation>der alte ist zurückgezogen; %1 für ihn verpackte Schlüssel wurden ersetzt</translation>
    </message>
    <message>
        <source>the old one is revoked; nothing is sealed for it any more</source>
        <translation>der alte ist zurückgezogen; für ihn wird nichts mehr versiegelt</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationFrame</name>
    <message>
        <source>Change your key</source>
        <translation>Deinen Schlüssel wechseln</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Changing the key</source>
        <translation>Schlüsselwechsel</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Rehearse again</source>
        <translation>Noch einmal proben</translation>
    </message>
    <message>
        <source>Stop and keep the old key…</source>
        <translation>Anhalten und alten Schlüssel behalten …</translation>
    </message>
    <message>
        <source>Remind me tomorrow</source>
        <translation>Morgen erinnern</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Change the key now</source>
        <translation>Den Schlüssel jetzt wechseln</translation>
    </message>
    <message>
        <source>Continue in background</source>
        <translation>Im Hintergrund weitermachen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Abschließen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>endet auf %1</translation>
    </message>
    <message>
        <source>%1 wrapped keys</source>
        <translation>%1 umhüllte Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Next: new key</source>
        <translation>&amp;Weiter: neuer Schlüssel</translation>
    </message>
    <message>
        <source>&amp;Next: what will change</source>
        <translation>&amp;Weiter: was sich ändert</translation>
    </message>
    <message>
        <source>The rehearsal has to pass first.</source>
        <translation>Zuerst muss die Probe bestanden sein.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Type groups 2 and 5 from the recovery sheet first.</source>
        <translation>Tippe zuerst die Gruppen 2 und 5 vom Wiederherstellungsblatt.</translation>
    </message>
    <message>
        <source>Stop and keep the old key?</source>
        <translation>Anhalten und den alten Schlüssel behalten?</translation>
    </message>
    <message>
        <source>What was sealed for the new key so far is put back. Afterwards your old key is in use as before.</source>
        <translation>Was bisher für den neuen Schlüssel versiegelt wurde, wird zurückgesetzt. Danach gilt dein alter Schlüssel wie zuvor.</translation>
    </message>
    <message>
        <source>Stop and put things back</source>
        <translation>Anhalten und zurücksetzen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>Leave without changing your key?</source>
        <translation>Gehen, ohne den Schlüssel zu wechseln?</translation>
    </message>
    <message>
        <source>Nothing has been changed on your server so far.</source>
        <translation>Auf deinem Server wurde bisher nichts geändert.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Gehen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>The archive key stays replaced: it was revoked already.</source>
        <translation>Der Archivschlüssel bleibt ersetzt: Er wurde schon zurückgezogen.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationNewKeyPage</name>
    <message>
        <source>Make a new key</source>
        <translation>Einen neuen Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>Recommended. Modern curve key, ready in a moment.</source>
        <translation>Empfohlen. Moderner Kurvenschlüssel, gleich fertig.</translation>
    </message>
    <message>
        <source>Use a key I already have</source>
        <translation>Einen Schlüssel nehmen, den ich schon habe</translation>
    </message>
    <message>
        <source>One of your own keys that is on this computer.</source>
        <translation>Einen deiner eigenen Schlüssel auf diesem Computer.</translation>
    </message>
    <message>
        <source>Your new key</source>
        <translation>Dein neuer Schlüssel</translation>
    </message>
    <message>
        <source>It is made here and never leaves your devices unsealed.</source>
        <translation>Er entsteht hier und verlässt deine Geräte nie unversiegelt.</translation>
    </message>
    <message>
        <source>Which key</source>
        <translation>Welcher Schlüssel</translation>
    </message>
    <message>
        <source>Address on it</source>
        <translation>Adresse darauf</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>%1, made on %2</source>
        <comment>fingerprint, day</comment>
        <translation>%1, erzeugt am %2</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Ed25519 and Curve25519</source>
        <translation>Ed25519 und Curve25519</translation>
    </message>
    <message>
        <source>RSA, 3072 bits</source>
        <translation>RSA, 3072 Bit</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>In %n years, %1</source>
        <translation>
            <numerusform>In %n Jahr, %1</numerusform>
            <numerusform>In %n Jahren, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>So that others know it is yours.</source>
        <translation>Damit andere wissen, dass er deiner ist.</translation>
    </message>
    <message>
        <source>Kept in this computer’s keyring; you never have to type it.</source>
        <translation>Im Schlüsselbund dieses Computers; du musst sie nie eingeben.</translation>
    </message>
    <message>
        <source>A key that ends must be changed before: nobody can seal for you after that.</source>
        <translation>Ein Schlüssel mit Ende muss vorher gewechselt werden: Danach kann niemand für dich versiegeln.</translation>
    </message>
    <message>
        <source>RSA only for people whose program knows nothing newer.</source>
        <translation>RSA nur für Leute, deren Programm nichts Neueres kennt.</translation>
    </message>
    <message>
        <source>A long random one</source>
        <translation>Eine lange zufällige</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationProgressPage</name>
    <message>
        <source>Show the log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Steps of the key change</source>
        <translation>Schritte des Schlüsselwechsels</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Hide the log</source>
        <translation>Protokoll verbergen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>standing still</source>
        <translation>steht still</translation>
    </message>
    <message>
        <source>Now: %1, %2</source>
        <comment>address, day</comment>
        <translation>Jetzt: %1, %2</translation>
    </message>
    <message>
        <source>Stopped by a problem</source>
        <translation>Durch ein Problem angehalten</translation>
    </message>
    <message>
        <source>%1 set aside</source>
        <translation>%1 beiseitegelegt</translation>
    </message>
    <message>
        <source>No problems so far</source>
        <translation>Bisher keine Probleme</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationText</name>
    <message>
        <source>Planned change</source>
        <translation>Geplanter Wechsel</translation>
    </message>
    <message>
        <source>Lost device</source>
        <translation>Verlorenes Gerät</translation>
    </message>
    <message>
        <source>Somebody may have it</source>
        <translation>Jemand hat ihn vielleicht</translation>
    </message>
    <message>
        <source>A new key is made on this computer and published.</source>
        <translation>Auf diesem Computer wird ein neuer Schlüssel erzeugt und veröffentlicht.</translation>
    </message>
    <message>
        <source>Your archive on %1 is sealed again for the new key.</source>
        <translation>Dein Archiv auf %1 wird neu für den neuen Schlüssel versiegelt.</translation>
    </message>
    <message>
        <source>It is read back and opened with the new key.</source>
        <translation>Es wird zurückgelesen und mit dem neuen Schlüssel geöffnet.</translation>
    </message>
    <message>
        <source>The old wrapped keys go, the old key is withdrawn.</source>
        <translation>Die alten umhüllten Schlüssel verschwinden, der alte Schlüssel wird zurückgezogen.</translation>
    </message>
    <message>
        <source>The old key leaves your list: nobody seals for the lost device any more.</source>
        <translation>Der alte Schlüssel verlässt deine Liste: Niemand versiegelt mehr für das verlorene Gerät.</translation>
    </message>
    <message>
        <source>The old key is withdrawn at once and contacts are warned.</source>
        <translation>Der alte Schlüssel wird sofort zurückgezogen, und Kontakte werden gewarnt.</translation>
    </message>
    <message>
        <source>Every collection on %1 is sealed anew, with fresh keys inside.</source>
        <translation>Jede Sammlung auf %1 wird neu versiegelt, mit frischen Schlüsseln darin.</translation>
    </message>
    <message>
        <source>It is read back, then what the old key opens is removed.</source>
        <translation>Es wird zurückgelesen, dann wird entfernt, was der alte Schlüssel öffnet.</translation>
    </message>
    <message>
        <source>A new key stops new messages and closes the archive on your server to the old key. It cannot call back copies already made.</source>
        <translation>Ein neuer Schlüssel beendet neue Nachrichten an den alten und verschließt das Archiv auf deinem Server für ihn. Kopien, die es schon gibt, kann er nicht zurückholen.</translation>
    </message>
    <message>
        <source>Whoever can unlock the device can read what is stored on it.</source>
        <translation>Wer das Gerät entsperren kann, kann lesen, was darauf gespeichert ist.</translation>
    </message>
    <message>
        <source>Paused at %1 %. Both keys open your archive</source>
        <translation>Pause bei %1 %. Beide Schlüssel öffnen dein Archiv</translation>
    </message>
    <message>
        <source>Waits for the connection, goes on by itself</source>
        <translation>Wartet auf die Verbindung, geht von selbst weiter</translation>
    </message>
    <message>
        <source>Stopped by a problem</source>
        <translation>Durch ein Problem angehalten</translation>
    </message>
    <message>
        <source>Putting things back, %1 of %2</source>
        <translation>Wird zurückgesetzt, %1 von %2</translation>
    </message>
    <message>
        <source>Putting things back</source>
        <translation>Wird zurückgesetzt</translation>
    </message>
    <message>
        <source>Stopped. Your old key is in use as before</source>
        <translation>Angehalten. Dein alter Schlüssel gilt wie zuvor</translation>
    </message>
    <message>
        <source>Your archive is sealed for the new key</source>
        <translation>Dein Archiv ist für den neuen Schlüssel versiegelt</translation>
    </message>
    <message>
        <source>Sealing your archive for the new key</source>
        <translation>Dein Archiv wird für den neuen Schlüssel versiegelt</translation>
    </message>
    <message>
        <source>The new wrapped keys are removed again. It is safe to close this window.</source>
        <translation>Die neuen umhüllten Schlüssel werden wieder entfernt. Du kannst dieses Fenster gefahrlos schließen.</translation>
    </message>
    <message>
        <source>Nothing on %1 is sealed for the new key any more.</source>
        <translation>Auf %1 ist nichts mehr für den neuen Schlüssel versiegelt.</translation>
    </message>
    <message>
        <source>Your conversations go on as usual meanwhile.</source>
        <translation>Deine Gespräche gehen inzwischen weiter wie immer.</translation>
    </message>
    <message>
        <source>Step %1 of %2. Your conversations go on as usual meanwhile.</source>
        <translation>Schritt %1 von %2. Deine Gespräche gehen inzwischen weiter wie immer.</translation>
    </message>
    <message>
        <source>Old key withdrawn, contacts warned</source>
        <translation>Alter Schlüssel zurückgezogen, Kontakte gewarnt</translation>
    </message>
    <message>
        <source>Withdraw the old key and warn contacts</source>
        <translation>Den alten Schlüssel zurückziehen und Kontakte warnen</translation>
    </message>
    <message>
        <source>Lost device shut out</source>
        <translation>Verlorenes Gerät ausgesperrt</translation>
    </message>
    <message>
        <source>Shut out the lost device</source>
        <translation>Das verlorene Gerät aussperren</translation>
    </message>
    <message>
        <source>New key published</source>
        <translation>Neuer Schlüssel veröffentlicht</translation>
    </message>
    <message>
        <source>Publish the new key</source>
        <translation>Den neuen Schlüssel veröffentlichen</translation>
    </message>
    <message>
        <source>List what has to change</source>
        <translation>Auflisten, was sich ändern muss</translation>
    </message>
    <message>
        <source>Open each wrapped key and seal it again</source>
        <translation>Jeden umhüllten Schlüssel öffnen und neu versiegeln</translation>
    </message>
    <message>
        <source>Read back and open with the new key</source>
        <translation>Zurücklesen und mit dem neuen Schlüssel öffnen</translation>
    </message>
    <message>
        <source>Remove the old wrapped keys</source>
        <translation>Die alten umhüllten Schlüssel entfernen</translation>
    </message>
    <message>
        <source>Withdraw the old key</source>
        <translation>Den alten Schlüssel zurückziehen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>did not work</source>
        <translation>hat nicht geklappt</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>Confirmed by %1</source>
        <translation>Bestätigt von %1</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>next</source>
        <translation>als Nächstes</translation>
    </message>
    <message>
        <source>only when the check passes</source>
        <translation>nur wenn die Prüfung bestanden ist</translation>
    </message>
    <message>
        <source>%1 keys a minute</source>
        <translation>%1 Schlüssel in der Minute</translation>
    </message>
    <message>
        <source>%1 keys a second</source>
        <translation>%1 Schlüssel in der Sekunde</translation>
    </message>
    <message>
        <source>under a minute</source>
        <translation>unter einer Minute</translation>
    </message>
    <message>
        <source>about a minute</source>
        <translation>etwa eine Minute</translation>
    </message>
    <message>
        <source>about %1 minutes</source>
        <translation>etwa %1 Minuten</translation>
    </message>
    <message>
        <source>about an hour</source>
        <translation>etwa eine Stunde</translation>
    </message>
    <message>
        <source>about %1 hours</source>
        <translation>etwa %1 Stunden</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>Letterlock goes on in the background. If the connection drops, or you quit, it continues from key %1 next time.</source>
        <translation>Letterlock macht im Hintergrund weiter. Bricht die Verbindung ab oder beendest du es, geht es beim nächsten Mal ab Schlüssel %1 weiter.</translation>
    </message>
    <message>
        <source>Letterlock goes on in the background. If the connection drops, or you quit, it continues next time.</source>
        <translation>Letterlock macht im Hintergrund weiter. Bricht die Verbindung ab oder beendest du es, geht es beim nächsten Mal weiter.</translation>
    </message>
    <message>
        <source>You can close this window.</source>
        <translation>Du kannst dieses Fenster schließen.</translation>
    </message>
    <message>
        <source>The key for your archive is revoked and replaced as well.</source>
        <translation>Auch der Schlüssel für dein Archiv wird zurückgezogen und ersetzt.</translation>
    </message>
    <message>
        <source>Archive key revoked and replaced</source>
        <translation>Archivschlüssel zurückgezogen und ersetzt</translation>
    </message>
    <message>
        <source>Revoke and replace the archive key</source>
        <translation>Den Archivschlüssel zurückziehen und ersetzen</translation>
    </message>
    <message>
        <source>Seal again what was for the old archive key</source>
        <translation>Neu versiegeln, was für den alten Archivschlüssel war</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationWhyPage</name>
    <message>
        <source>Why are you changing your key?</source>
        <translation>Warum wechselst du deinen Schlüssel?</translation>
    </message>
    <message>
        <source>Your answer decides what happens first. Nothing changes before step 4.</source>
        <translation>Deine Antwort entscheidet, was zuerst geschieht. Vor Schritt 4 ändert sich nichts.</translation>
    </message>
    <message>
        <source>It is time for a new one</source>
        <translation>Es ist Zeit für einen neuen</translation>
    </message>
    <message>
        <source>Planned change. The old key keeps working until everything is sealed for the new one.</source>
        <translation>Geplanter Wechsel. Der alte Schlüssel gilt weiter, bis alles für den neuen versiegelt ist.</translation>
    </message>
    <message>
        <source>I lost a device</source>
        <translation>Ich habe ein Gerät verloren</translation>
    </message>
    <message>
        <source>The lost device is shut out first. The old key is withdrawn as soon as your archive is safe.</source>
        <translation>Das verlorene Gerät wird zuerst ausgesperrt. Der alte Schlüssel wird zurückgezogen, sobald dein Archiv sicher ist.</translation>
    </message>
    <message>
        <source>Somebody else may have my key</source>
        <translation>Jemand anderes hat vielleicht meinen Schlüssel</translation>
    </message>
    <message>
        <source>The old key is withdrawn at once, before anything else. Contacts are warned not to use it.</source>
        <translation>Der alte Schlüssel wird sofort zurückgezogen, vor allem anderen. Kontakte werden gewarnt, ihn zu benutzen.</translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation>Was geschehen wird</translation>
    </message>
    <message>
        <source>What a new key cannot do</source>
        <translation>Was ein neuer Schlüssel nicht kann</translation>
    </message>
    <message>
        <source>Which device</source>
        <translation>Welches Gerät</translation>
    </message>
    <message>
        <source>Which one?</source>
        <translation>Welches?</translation>
    </message>
    <message>
        <source>Change your password as well: only that signs the device out.</source>
        <translation>Ändere auch dein Passwort: Nur das meldet das Gerät ab.</translation>
    </message>
    <message>
        <source>A device with the same key as this computer</source>
        <translation>Ein Gerät mit demselben Schlüssel wie dieser Computer</translation>
    </message>
    <message>
        <source>A device with its own key, ending %1</source>
        <translation>Ein Gerät mit eigenem Schlüssel, der auf %1 endet</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SealingMenu</name>
    <message>
        <source>How this conversation is sealed  Ctrl+E</source>
        <translation>Wie dieses Gespräch versiegelt ist  Strg+E</translation>
    </message>
    <message>
        <source>Not sealed</source>
        <translation>Nicht versiegelt</translation>
    </message>
    <message>
        <source>Key not checked</source>
        <translation>Schlüssel nicht geprüft</translation>
    </message>
    <message>
        <source>Waits for a key</source>
        <translation>Wartet auf einen Schlüssel</translation>
    </message>
    <message>
        <source>Sealed, key not checked</source>
        <translation>Versiegelt, Schlüssel nicht geprüft</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>Versiegelt</translation>
    </message>
    <message>
        <source>Sealing: %1</source>
        <translation>Versiegelung: %1</translation>
    </message>
    <message>
        <source>OpenPGP</source>
        <translation>OpenPGP</translation>
    </message>
    <message>
        <source>Opens on all your devices and in your archive, and proves who wrote it.</source>
        <translation>Öffnet sich auf allen deinen Geräten und in deinem Archiv und beweist, wer es schrieb.</translation>
    </message>
    <message>
        <source>Session key</source>
        <translation>Sitzungsschlüssel</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>One key for this conversation, handed out on request. You must be online once before a message opens.</source>
        <translation>Ein Schlüssel für dieses Gespräch, auf Bitte herausgegeben. Du musst einmal online sein, bevor sich eine Nachricht öffnet.</translation>
    </message>
    <message>
        <source>Start a new session key…</source>
        <translation>Neuen Sitzungsschlüssel beginnen …</translation>
    </message>
    <message>
        <source>Both servers can read it.</source>
        <translation>Beide Server können es lesen.</translation>
    </message>
    <message>
        <source>Both servers can read it. Off, because this person has a key.</source>
        <translation>Beide Server können es lesen. Aus, weil diese Person einen Schlüssel hat.</translation>
    </message>
    <message>
        <source>Session keys are off</source>
        <translation>Sitzungsschlüssel sind aus</translation>
    </message>
    <message>
        <source>No session keys there</source>
        <translation>Dort keine Sitzungsschlüssel</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SearchField</name>
    <message>
        <source>Clear search</source>
        <translation>Suche leeren</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SearchHitDelegate</name>
    <message>
        <source>Today, %1</source>
        <translation>Heute, %1</translation>
    </message>
    <message>
        <source>Yesterday, %1</source>
        <translation>Gestern, %1</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <translation>ddd, d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>Sealed on your server</source>
        <translation>Versiegelt auf deinem Server</translation>
    </message>
    <message>
        <source>On its way to your server</source>
        <translation>Unterwegs zu deinem Server</translation>
    </message>
    <message>
        <source>Only on this computer</source>
        <translation>Nur auf diesem Computer</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>an %1</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SendBlockText</name>
    <message>
        <source>You have no key yet. Make one in Keys, then send again.</source>
        <translation>Du hast noch keinen Schlüssel. Erzeuge einen unter Schlüssel und sende dann noch einmal.</translation>
    </message>
    <message>
        <source>%1 has not published a key yet. Your text stays here.</source>
        <translation>%1 hat noch keinen Schlüssel veröffentlicht. Dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>%1 shows the key to contacts only. Ask to be added as a contact; your text stays here.</source>
        <translation>%1 zeigt den Schlüssel nur Kontakten. Bitte darum, Kontakt zu werden; dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>%1 has a new key. Compare it first; your text stays here.</source>
        <translation>%1 hat einen neuen Schlüssel. Vergleiche ihn zuerst; dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>There is no key of %1 that you have not refused. Your text stays here.</source>
        <translation>Es gibt keinen Schlüssel von %1, den du nicht abgelehnt hast. Dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>No key of %1 can be used (%2). Your text stays here.</source>
        <comment>name, list of keys with reasons</comment>
        <translation>Kein Schlüssel von %1 lässt sich benutzen (%2). Dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>; </source>
        <translation>; </translation>
    </message>
    <message>
        <source>ending %1: %2</source>
        <comment>key, reason</comment>
        <translation>der auf %1 endet: %2</translation>
    </message>
    <message>
        <source>it cannot be fetched</source>
        <translation>er lässt sich nicht holen</translation>
    </message>
    <message>
        <source>something else is published in its place</source>
        <translation>an seiner Stelle ist etwas anderes veröffentlicht</translation>
    </message>
    <message>
        <source>it is made out to somebody else</source>
        <translation>er ist auf jemand anderen ausgestellt</translation>
    </message>
    <message>
        <source>it has expired</source>
        <translation>er ist abgelaufen</translation>
    </message>
    <message>
        <source>it was withdrawn</source>
        <translation>er wurde zurückgezogen</translation>
    </message>
    <message>
        <source>it is too weak</source>
        <translation>er ist zu schwach</translation>
    </message>
    <message>
        <source>it cannot seal</source>
        <translation>er kann nicht versiegeln</translation>
    </message>
    <message>
        <source>Session keys are switched off in Settings, Privacy. Your text stays here.</source>
        <translation>Sitzungsschlüssel sind unter Einstellungen, Privatsphäre ausgeschaltet. Dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>The program %1 is using does not know session keys. Your text stays here.</source>
        <translation>Das Programm, das %1 benutzt, kennt keine Sitzungsschlüssel. Dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>%1 is a group, and session keys are for one person. Your text stays here.</source>
        <translation>%1 ist eine Gruppe, und Sitzungsschlüssel sind für eine Person. Dein Text bleibt hier.</translation>
    </message>
    <message>
        <source>%1 has a new key. Your message waits here until you compare it.</source>
        <translation>%1 hat einen neuen Schlüssel. Deine Nachricht wartet hier, bis du ihn verglichen hast.</translation>
    </message>
    <message>
        <source>%1 has no key yet. Your message waits on this computer until there is one.</source>
        <translation>%1 hat noch keinen Schlüssel. Deine Nachricht wartet auf diesem Rechner, bis es einen gibt.</translation>
    </message>
    <message>
        <source>No key of %1 can be used. Your message waits on this computer until one can.</source>
        <translation>Kein Schlüssel von %1 ist brauchbar. Deine Nachricht wartet auf diesem Rechner, bis einer es ist.</translation>
    </message>
    <message>
        <source>The key of %1 cannot be looked up now. Your message waits on this computer.</source>
        <translation>Der Schlüssel von %1 lässt sich jetzt nicht nachschlagen. Deine Nachricht wartet auf diesem Rechner.</translation>
    </message>
    <message>
        <source>%1 shows the key to contacts only. Your message waits on this computer.</source>
        <translation>%1 zeigt den Schlüssel nur Kontakten. Deine Nachricht wartet auf diesem Rechner.</translation>
    </message>
    <message>
        <source>You have no key yet. Make one in Keys; your message waits until then.</source>
        <translation>Du hast noch keinen Schlüssel. Lege unter Schlüssel einen an; so lange wartet deine Nachricht.</translation>
    </message>
    <message>
        <source>Session keys are switched off in Settings, Privacy. Your message waits until they are on.</source>
        <translation>Sitzungsschlüssel sind unter Einstellungen, Privatsphäre ausgeschaltet. Deine Nachricht wartet, bis sie eingeschaltet sind.</translation>
    </message>
    <message>
        <source>The program %1 is using does not know session keys. Your message waits until one does.</source>
        <translation>Das Programm, das %1 benutzt, kennt keine Sitzungsschlüssel. Deine Nachricht wartet auf eines, das sie kennt.</translation>
    </message>
    <message>
        <source>%1 is a group, and session keys are for one person. Your message was not sent.</source>
        <translation>%1 ist eine Gruppe, und Sitzungsschlüssel sind für eine Person. Deine Nachricht wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>Your message could not be sealed, perhaps because your key is locked. It waits here and is tried again.</source>
        <translation>Deine Nachricht konnte nicht versiegelt werden, vielleicht weil dein Schlüssel gesperrt ist. Sie wartet hier und wird erneut versucht.</translation>
    </message>
    <message>
        <source>Not for groups.</source>
        <translation>Nicht für Gruppen.</translation>
    </message>
    <message>
        <source>The program %1 is using knows them.</source>
        <translation>Das Programm, das %1 benutzt, kennt sie.</translation>
    </message>
    <message>
        <source>Not every program of %1 knows them.</source>
        <translation>Nicht jedes Programm von %1 kennt sie.</translation>
    </message>
    <message>
        <source>The program %1 is using does not know them.</source>
        <translation>Das Programm, das %1 benutzt, kennt sie nicht.</translation>
    </message>
    <message>
        <source>Whether %1 can use them shows when %1 is online.</source>
        <translation>Ob %1 sie benutzen kann, zeigt sich, wenn %1 online ist.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>Alle Einstellungen</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>address password server sign out</source>
        <translation>Adresse Passwort Server abmelden</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>opened arrived typing receipts</source>
        <translation>geöffnet angekommen schreiben Bestätigung</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>messages tray sound text name badge</source>
        <translation>Nachrichten Infobereich Ton Text Name Zähler</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>colours dark light contrast text size movement</source>
        <translation>Farben dunkel hell Kontrast Textgröße Bewegung</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>enter send line</source>
        <translation>Enter senden Zeile</translation>
    </message>
    <message>
        <source>About Letterlock</source>
        <translation>Über Letterlock</translation>
    </message>
    <message>
        <source>version licence</source>
        <translation>Version Lizenz</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung suchen</translation>
    </message>
    <message>
        <source>session key draft device</source>
        <translation>Sitzungsschlüssel Entwurf Gerät</translation>
    </message>
    <message>
        <source>history server sealed upload keep record delete exceptions RSA key place move private storage rehearse restore backup code</source>
        <translation>Verlauf Server versiegelt hochladen aufbewahren aufzeichnen löschen Ausnahmen RSA Schlüssel Ort verschieben privater Speicher Wiederherstellung proben Sicherungscode</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SheetProof</name>
    <message>
        <source>Group 2</source>
        <translation>Gruppe 2</translation>
    </message>
    <message>
        <source>Group 5</source>
        <translation>Gruppe 5</translation>
    </message>
    <message>
        <source>Sign %1 is the digit %2, not the letter %3.</source>
        <translation>Zeichen %1 ist die Ziffer %2, nicht der Buchstabe %3.</translation>
    </message>
    <message>
        <source>That is not on the sheet. The letter O and the digit 0 never occur.</source>
        <translation>Das steht nicht auf dem Blatt. Der Buchstabe O und die Ziffer 0 kommen nie vor.</translation>
    </message>
    <message>
        <source>Both groups are right</source>
        <translation>Beide Gruppen stimmen</translation>
    </message>
    <message>
        <source>First group is right</source>
        <translation>Die erste Gruppe stimmt</translation>
    </message>
    <message>
        <source>Second group is right</source>
        <translation>Die zweite Gruppe stimmt</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SheetTools</name>
    <message>
        <source>Print…</source>
        <translation>Drucken …</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF speichern …</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>The code is on the clipboard</source>
        <translation>Der Code ist in der Zwischenablage</translation>
    </message>
    <message>
        <source>Sent to the printer</source>
        <translation>An den Drucker geschickt</translation>
    </message>
    <message>
        <source>Save the recovery sheet</source>
        <translation>Wiederherstellungsblatt speichern</translation>
    </message>
    <message>
        <source>letterlock-recovery.pdf</source>
        <translation>letterlock-wiederherstellung.pdf</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>The file cannot be written: %1</source>
        <translation>Die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>Wiederherstellungsblatt</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SignInPage</name>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>name@server.example</source>
        <translation>name@server.example</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>Show the certificate</source>
        <translation>Zertifikat zeigen</translation>
    </message>
    <message>
        <source>Keep the password in the system’s keyring</source>
        <translation>Das Passwort im Schlüsselbund des Systems aufbewahren</translation>
    </message>
    <message>
        <source>Server and port by hand</source>
        <translation>Server und Port von Hand</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Server and port</source>
        <translation>Server und Port</translation>
    </message>
    <message>
        <source>host or host:port</source>
        <translation>Host oder Host:Port</translation>
    </message>
    <message>
        <source>Certificate authority of your own</source>
        <translation>Eigene Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>PEM file, only if your server needs one</source>
        <translation>PEM-Datei, nur wenn dein Server eine braucht</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>Zertifikate (*.pem *.crt *.cer);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>An address looks like mira@server.example. Add the part that is missing.</source>
        <translation>Eine Adresse sieht aus wie mira@server.example. Ergänze den fehlenden Teil.</translation>
    </message>
    <message>
        <source>Type the password of this address.</source>
        <translation>Tippe das Passwort dieser Adresse.</translation>
    </message>
    <message>
        <source>There is no certificate in the file you chose. Choose another one.</source>
        <translation>In der gewählten Datei ist kein Zertifikat. Wähle eine andere.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft …</translation>
    </message>
    <message>
        <source>Server found</source>
        <translation>Server gefunden</translation>
    </message>
    <message>
        <source>Secured connection</source>
        <translation>Gesicherte Verbindung</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>No such server</source>
        <translation>Kein solcher Server</translation>
    </message>
    <message>
        <source>Password not accepted</source>
        <translation>Passwort nicht angenommen</translation>
    </message>
    <message>
        <source>The certificate is not its own</source>
        <translation>Das Zertifikat ist nicht das eigene</translation>
    </message>
    <message>
        <source>No secured connection</source>
        <translation>Keine gesicherte Verbindung</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::SpokenResults</name>
    <message>
        <source>You to %1</source>
        <translation>Du an %1</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4.</source>
        <comment>who, when, text, where it is kept</comment>
        <translation>%1, %2: %3. %4.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::StepLine</name>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::StepList</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::TimelineText</name>
    <message>
        <source>your note</source>
        <translation>deine Notiz</translation>
    </message>
    <message>
        <source>%1, in the room</source>
        <translation>%1, im Raum</translation>
    </message>
    <message>
        <source>Draft:</source>
        <translation>Entwurf:</translation>
    </message>
    <message>
        <source>This message was deleted.</source>
        <translation>Diese Nachricht wurde gelöscht.</translation>
    </message>
    <message>
        <source>edited %1</source>
        <translation>geändert %1</translation>
    </message>
    <message>
        <source>In reply to</source>
        <translation>Antwort auf</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>angekommen</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>This message cannot be opened here</source>
        <translation>Diese Nachricht kann hier nicht geöffnet werden</translation>
    </message>
    <message>
        <source>It was sealed for a key this computer does not have.</source>
        <translation>Sie wurde für einen Schlüssel versiegelt, den dieser Computer nicht hat.</translation>
    </message>
    <message>
        <source>It was sealed for a key this computer does not have, by the key ending %1.</source>
        <translation>Sie wurde für einen Schlüssel versiegelt, den dieser Computer nicht hat, von dem Schlüssel, der auf %1 endet.</translation>
    </message>
    <message>
        <source>Bring in that key…</source>
        <translation>Diesen Schlüssel hereinholen …</translation>
    </message>
    <message>
        <source>Ask %1 to send it again</source>
        <translation>%1 bitten, sie noch einmal zu senden</translation>
    </message>
    <message>
        <source>Locked until you type your passphrase</source>
        <translation>Gesperrt, bis du deine Passphrase tippst</translation>
    </message>
    <message>
        <source>The key is here, but closed.</source>
        <translation>Der Schlüssel ist hier, aber verschlossen.</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren …</translation>
    </message>
    <message>
        <source>The seal on this message is broken</source>
        <translation>Das Siegel dieser Nachricht ist gebrochen</translation>
    </message>
    <message>
        <source>It was changed on the way, or signed by somebody else. What it says may not be from %1.</source>
        <translation>Sie wurde unterwegs verändert oder von jemand anderem unterschrieben. Was darin steht, ist vielleicht nicht von %1.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show it anyway</source>
        <translation>Trotzdem zeigen</translation>
    </message>
    <message>
        <source>This message cannot be opened yet</source>
        <translation>Diese Nachricht kann noch nicht geöffnet werden</translation>
    </message>
    <message>
        <source>It uses a newer form of sealing. An update of Letterlock may help.</source>
        <translation>Sie benutzt eine neuere Form der Versiegelung. Eine neuere Version von Letterlock kann helfen.</translation>
    </message>
    <message>
        <source>Look for an update</source>
        <translation>Nach einer neuen Version sehen</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>Ask to send it again</source>
        <translation>Bitten, sie noch einmal zu senden</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>How it was sealed…</source>
        <translation>Wie sie versiegelt war …</translation>
    </message>
    <message>
        <source>Show in History</source>
        <translation>Im Verlauf zeigen</translation>
    </message>
    <message>
        <source>Compare keys</source>
        <translation>Schlüssel vergleichen</translation>
    </message>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n neue Nachricht</numerusform>
            <numerusform>%n neue Nachrichten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has a new key since %2.</source>
        <translation>%1 hat seit %2 einen neuen Schlüssel.</translation>
    </message>
    <message>
        <source>You chose to write on: messages are sealed, but only comparing shows that the key is really %1’s.</source>
        <translation>Du hast weitergeschrieben: Nachrichten sind versiegelt, aber nur ein Vergleich zeigt, ob der Schlüssel wirklich %1 gehört.</translation>
    </message>
    <message>
        <source>Messages are sealed, but only comparing shows that the key is really %1’s.</source>
        <translation>Nachrichten sind versiegelt, aber nur ein Vergleich zeigt, ob der Schlüssel wirklich %1 gehört.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>day and time</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4 Enter for what you can do.</source>
        <translation>%1, %2: %3. %4 Enter für das, was du tun kannst.</translation>
    </message>
    <message>
        <source>This message was deleted</source>
        <translation>Diese Nachricht wurde gelöscht</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>In reply to: %1.</source>
        <translation>Antwort auf: %1.</translation>
    </message>
    <message>
        <source>Edited.</source>
        <translation>Geändert.</translation>
    </message>
    <message>
        <source>Waits for a key.</source>
        <translation>Wartet auf einen Schlüssel.</translation>
    </message>
    <message>
        <source>Sealed.</source>
        <translation>Versiegelt.</translation>
    </message>
    <message>
        <source>Not sealed.</source>
        <translation>Nicht versiegelt.</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>delivery state as a sentence</comment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>mark of an archived message, time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>what is odd about the time, and the time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>not sealed in the archive</source>
        <translation>im Archiv nicht versiegelt</translation>
    </message>
    <message>
        <source>sealed by your server</source>
        <translation>von deinem Server versiegelt</translation>
    </message>
    <message>
        <source>not sealed by you</source>
        <translation>nicht von dir versiegelt</translation>
    </message>
    <message>
        <source>%1, changes would not show</source>
        <translation>%1, Änderungen fielen nicht auf</translation>
    </message>
    <message>
        <source>old time</source>
        <translation>alte Zeit</translation>
    </message>
    <message>
        <source>time lies ahead</source>
        <translation>Zeit liegt in der Zukunft</translation>
    </message>
    <message>
        <source>time goes backwards</source>
        <translation>Zeit läuft rückwärts</translation>
    </message>
    <message>
        <source>odd time</source>
        <translation>seltsame Zeit</translation>
    </message>
    <message>
        <source>You sealed it with a session key that another device of yours did not give.</source>
        <translation>Du hast sie mit einem Sitzungsschlüssel versiegelt, den ein anderes Gerät von dir nicht herausgegeben hat.</translation>
    </message>
    <message>
        <source>%1 did not give its session key to this computer.</source>
        <translation>%1 hat diesem Computer den Sitzungsschlüssel nicht gegeben.</translation>
    </message>
    <message>
        <source>This message waits for a key</source>
        <translation>Diese Nachricht wartet auf einen Schlüssel</translation>
    </message>
    <message>
        <source>Another device of yours has it. The message opens by itself once that device is online.</source>
        <translation>Ein anderes Gerät von dir hat ihn. Die Nachricht öffnet sich von selbst, sobald es online ist.</translation>
    </message>
    <message>
        <source>It opens by itself once %1 is online and has given the key.</source>
        <translation>Sie öffnet sich von selbst, sobald %1 online ist und den Schlüssel gegeben hat.</translation>
    </message>
    <message>
        <source>It opens by itself when the key that it is signed with is known.</source>
        <translation>Sie öffnet sich von selbst, wenn der Schlüssel bekannt ist, mit dem sie unterschrieben ist.</translation>
    </message>
    <message>
        <source>In the archive: %1.</source>
        <translation>Im Archiv: %1.</translation>
    </message>
    <message>
        <source>Sealed with a session key.</source>
        <translation>Mit einem Sitzungsschlüssel versiegelt.</translation>
    </message>
    <message>
        <source>Attention: %1.</source>
        <comment>what is odd about the time</comment>
        <translation>Achtung: %1.</translation>
    </message>
    <message>
        <source>It was sealed with %1, which Letterlock does not speak.</source>
        <comment>name of a scheme</comment>
        <translation>Sie wurde mit %1 versiegelt; das beherrscht Letterlock nicht.</translation>
    </message>
    <message>
        <source>Fetch the file</source>
        <translation>Datei abholen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Not opened: the other side did not get the key. Sent again, it goes under a new one.</source>
        <translation>Nicht geöffnet: Die andere Seite hat den Schlüssel nicht bekommen. Erneut gesendet, geht sie unter einem neuen.</translation>
    </message>
    <message>
        <source>Not opened: the seal did not open on the other side. Sent again, it goes under a new key.</source>
        <translation>Nicht geöffnet: Das Siegel ging auf der anderen Seite nicht auf. Erneut gesendet, geht sie unter einem neuen Schlüssel.</translation>
    </message>
    <message>
        <source>Not taken: the clocks of the two computers differ too much. Look at the time of yours.</source>
        <translation>Nicht angenommen: Die Uhren der beiden Rechner gehen zu verschieden. Sieh nach der Zeit auf deinem.</translation>
    </message>
    <message>
        <source>Not delivered: the other server cannot be reached.</source>
        <translation>Nicht zugestellt: Der andere Server ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>Not delivered: nobody at this address takes such messages now.</source>
        <translation>Nicht zugestellt: Unter dieser Adresse nimmt jetzt niemand solche Nachrichten an.</translation>
    </message>
    <message>
        <source>Not delivered: the other side refused it.</source>
        <translation>Nicht zugestellt: Die andere Seite hat sie abgelehnt.</translation>
    </message>
    <message>
        <source>It is signed with the key ending %1, which was withdrawn because somebody else may have it. What it says may not be from %2.</source>
        <translation>Sie ist mit dem Schlüssel auf %1 unterschrieben, der zurückgezogen wurde, weil ihn jemand anders haben könnte. Was darin steht, ist vielleicht nicht von %2.</translation>
    </message>
    <message>
        <source>The device %1 got the key of this conversation: %2, approved by you.</source>
        <translation>Das Gerät %1 hat den Schlüssel dieser Unterhaltung bekommen: %2, von dir erlaubt.</translation>
    </message>
    <message>
        <source>The device %1 got the key of this conversation: %2.</source>
        <translation>Das Gerät %1 hat den Schlüssel dieser Unterhaltung bekommen: %2.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Zur neuesten Nachricht</translation>
    </message>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n neue Nachricht</numerusform>
            <numerusform>%n neue Nachrichten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Toast</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::UnlockDialog</name>
    <message>
        <source>Open your history</source>
        <translation>Deinen Verlauf öffnen</translation>
    </message>
    <message>
        <source>The passphrase seals your history on this computer. Nobody can make you a second one, so keep it well.</source>
        <translation>Die Passphrase versiegelt deinen Verlauf auf diesem Computer. Niemand kann dir eine zweite machen, also verwahre sie gut.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>At least 8 characters</source>
        <translation>Mindestens 8 Zeichen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::VerifyDialog</name>
    <message>
        <source>Compare keys</source>
        <translation>Schlüssel vergleichen</translation>
    </message>
    <message>
        <source>Is this key yours?</source>
        <translation>Ist dieser Schlüssel deiner?</translation>
    </message>
    <message>
        <source>Is this really %1’s key?</source>
        <translation>Ist das wirklich der Schlüssel von %1?</translation>
    </message>
    <message>
        <source>Open Keys on the other device, and compare what is shown there with this.</source>
        <translation>Öffne auf dem anderen Gerät den Bereich Schlüssel und vergleiche, was dort steht, mit diesem hier.</translation>
    </message>
    <message>
        <source>Meet or call %1, and read the words to each other. Do not use this chat: whoever could swap a key could also swap the words.</source>
        <translation>Trefft euch oder rufe %1 an, und lest einander die Wörter vor. Nimm nicht diesen Chat: Wer einen Schlüssel vertauschen kann, kann auch die Wörter vertauschen.</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>The other device shows these</source>
        <translation>Das andere Gerät zeigt diese</translation>
    </message>
    <message>
        <source>%1 reads these to you</source>
        <translation>%1 liest dir diese vor</translation>
    </message>
    <message>
        <source>The key that was added to your account</source>
        <translation>Der Schlüssel, der zu deinem Konto hinzukam</translation>
    </message>
    <message>
        <source>The key that is published</source>
        <translation>Der Schlüssel, der veröffentlicht ist</translation>
    </message>
    <message>
        <source>This computer uses these</source>
        <translation>Dieser Computer benutzt diese</translation>
    </message>
    <message>
        <source>You read these to %1</source>
        <translation>Du liest %1 diese vor</translation>
    </message>
    <message>
        <source>Your current key</source>
        <translation>Dein aktueller Schlüssel</translation>
    </message>
    <message>
        <source>Groups you were given</source>
        <translation>Gruppen, die du bekommen hast</translation>
    </message>
    <message>
        <source>They do not match…</source>
        <translation>Sie stimmen nicht überein …</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>They match</source>
        <translation>Sie stimmen überein</translation>
    </message>
    <message>
        <source>They do not match</source>
        <translation>Sie stimmen nicht überein</translation>
    </message>
    <message>
        <source>Keep nothing sealed for it</source>
        <translation>Nichts für ihn versiegeln</translation>
    </message>
    <message>
        <source>Stop sealing for this key</source>
        <translation>Nicht mehr für diesen Schlüssel versiegeln</translation>
    </message>
    <message>
        <source>Then somebody else may be in your account. Nothing is sealed for that key. Change your password.</source>
        <translation>Dann ist vielleicht jemand anderes in deinem Konto. Für diesen Schlüssel wird nichts versiegelt. Ändere dein Passwort.</translation>
    </message>
    <message>
        <source>Then this key may not be %1’s. Nothing is sealed for it any more until you decide otherwise.</source>
        <translation>Dann ist das vielleicht nicht der Schlüssel von %1. Für ihn wird nichts mehr versiegelt, bis du anders entscheidest.</translation>
    </message>
    <message>
        <source>What you typed differs from the key.</source>
        <translation>Was du getippt hast, weicht vom Schlüssel ab.</translation>
    </message>
    <message>
        <source>This differs from the key that is published.</source>
        <translation>Das weicht vom veröffentlichten Schlüssel ab.</translation>
    </message>
    <message>
        <source>All ten groups are the same.</source>
        <translation>Alle zehn Gruppen sind gleich.</translation>
    </message>
    <message>
        <source>The same so far.</source>
        <translation>Bis hierher gleich.</translation>
    </message>
    <message>
        <source>Or in the same room</source>
        <translation>Oder im selben Raum</translation>
    </message>
    <message>
        <source>Scan this code with the other device.</source>
        <translation>Lies diesen Code mit dem anderen Gerät.</translation>
    </message>
    <message>
        <source>Let %1 scan this code.</source>
        <translation>Lass %1 diesen Code lesen.</translation>
    </message>
    <message>
        <source>QR code of your key</source>
        <translation>QR-Code deines Schlüssels</translation>
    </message>
    <message>
        <source>Your code. OpenKeychain reads it too.</source>
        <translation>Dein Code. Auch OpenKeychain liest ihn.</translation>
    </message>
    <message>
        <source>Scanning checks the whole key at once. What another program scanned can be pasted on the left.</source>
        <translation>Ein Scan prüft den ganzen Schlüssel auf einmal. Was ein anderes Programm gelesen hat, kannst du links einfügen.</translation>
    </message>
    <message>
        <source>Or type or paste the groups you were given, or what you scanned</source>
        <translation>Oder tippe oder füge die Gruppen ein, die du bekommen hast, oder was du gescannt hast</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::WorkPopup</name>
    <message>
        <source>Work in the background</source>
        <translation>Arbeit im Hintergrund</translation>
    </message>
    <message>
        <source>You can quit at any time. Everything goes on from where it stopped.</source>
        <translation>Du kannst jederzeit beenden. Alles geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Nothing is running. %1</source>
        <translation>Es läuft nichts. %1</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alles anhalten</translation>
    </message>
    <message>
        <source>Continue all</source>
        <translation>Alles fortsetzen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::WorkRow</name>
    <message>
        <source>Continue: %1</source>
        <translation>Fortsetzen: %1</translation>
    </message>
    <message>
        <source>Pause: %1</source>
        <translation>Anhalten: %1</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation>Zeigen: %1</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::WorkText</name>
    <message>
        <source>Changing your key</source>
        <translation>Dein Schlüssel wird gewechselt</translation>
    </message>
    <message>
        <source>%1 of %2 wrapped keys</source>
        <translation>%1 von %2 umhüllten Schlüsseln</translation>
    </message>
    <message>
        <source>It has just begun</source>
        <translation>Es hat gerade begonnen</translation>
    </message>
    <message>
        <source>Sealing and uploading history</source>
        <translation>Verlauf wird versiegelt und hochgeladen</translation>
    </message>
    <message>
        <source>Fetching your history</source>
        <translation>Dein Verlauf wird geholt</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n messages wait</source>
        <translation>
            <numerusform>Pause, %n Nachricht wartet</numerusform>
            <numerusform>Pause, %n Nachrichten warten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Looking at your archive</source>
        <translation>Dein Archiv wird geprüft</translation>
    </message>
    <message>
        <source>Changing your key, %1 %</source>
        <translation>Schlüsselwechsel, %1 %</translation>
    </message>
    <message>
        <source>Key change paused, %1 %</source>
        <translation>Schlüsselwechsel ruht, %1 %</translation>
    </message>
    <message>
        <source>Key change waits, %1 %</source>
        <translation>Schlüsselwechsel wartet, %1 %</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>Key change needs you, %1 %</source>
        <translation>Schlüsselwechsel braucht dich, %1 %</translation>
    </message>
    <message>
        <source>Putting things back</source>
        <translation>Wird zurückgesetzt</translation>
    </message>
    <message>
        <source>under a minute left</source>
        <translation>noch unter einer Minute</translation>
    </message>
    <message numerus="yes">
        <source>%n min left</source>
        <translation>
            <numerusform>noch %n min</numerusform>
            <numerusform>noch %n min</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on %2, %3 only here</source>
        <translation>%1 auf %2, %3 nur hier</translation>
    </message>
    <message>
        <source>Archive sealed</source>
        <translation>Archiv versiegelt</translation>
    </message>
    <message>
        <source>Archive is off</source>
        <translation>Archiv ist aus</translation>
    </message>
    <message>
        <source>Archive waits for the connection</source>
        <translation>Archiv wartet auf die Verbindung</translation>
    </message>
    <message>
        <source>Archive is paused</source>
        <translation>Archiv ruht</translation>
    </message>
    <message>
        <source>%1 has no archive</source>
        <translation>%1 hat kein Archiv</translation>
    </message>
    <message>
        <source>No key to seal for yet</source>
        <translation>Noch kein Schlüssel zum Versiegeln</translation>
    </message>
    <message>
        <source>Sealing and uploading</source>
        <translation>Wird versiegelt und hochgeladen</translation>
    </message>
    <message>
        <source>Archive needs attention</source>
        <translation>Archiv braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Sealed in private storage</source>
        <translation>Versiegelt im privaten Speicher</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::YourKeyPage</name>
    <message>
        <source>Make a key on this computer</source>
        <translation>Auf diesem Computer einen Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>With it you open your messages. It takes a moment and never leaves this computer unsealed.</source>
        <translation>Mit ihm öffnest du deine Nachrichten. Es dauert einen Moment, und er verlässt diesen Computer nie unversiegelt.</translation>
    </message>
    <message>
        <source>I have a backup code</source>
        <translation>Ich habe einen Sicherungscode</translation>
    </message>
    <message>
        <source>If a sealed copy of your key is on your server, its code brings it back, and your history with it.</source>
        <translation>Liegt eine versiegelte Kopie deines Schlüssels auf deinem Server, bringt ihr Code ihn zurück und deinen Verlauf dazu.</translation>
    </message>
    <message>
        <source>Use a key I already have…</source>
        <translation>Einen Schlüssel nehmen, den ich schon habe …</translation>
    </message>
    <message>
        <source>Bring in an OpenPGP key from a file.</source>
        <translation>Einen OpenPGP-Schlüssel aus einer Datei hereinholen.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Remind me tomorrow</source>
        <translation>Morgen erinnern</translation>
    </message>
    <message>
        <source>Open the backup</source>
        <translation>Sicherung öffnen</translation>
    </message>
    <message>
        <source>I have no code</source>
        <translation>Ich habe keinen Code</translation>
    </message>
    <message>
        <source>The letter O and the digit 0 never occur in a code.</source>
        <translation>Der Buchstabe O und die Ziffer 0 kommen in einem Code nie vor.</translation>
    </message>
    <message>
        <source>First type all six groups</source>
        <translation>Tippe zuerst alle sechs Gruppen</translation>
    </message>
    <message>
        <source>A sealed backup was found on %1.</source>
        <translation>Auf %1 wurde eine versiegelte Sicherung gefunden.</translation>
    </message>
    <message>
        <source>There is no sealed backup of this account on %1, so no code can open one.</source>
        <translation>Auf %1 liegt keine versiegelte Sicherung dieses Kontos, also kann kein Code eine öffnen.</translation>
    </message>
    <message>
        <source>Looking for a sealed backup on %1.</source>
        <translation>Auf %1 wird nach einer versiegelten Sicherung gesucht.</translation>
    </message>
    <message>
        <source>Bring in a key</source>
        <translation>Einen Schlüssel hereinholen</translation>
    </message>
    <message>
        <source>OpenPGP keys (*.asc *.gpg *.pgp *.key);;All files (*)</source>
        <translation>OpenPGP-Schlüssel (*.asc *.gpg *.pgp *.key);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This file cannot be read as a key. Choose another one.</source>
        <translation>Diese Datei lässt sich nicht als Schlüssel lesen. Wähle eine andere.</translation>
    </message>
    <message>
        <source>There is no secret key in this file. Choose another one.</source>
        <translation>In dieser Datei ist kein geheimer Schlüssel. Wähle eine andere.</translation>
    </message>
    <message>
        <source>The copy was not stored</source>
        <translation>Die Kopie wurde nicht abgelegt</translation>
    </message>
    <message>
        <source>There may be an older sealed copy on your server. Replacing it makes its code useless.</source>
        <translation>Auf deinem Server liegt vielleicht eine ältere versiegelte Kopie. Wird sie ersetzt, ist ihr Code wertlos.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Go on without</source>
        <translation>Ohne weitermachen</translation>
    </message>
    <message>
        <source>Print it, or write the code down by hand.</source>
        <translation>Drucke es, oder schreibe den Code von Hand ab.</translation>
    </message>
    <message>
        <source>A sealed copy on your server</source>
        <translation>Eine versiegelte Kopie auf deinem Server</translation>
    </message>
    <message>
        <source>1. Keep the sheet</source>
        <translation>1. Bewahre das Blatt auf</translation>
    </message>
    <message>
        <source>2. Prove you can read it</source>
        <translation>2. Zeige, dass du es lesen kannst</translation>
    </message>
    <message>
        <source>Type groups 2 and 5.</source>
        <translation>Tippe die Gruppen 2 und 5.</translation>
    </message>
    <message>
        <source>Restores the key on a new device with the code. Your server cannot open it.</source>
        <translation>Bringt den Schlüssel mit dem Code auf ein neues Gerät. Dein Server kann sie nicht öffnen.</translation>
    </message>
    <message>
        <source>3. A sealed copy on your server</source>
        <translation>3. Eine versiegelte Kopie auf deinem Server</translation>
    </message>
    <message>
        <source>This is your key</source>
        <translation>Das ist dein Schlüssel</translation>
    </message>
    <message>
        <source>With it you open your messages, so keep a copy of the recovery sheet on paper. Nobody, not even your server, can make you a second one.</source>
        <translation>Mit ihm öffnest du deine Nachrichten, also bewahre das Wiederherstellungsblatt auf Papier auf. Niemand, auch nicht dein Server, kann dir einen zweiten machen.</translation>
    </message>
    <message>
        <source>Type your backup code</source>
        <translation>Tippe deinen Sicherungscode</translation>
    </message>
    <message>
        <source>It is on your recovery sheet: six groups of four. Capital letters and dashes come by themselves.</source>
        <translation>Er steht auf deinem Wiederherstellungsblatt: sechs Vierergruppen. Großbuchstaben und Striche kommen von selbst.</translation>
    </message>
    <message>
        <source>Your key</source>
        <translation>Dein Schlüssel</translation>
    </message>
    <message>
        <source>With it you open your messages. Nobody, not even your server, can make you a second one.</source>
        <translation>Mit ihm öffnest du deine Nachrichten. Niemand, auch nicht dein Server, kann dir einen zweiten machen.</translation>
    </message>
    <message>
        <source>First type groups 2 and 5 of the code</source>
        <translation>Tippe zuerst die Gruppen 2 und 5 des Codes</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Keep everything in this folder instead of the usual one.</source>
        <translation>Alles in diesem Ordner aufbewahren statt im üblichen.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FindingsBanner</name>
    <message>
        <source>%1 no longer has all of your history.</source>
        <translation>%1 hat nicht mehr deinen ganzen Verlauf.</translation>
    </message>
    <message>
        <source>%1 has changed a part of your history.</source>
        <translation>%1 hat einen Teil deines Verlaufs verändert.</translation>
    </message>
    <message>
        <source>%1 no longer has all of your history, and has changed a part of it.</source>
        <translation>%1 hat nicht mehr deinen ganzen Verlauf und hat einen Teil davon verändert.</translation>
    </message>
    <message>
        <source>Days: %1.</source>
        <translation>Tage: %1.</translation>
    </message>
    <message>
        <source>Days: %1, and %2 more.</source>
        <translation>Tage: %1 und %2 weitere.</translation>
    </message>
    <message>
        <source>All of it is still on this computer.</source>
        <translation>Auf diesem Computer ist noch alles davon.</translation>
    </message>
    <message>
        <source>Some of it is still on this computer.</source>
        <translation>Auf diesem Computer ist noch ein Teil davon.</translation>
    </message>
    <message>
        <source>This computer does not have it. Another of your devices may: open Letterlock there.</source>
        <translation>Dieser Computer hat es nicht. Vielleicht ein anderes deiner Geräte: Öffne Letterlock dort.</translation>
    </message>
    <message>
        <source>Upload it again</source>
        <translation>Wieder hochladen</translation>
    </message>
    <message>
        <source>Leave it as it is…</source>
        <translation>So lassen …</translation>
    </message>
    <message>
        <source>The list of what is in your archive was gone from %1.</source>
        <translation>Das Verzeichnis deines Archivs war auf %1 verschwunden.</translation>
    </message>
    <message>
        <source>By it your devices notice when something is missing. This computer has written it again from what it remembers.</source>
        <translation>Daran merken deine Geräte, wenn etwas fehlt. Dieser Computer hat es aus dem Gedächtnis neu geschrieben.</translation>
    </message>
    <message>
        <source>%1 has put back an older list of what is in your archive.</source>
        <translation>%1 hat ein älteres Verzeichnis deines Archivs zurückgelegt.</translation>
    </message>
    <message>
        <source>By it your devices notice when something is missing. This computer has added again what it remembers.</source>
        <translation>Daran merken deine Geräte, wenn etwas fehlt. Dieser Computer hat wieder ergänzt, was er noch weiß.</translation>
    </message>
    <message>
        <source>The list of what is in your archive was not written by your devices.</source>
        <translation>Das Verzeichnis deines Archivs stammt nicht von deinen Geräten.</translation>
    </message>
    <message>
        <source>Until it is replaced, another device cannot notice when something is missing.</source>
        <translation>Bis es ersetzt ist, kann ein anderes Gerät nicht merken, wenn etwas fehlt.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Verstanden</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::DrillDialog</name>
    <message>
        <source>Rehearse a restore</source>
        <translation>Wiederherstellung proben</translation>
    </message>
    <message>
        <source>Letterlock does what a new computer would do: it opens the backup on %1 with your code and then a few collections of your archive. This happens in a folder of its own that is wiped afterwards. Nothing is changed.</source>
        <translation>Letterlock tut, was ein neuer Computer täte: Es öffnet die Sicherung auf %1 mit deinem Code und dann einige Sammlungen deines Archivs. Das geschieht in einem eigenen Ordner, der danach gelöscht wird. Nichts wird verändert.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Rehearse</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Backup code</source>
        <translation>Sicherungscode</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Opening the backup…</source>
        <translation>Öffnet die Sicherung …</translation>
    </message>
    <message>
        <source>Fetching the key of your archive…</source>
        <translation>Holt den Schlüssel deines Archivs …</translation>
    </message>
    <message>
        <source>Choosing collections of your archive…</source>
        <translation>Wählt Sammlungen deines Archivs aus …</translation>
    </message>
    <message>
        <source>Opening collections: %1 of %2…</source>
        <translation>Öffnet Sammlungen: %1 von %2 …</translation>
    </message>
    <message>
        <source>Wiping the folder…</source>
        <translation>Löscht den Ordner …</translation>
    </message>
    <message>
        <source>Making a folder for it…</source>
        <translation>Legt einen Ordner dafür an …</translation>
    </message>
    <message>
        <source>It works. The code opens the backup (keys in it: %1), and all %2 collections that were tried open, with %3 messages.</source>
        <translation>Es klappt. Der Code öffnet die Sicherung (Schlüssel darin: %1), und alle %2 versuchten Sammlungen gehen auf, mit %3 Nachrichten.</translation>
    </message>
    <message>
        <source>The code opens the backup (keys in it: %1). Your archive is still empty, so there was nothing else to try.</source>
        <translation>Der Code öffnet die Sicherung (Schlüssel darin: %1). Dein Archiv ist noch leer, mehr war nicht zu probieren.</translation>
    </message>
    <message>
        <source>This code does not open the backup. Compare it group by group with the sheet. The letter O and the digit 0 never occur.</source>
        <translation>Dieser Code öffnet die Sicherung nicht. Vergleiche ihn Gruppe für Gruppe mit dem Blatt. Der Buchstabe O und die Ziffer 0 kommen nie vor.</translation>
    </message>
    <message>
        <source>There is no backup on %1: after the loss of this computer nothing could be restored. Make one under Keys.</source>
        <translation>Auf %1 ist keine Sicherung: Nach dem Verlust dieses Computers ließe sich nichts wiederherstellen. Lege unter Schlüssel eine an.</translation>
    </message>
    <message>
        <source>The backup on %1 is damaged, no code opens it. Make a new one under Keys.</source>
        <translation>Die Sicherung auf %1 ist beschädigt, kein Code öffnet sie. Lege unter Schlüssel eine neue an.</translation>
    </message>
    <message>
        <source>The backup on %1 has no key of your account. Make a new one under Keys.</source>
        <translation>Die Sicherung auf %1 enthält keinen Schlüssel deines Kontos. Lege unter Schlüssel eine neue an.</translation>
    </message>
    <message>
        <source>The code opens the backup, but its keys do not open your archive. Perhaps it was made before you changed your key. Make a new one under Keys.</source>
        <translation>Der Code öffnet die Sicherung, aber ihre Schlüssel öffnen dein Archiv nicht. Vielleicht ist sie älter als dein jetziger Schlüssel. Lege unter Schlüssel eine neue an.</translation>
    </message>
    <message>
        <source>The code opens the backup, but %1 of %2 collections do not open with its keys, the first of them of %3.</source>
        <translation>Der Code öffnet die Sicherung, aber %1 von %2 Sammlungen gehen mit ihren Schlüsseln nicht auf, die erste davon vom %3.</translation>
    </message>
    <message>
        <source>The connection was lost. Nothing was changed; try it again when you are online.</source>
        <translation>Die Verbindung ist abgerissen. Nichts wurde verändert; versuche es noch einmal, wenn du online bist.</translation>
    </message>
    <message>
        <source>There is no place for temporary files, or the archive is not reachable yet. Nothing was changed.</source>
        <translation>Es ist kein Platz für vorübergehende Dateien, oder das Archiv ist noch nicht erreichbar. Nichts wurde verändert.</translation>
    </message>
    <message>
        <source>It could not be tried: the server or GnuPG did not do what was asked. Nothing was changed.</source>
        <translation>Es ließ sich nicht probieren: Der Server oder GnuPG hat nicht getan, was verlangt war. Nichts wurde verändert.</translation>
    </message>
    <message>
        <source>Stopped. Nothing of it is left.</source>
        <translation>Angehalten. Nichts davon ist übrig.</translation>
    </message>
</context>
<context>
    <name>letterlock::ui::DrillRow</name>
    <message>
        <source>Rehearse a restore…</source>
        <translation>Wiederherstellung proben …</translation>
    </message>
    <message>
        <source>Never rehearsed</source>
        <translation>Noch nie geprobt</translation>
    </message>
    <message>
        <source>Last rehearsed on %1. It is time to do it again.</source>
        <translation>Zuletzt geprobt am %1. Es ist wieder Zeit.</translation>
    </message>
    <message>
        <source>Last rehearsed on %1</source>
        <translation>Zuletzt geprobt am %1</translation>
    </message>
</context>
</TS>
