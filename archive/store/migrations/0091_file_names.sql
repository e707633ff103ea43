-- SPDX-License-Identifier: GPL-3.0-or-later
-- Names of attached files are found by the search. An index of its own, with the text beside them so that words of both
-- may be looked for together: messages with files are few, and the large index stays as it is.
CREATE INDEX messages_with_files ON messages (conversation, id) WHERE files <> x'';

CREATE VIRTUAL TABLE files_text USING fts5(body, c, tokenize='letterlock');
CREATE TRIGGER files_text_insert AFTER INSERT ON messages WHEN new.files <> x'' AND new.replaces = '' BEGIN
    INSERT INTO files_text (rowid, body, c) VALUES (new.id, file_names(new.files) || char(10) || new.body, new.c);
END;
CREATE TRIGGER files_text_update AFTER UPDATE OF body, files ON messages
WHEN (old.files <> x'' OR new.files <> x'') AND new.replaces = '' BEGIN
    DELETE FROM files_text WHERE rowid = old.id;
    INSERT INTO files_text (rowid, body, c)
    SELECT new.id, file_names(new.files) || char(10) || new.body, new.c WHERE new.files <> x'';
END;
CREATE TRIGGER files_text_delete AFTER DELETE ON messages WHEN old.files <> x'' AND old.replaces = '' BEGIN
    DELETE FROM files_text WHERE rowid = old.id;
END;

INSERT INTO files_text (rowid, body, c)
SELECT id, file_names(files) || char(10) || body, c FROM messages WHERE files <> x'' AND replaces = '';

-- What opens the copy of a file that lay open on a server: key and nonce.
ALTER TABLE file_copies ADD COLUMN key BLOB NOT NULL DEFAULT x'';
