-- SPDX-License-Identifier: GPL-3.0-or-later
-- What this device has seen of a collection with its own eyes, so that its messages count as kept for a reason.
-- first, chain: digest of its first part and over the first `held` parts (see chained()); held: 0 = never read, -1 =
-- others wrote too, or it is another one under the same name. acked: number of the last save from here that is not seen
-- in the order of changes yet, 0 = none.
ALTER TABLE archive_collections ADD COLUMN first BLOB;
ALTER TABLE archive_collections ADD COLUMN chain BLOB;
ALTER TABLE archive_collections ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
ALTER TABLE archive_collections ADD COLUMN acked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX archive_collections_again ON archive_collections (start) WHERE look_again = 1;
CREATE INDEX archive_collections_unread ON archive_collections (start) WHERE known < 0;

-- Other collections than its own that a message was found in: two devices may have uploaded it, or its collection was
-- sealed anew.
CREATE TABLE archive_also (
    message INTEGER NOT NULL,
    collection INTEGER NOT NULL,
    PRIMARY KEY (message, collection)
) WITHOUT ROWID;
CREATE INDEX archive_also_collection ON archive_also (collection);
CREATE TRIGGER archive_also_gone AFTER DELETE ON messages
BEGIN
    DELETE FROM archive_also WHERE message = old.id;
END;

-- Removed with this collection, and nobody has told why yet; empty: a note of a removal says so.
ALTER TABLE archive_withheld ADD COLUMN peer TEXT NOT NULL DEFAULT '';
ALTER TABLE archive_withheld ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
CREATE INDEX archive_withheld_place ON archive_withheld (peer, start) WHERE peer <> '';
