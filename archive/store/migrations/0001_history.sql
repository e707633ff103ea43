-- SPDX-License-Identifier: GPL-3.0-or-later
-- Conversations, messages, their index, and what waits to be sent. Times are milliseconds since the epoch, UTC.

-- One row per peer. The last_… columns and unread change in the transaction that stores a message, so that the list
-- needs no look into messages when the program starts.
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    peer TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    last_id INTEGER NOT NULL DEFAULT 0,
    last_time INTEGER,
    preview TEXT NOT NULL DEFAULT '',
    last_outgoing INTEGER NOT NULL DEFAULT 0,
    last_delivery INTEGER NOT NULL DEFAULT 0,
    last_sealing INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    draft TEXT NOT NULL DEFAULT ''
);

-- id is the time in milliseconds, moved on by one where taken: order by id is order in time.
-- A row with `replaces` is a correction: a fact for the archive and the outbox, never shown; the corrected row holds
-- the new text.
-- kept: 0 only here, 1 uploading, 2 on the server; collection: the archive's bookkeeping of what it was sealed into.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (id),
    time INTEGER NOT NULL,
    outgoing INTEGER NOT NULL,
    sender TEXT NOT NULL,
    body TEXT NOT NULL,
    origin_id TEXT NOT NULL DEFAULT '',
    stanza_id TEXT NOT NULL DEFAULT '',
    reply_to TEXT NOT NULL DEFAULT '',
    replaces TEXT NOT NULL DEFAULT '',
    delivery INTEGER NOT NULL,
    sealing INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    retracted INTEGER NOT NULL DEFAULT 0,
    time_is_odd INTEGER NOT NULL DEFAULT 0,
    signer TEXT NOT NULL DEFAULT '',
    seal_digest BLOB,
    sealed_stanza BLOB,
    kept INTEGER NOT NULL DEFAULT 0,
    collection INTEGER,
    c TEXT GENERATED ALWAYS AS ('c' || conversation) VIRTUAL
);
CREATE INDEX messages_conversation ON messages (conversation);
CREATE INDEX messages_stanza ON messages (stanza_id) WHERE stanza_id <> '';
CREATE INDEX messages_origin ON messages (origin_id) WHERE origin_id <> '';
CREATE INDEX messages_digest ON messages (seal_digest) WHERE seal_digest IS NOT NULL;
CREATE INDEX messages_closed ON messages (sealing) WHERE sealing > 1;
CREATE INDEX messages_only_here ON messages (conversation) WHERE kept = 0;
CREATE INDEX messages_uploading ON messages (conversation) WHERE kept = 1;
CREATE INDEX messages_collection ON messages (collection) WHERE collection IS NOT NULL;

CREATE VIRTUAL TABLE messages_text USING fts5(
    body, c, content='messages', content_rowid='id', tokenize='letterlock');
CREATE TRIGGER messages_text_insert AFTER INSERT ON messages WHEN new.body <> '' AND new.replaces = '' BEGIN
    INSERT INTO messages_text (rowid, body, c) VALUES (new.id, new.body, new.c);
END;
CREATE TRIGGER messages_text_forget AFTER UPDATE OF body ON messages WHEN old.body <> '' AND old.replaces = '' BEGIN
    INSERT INTO messages_text (messages_text, rowid, body, c) VALUES ('delete', old.id, old.body, old.c);
END;
CREATE TRIGGER messages_text_update AFTER UPDATE OF body ON messages WHEN new.body <> '' AND new.replaces = '' BEGIN
    INSERT INTO messages_text (rowid, body, c) VALUES (new.id, new.body, new.c);
END;
CREATE TRIGGER messages_text_delete AFTER DELETE ON messages WHEN old.body <> '' AND old.replaces = '' BEGIN
    INSERT INTO messages_text (messages_text, rowid, body, c) VALUES ('delete', old.id, old.body, old.c);
END;

-- Messages per quarter of an hour: every time zone's days are sums of these, without a walk over the messages.
CREATE TABLE activity (
    quarter INTEGER PRIMARY KEY,
    messages INTEGER NOT NULL
);
CREATE TRIGGER activity_insert AFTER INSERT ON messages WHEN new.replaces = '' BEGIN
    INSERT INTO activity (quarter, messages) VALUES (new.time / 900000, 1)
    ON CONFLICT (quarter) DO UPDATE SET messages = messages + 1;
END;
CREATE TRIGGER activity_delete AFTER DELETE ON messages WHEN old.replaces = '' BEGIN
    UPDATE activity SET messages = messages - 1 WHERE quarter = old.time / 900000;
END;

-- Sent in the order of seq. A row leaves when the server has acknowledged the message, not before.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    origin_id TEXT NOT NULL,
    body TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    replaces TEXT NOT NULL,
    sealed INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    given_up INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE cursors (
    archive TEXT PRIMARY KEY,
    newest_id TEXT NOT NULL,
    newest_time INTEGER
);

CREATE TABLE profile_values (
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (scope, name)
) WITHOUT ROWID;
