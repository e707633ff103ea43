<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>letterlock::ui::ArchivePlaceCard</name>
    <message numerus="yes">
        <source>Moved: %n part(s), each read back and compared.</source>
        <translation>
            <numerusform>Moved: %n part, read back and compared.</numerusform>
            <numerusform>Moved: %n parts, each read back and compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) that are not sealed stayed where they were.</source>
        <translation>
            <numerusform>%n part that is not sealed stayed where it was.</numerusform>
            <numerusform>%n parts that are not sealed stayed where they were.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ArchiveSheet</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::AttachmentTray</name>
    <message numerus="yes">
        <source>%n files, sealed before they leave</source>
        <translation>
            <numerusform>%n file, sealed before it leaves</numerusform>
            <numerusform>%n files, sealed before they leave</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files; both servers get the key to them</source>
        <translation>
            <numerusform>%n file; both servers get the key to it</numerusform>
            <numerusform>%n files; both servers get the key to them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ClockNotice</name>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ConversationHeader</name>
    <message numerus="yes">
        <source>session key with %n devices</source>
        <translation>
            <numerusform>session key with %n device</numerusform>
            <numerusform>session key with %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::ConversationRow</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::FileDesk</name>
    <message numerus="yes">
        <source>At most %n files at a time.</source>
        <translation>
            <numerusform>At most %n file at a time.</numerusform>
            <numerusform>At most %n files at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::KeyExpiryNotice</name>
    <message numerus="yes">
        <source>Your key expires in %n days.</source>
        <translation>
            <numerusform>Your key expires in %n day.</numerusform>
            <numerusform>Your key expires in %n days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::MainWindow</name>
    <message numerus="yes">
        <source>Next try in %n seconds.</source>
        <translation>
            <numerusform>Next try in %n second.</numerusform>
            <numerusform>Next try in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Notifier</name>
    <message numerus="yes">
        <source>Letterlock, %n unread messages</source>
        <translation>
            <numerusform>Letterlock, %n unread message</numerusform>
            <numerusform>Letterlock, %n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::Rail</name>
    <message numerus="yes">
        <source>%n unread messages</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::RotationNewKeyPage</name>
    <message numerus="yes">
        <source>In %n years, %1</source>
        <translation>
            <numerusform>In %n year, %1</numerusform>
            <numerusform>In %n years, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::TimelineText</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::TimelineView</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>letterlock::ui::WorkText</name>
    <message numerus="yes">
        <source>Paused, %n messages wait</source>
        <translation>
            <numerusform>Paused, %n message waits</numerusform>
            <numerusform>Paused, %n messages wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min left</source>
        <translation>
            <numerusform>%n min left</numerusform>
            <numerusform>%n min left</numerusform>
        </translation>
    </message>
</context>
</TS>
