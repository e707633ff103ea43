-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files that belong to messages. Their sealed forms lie beside the database, under random names; what opens them is
-- in here only.

-- The file-sharing elements (XEP-0447) of the message; empty = nothing is attached.
ALTER TABLE messages ADD COLUMN files BLOB NOT NULL DEFAULT x'';
-- 0 text only, 1 a picture, 2 another file: the last message of the conversation.
ALTER TABLE conversations ADD COLUMN last_file INTEGER NOT NULL DEFAULT 0;

-- What still has to reach the server; as long as the row is there the message stays in the outbox.
-- problem, size_limit: why the last attempt failed for good.
CREATE TABLE file_uploads (
    message INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    copy TEXT NOT NULL,
    size INTEGER NOT NULL,
    problem INTEGER NOT NULL DEFAULT 0,
    size_limit INTEGER NOT NULL DEFAULT 0
);

-- Sealed copies on this computer, and what is known of those that cannot be had. copy '' = there is none.
CREATE TABLE file_copies (
    message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    copy TEXT NOT NULL,
    problem INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (message, position)
) WITHOUT ROWID;
