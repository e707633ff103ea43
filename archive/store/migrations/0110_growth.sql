-- SPDX-License-Identifier: GPL-3.0-or-later
-- What had to be read anew with every collection, and so took longer the larger the archive was.
CREATE INDEX messages_replacing ON messages (conversation, replaces) WHERE replaces <> '';

CREATE INDEX rekey_row_new ON rekey_row (peer, new_start) WHERE new_start <> 0;
CREATE INDEX rekey_row_new_key ON rekey_row (new_data_key) WHERE new_data_key <> '';
CREATE INDEX rekey_row_touched ON rekey_row (start) WHERE touched AND state NOT IN (4, 6);

-- Rows of the journal by state; state 4 is removed (gone = 0), or was gone already. State -1 counts collections.
CREATE TABLE rekey_counts (
    state INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    total INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (state, gone)
) WITHOUT ROWID;
INSERT INTO rekey_counts (state, gone) VALUES (-1, 0), (0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1),
    (4, 0), (4, 1), (5, 0), (5, 1), (6, 0), (6, 1);
UPDATE rekey_counts SET total =
    (SELECT count(*) FROM rekey_row r WHERE r.state = rekey_counts.state AND (r.detail <> '') = rekey_counts.gone);
UPDATE rekey_counts SET total = (SELECT count(*) FROM (SELECT DISTINCT peer, start FROM rekey_row)) WHERE state = -1;

CREATE TRIGGER rekey_row_added AFTER INSERT ON rekey_row BEGIN
    UPDATE rekey_counts SET total = total + 1 WHERE state = new.state AND gone = (new.detail <> '');
    UPDATE rekey_counts SET total = total + 1 WHERE state = -1 AND NOT EXISTS
        (SELECT 1 FROM rekey_row WHERE peer = new.peer AND start = new.start AND id <> new.id);
END;
CREATE TRIGGER rekey_row_moved AFTER UPDATE OF state, detail ON rekey_row
WHEN old.state <> new.state OR (old.detail <> '') <> (new.detail <> '') BEGIN
    UPDATE rekey_counts SET total = total - 1 WHERE state = old.state AND gone = (old.detail <> '');
    UPDATE rekey_counts SET total = total + 1 WHERE state = new.state AND gone = (new.detail <> '');
END;
CREATE TRIGGER rekey_row_forgotten AFTER DELETE ON rekey_row BEGIN
    UPDATE rekey_counts SET total = total - 1 WHERE state = old.state AND gone = (old.detail <> '');
    UPDATE rekey_counts SET total = total - 1 WHERE state = -1 AND NOT EXISTS
        (SELECT 1 FROM rekey_row WHERE peer = old.peer AND start = old.start);
END;
