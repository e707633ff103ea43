-- SPDX-License-Identifier: GPL-3.0-or-later
-- How often a text was corrected: of two devices' texts the one corrected more often is the newer one.
ALTER TABLE messages ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET edits = 1 WHERE edited = 1;
CREATE TRIGGER messages_edits AFTER UPDATE OF body ON messages
WHEN new.edited = 1 AND old.body <> new.body AND new.edits = old.edits
BEGIN
    UPDATE messages SET edits = old.edits + 1 WHERE id = new.id;
END;

-- What somebody removed from the archive on purpose, on whatever device: what was written before `at` and lies inside
-- is not uploaded again by itself, also if it reaches this device later. name: item of the private node; pending: this
-- device still has to carry it out, 1 = and to tell the others.
CREATE TABLE archive_removals (
    name TEXT PRIMARY KEY,
    peer TEXT NOT NULL,
    from_time INTEGER NOT NULL,
    until_time INTEGER NOT NULL,
    at INTEGER NOT NULL,
    pending INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
