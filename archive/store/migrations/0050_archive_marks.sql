-- SPDX-License-Identifier: GPL-3.0-or-later
-- How far the archive that a message came from vouches for it (ArchiveMark in archive/model/Message.h).
ALTER TABLE messages ADD COLUMN archive_marks INTEGER NOT NULL DEFAULT 0;
-- Of a start that somebody else gave to the microsecond.
ALTER TABLE archive_collections ADD COLUMN microseconds INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_marked ON messages (conversation, time) WHERE archive_marks <> 0;
