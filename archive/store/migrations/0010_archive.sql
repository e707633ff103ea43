-- SPDX-License-Identifier: GPL-3.0-or-later
-- What this device knows of the archive on the server, what is on its way there, and what has to follow.

-- known: everything of the collection up to this version is in messages, -1 = nothing yet.
-- tail: time of the last message sealed into it here; size: octets of plaintext; both only while it may be appended to.
CREATE TABLE archive_collections (
    id INTEGER PRIMARY KEY,
    peer TEXT NOT NULL,
    start INTEGER NOT NULL,
    conversation INTEGER NOT NULL DEFAULT 0,
    known INTEGER NOT NULL DEFAULT -1,
    own INTEGER NOT NULL DEFAULT 0,
    parts INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL DEFAULT 0,
    tail INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    look_again INTEGER NOT NULL DEFAULT 0,
    UNIQUE (peer, start)
);
CREATE INDEX archive_collections_tail ON archive_collections (conversation, tail) WHERE own = 1;
CREATE INDEX archive_collections_closed ON archive_collections (closed) WHERE closed > 0;

-- One data key per conversation, month and root key. recipients: fingerprints, one blank between, whose wraps the
-- server has acknowledged.
CREATE TABLE archive_data_keys (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL,
    month TEXT NOT NULL,
    generation TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    recipients TEXT NOT NULL DEFAULT '',
    parts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX archive_data_keys_place ON archive_data_keys (conversation, month, generation);

-- The journal of saves. request: the sealed bytes exactly as they are sent; null until they are sealed, and then they
-- were never sent.
CREATE TABLE archive_uploads (
    id INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL REFERENCES archive_collections (id),
    data_key INTEGER NOT NULL REFERENCES archive_data_keys (id),
    recipients TEXT NOT NULL,
    facts INTEGER NOT NULL,
    size INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    request BLOB
);
CREATE TABLE archive_upload_messages (
    upload INTEGER NOT NULL REFERENCES archive_uploads (id) ON DELETE CASCADE,
    message INTEGER NOT NULL,
    PRIMARY KEY (upload, message)
) WITHOUT ROWID;

-- Messages that changed after they were sealed: their newest state is appended to their collection.
CREATE TABLE archive_facts (
    message INTEGER PRIMARY KEY,
    changed INTEGER NOT NULL
);
CREATE TRIGGER archive_facts_note AFTER UPDATE OF body, delivery, sealing, edited, retracted ON messages
WHEN old.kept <> 0 AND old.replaces = '' AND (old.body <> new.body OR old.delivery <> new.delivery
    OR old.sealing <> new.sealing OR old.edited <> new.edited OR old.retracted <> new.retracted)
BEGIN
    INSERT INTO archive_facts (message, changed) VALUES (new.id, strftime('%s', 'now') * 1000)
    ON CONFLICT (message) DO UPDATE SET changed = excluded.changed;
END;

-- Messages whose collection was removed from the server by somebody: kept here, not uploaded again by itself.
CREATE TABLE archive_withheld (
    message INTEGER PRIMARY KEY
);

CREATE TABLE archive_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
