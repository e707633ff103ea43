-- SPDX-License-Identifier: GPL-3.0-or-later
-- Moving the archive between the two kinds of place: what was copied and read back, so that it may go at the source.

-- phase: 1 copying, 2 removing at the source, 3 undoing. target: the place it moves to.
CREATE TABLE archive_move (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    target INTEGER NOT NULL,
    phase INTEGER NOT NULL
);

-- source_version: what was copied and read back. was_there: the target had it before.
CREATE TABLE archive_moved (
    peer TEXT NOT NULL,
    start INTEGER NOT NULL,
    source_version INTEGER NOT NULL,
    target_version INTEGER NOT NULL,
    was_there INTEGER NOT NULL,
    PRIMARY KEY (start, peer)
) WITHOUT ROWID;
