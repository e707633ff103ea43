-- SPDX-License-Identifier: GPL-3.0-or-later
-- What has to be on the server, as this device and the others of the account have seen or put it there.

-- parts, chain: how many sealed parts it had and the digest over them, -1 = not known. removed_at: when one of our
-- devices last said that it removes it. stamp: counter of the shared list that told it. dirty: changes that are not in
-- the shared list yet, 0 = none. whole: all of it was read or written here. suspect: 1 seems to be gone, 2 seems to be
-- another. fault: LedgerFault. checked: walk over the server's list that saw it. looked: when its content was compared.
CREATE TABLE archive_ledger (
    peer TEXT NOT NULL,
    start INTEGER NOT NULL,
    microseconds INTEGER NOT NULL DEFAULT 0,
    bucket TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT -1,
    parts INTEGER NOT NULL DEFAULT -1,
    chain BLOB,
    removed INTEGER NOT NULL DEFAULT 0,
    removed_at INTEGER NOT NULL DEFAULT 0,
    stamp INTEGER NOT NULL DEFAULT 0,
    dirty INTEGER NOT NULL DEFAULT 0,
    whole INTEGER NOT NULL DEFAULT 0,
    suspect INTEGER NOT NULL DEFAULT 0,
    fault INTEGER NOT NULL DEFAULT 0,
    found INTEGER NOT NULL DEFAULT 0,
    checked INTEGER NOT NULL DEFAULT 0,
    looked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (start, peer)
) WITHOUT ROWID;
CREATE INDEX archive_ledger_bucket ON archive_ledger (bucket);
CREATE INDEX archive_ledger_dirty ON archive_ledger (bucket) WHERE dirty <> 0;
CREATE INDEX archive_ledger_suspect ON archive_ledger (start) WHERE suspect <> 0;
CREATE INDEX archive_ledger_fault ON archive_ledger (start) WHERE fault <> 0;
CREATE INDEX archive_ledger_looked ON archive_ledger (looked) WHERE removed = 0;

-- The shared list as this device has last seen it: names of its pieces and of the items that hold them. written: put
-- there by this device for a head that is not published yet.
CREATE TABLE archive_ledger_pieces (
    bucket TEXT NOT NULL,
    item TEXT NOT NULL,
    written INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (bucket, item)
) WITHOUT ROWID;

-- Of what was read before there was this list only the place and the version are known.
INSERT INTO archive_ledger (peer, start, microseconds, bucket, version, whole, dirty)
SELECT peer, start, microseconds, strftime('%Y-%m-', start / 1000, 'unixepoch')
    || min(2, (CAST(strftime('%d', start / 1000, 'unixepoch') AS INTEGER) - 1) / 10), known, 1, 1
FROM archive_collections WHERE known >= 0;
