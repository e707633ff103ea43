-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was corrected was taken into the index before its old text was taken out, as triggers have no order that could
-- be relied on: the words that both have were not found any more. One trigger does it, and the corrected are indexed anew.
DROP TRIGGER messages_text_forget;
DROP TRIGGER messages_text_update;
CREATE TRIGGER messages_text_update AFTER UPDATE OF body ON messages BEGIN
    INSERT INTO messages_text (messages_text, rowid, body, c)
    SELECT 'delete', old.id, old.body, old.c WHERE old.body <> '' AND old.replaces = '';
    INSERT INTO messages_text (rowid, body, c)
    SELECT new.id, new.body, new.c WHERE new.body <> '' AND new.replaces = '';
END;
INSERT INTO messages_text (messages_text, rowid, body, c)
SELECT 'delete', id, body, c FROM messages WHERE edited = 1 AND body <> '' AND replaces = '';
INSERT INTO messages_text (rowid, body, c)
SELECT id, body, c FROM messages WHERE edited = 1 AND body <> '' AND replaces = '';
