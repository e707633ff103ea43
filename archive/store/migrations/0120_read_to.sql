-- SPDX-License-Identifier: GPL-3.0-or-later
-- Up to which message (an id, which is a time) a conversation was read, here or on another device. What an archive of
-- the server brings later than that counts as unread, but nothing of before this profile could count.
ALTER TABLE conversations ADD COLUMN read_to INTEGER NOT NULL DEFAULT 0;
INSERT OR REPLACE INTO profile_values (scope, name, value) VALUES ('history', 'unread-since', strftime('%s', 'now') * 1000);
