-- SPDX-License-Identifier: GPL-3.0-or-later
-- Session keys (draft-miller-xmpp-e2e) and what belongs to them; which scheme sealed a message. Times are milliseconds
-- since the epoch, UTC.

-- 0 = not known, which for sealed ones of before this column is OpenPGP; else 1 OpenPGP, 2 session key.
ALTER TABLE messages ADD COLUMN scheme INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN scheme INTEGER NOT NULL DEFAULT 1;

-- own: 1 made here for `peer`, 0 given by `peer`. A retired one seals nothing more.
CREATE TABLE session_keys (
    own INTEGER NOT NULL,
    peer TEXT NOT NULL,
    sid TEXT NOT NULL,
    secret BLOB NOT NULL,
    created INTEGER NOT NULL,
    last_use INTEGER NOT NULL,
    last_stamp INTEGER,
    stanzas INTEGER NOT NULL DEFAULT 0,
    thread TEXT NOT NULL DEFAULT '',
    retired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (own, peer, sid)
) WITHOUT ROWID;
-- An own identifier belongs to one peer for ever.
CREATE UNIQUE INDEX session_keys_own ON session_keys (sid) WHERE own = 1;

-- Times of what was accepted from a sender under a key, so that a replay is told after a restart as well.
CREATE TABLE session_stamps (
    sender TEXT NOT NULL,
    sid TEXT NOT NULL,
    saved BLOB NOT NULL,
    PRIMARY KEY (sender, sid)
) WITHOUT ROWID;

-- The RSA key with which this device asks; PKCS#8.
CREATE TABLE session_request_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    pkcs8 BLOB NOT NULL,
    created INTEGER NOT NULL
);

-- What the person said about a device that asks, named by the SHA-256 of its public key. sid '' = for every key from
-- now on. verdict: 1 approved, 2 refused.
CREATE TABLE session_approvals (
    peer TEXT NOT NULL,
    thumbprint BLOB NOT NULL,
    sid TEXT NOT NULL,
    verdict INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    PRIMARY KEY (peer, thumbprint, sid)
) WITHOUT ROWID;

-- Outside a seal a message goes under an id of its own: errors name that one. messages = those of this key, so that the
-- person who is asked for it learns what it opens.
CREATE TABLE session_sent (
    outer_id TEXT PRIMARY KEY,
    peer TEXT NOT NULL,
    origin_id TEXT NOT NULL,
    sid TEXT NOT NULL,
    sent INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_sent_sid ON session_sent (sid);
CREATE INDEX session_sent_time ON session_sent (sent);
