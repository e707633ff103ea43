-- SPDX-License-Identifier: GPL-3.0-or-later
-- Journal of a re-key: one plan at a time, one row per collection and data key (Rewrap) or per collection (Reencrypt).
CREATE TABLE rekey_plan (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    old_key TEXT NOT NULL,
    new_key TEXT NOT NULL,
    mode INTEGER NOT NULL,
    recipients TEXT NOT NULL,
    lease_token TEXT NOT NULL,
    generation TEXT NOT NULL,
    phase INTEGER NOT NULL DEFAULT 0,
    round INTEGER NOT NULL DEFAULT 1,
    listing INTEGER NOT NULL DEFAULT 0,
    cursor TEXT NOT NULL DEFAULT '',
    stopping INTEGER NOT NULL DEFAULT 0,
    removal_begun INTEGER NOT NULL DEFAULT 0,
    old_wraps INTEGER NOT NULL DEFAULT 0,
    wraps_found INTEGER NOT NULL DEFAULT 0,
    bytes_sent INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE rekey_row (
    id INTEGER PRIMARY KEY,
    peer TEXT NOT NULL,
    start INTEGER NOT NULL,
    data_key TEXT NOT NULL,
    wrap BLOB NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL,
    suspect INTEGER NOT NULL DEFAULT 0,
    touched INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    round INTEGER NOT NULL,
    new_start INTEGER NOT NULL DEFAULT 0,
    new_data_key TEXT NOT NULL DEFAULT '',
    sealed BLOB,
    detail TEXT NOT NULL DEFAULT '',
    UNIQUE (peer, start, data_key)
);
CREATE INDEX rekey_row_state ON rekey_row (state, start);
