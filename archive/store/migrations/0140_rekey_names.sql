-- SPDX-License-Identifier: GPL-3.0-or-later
-- A re-key may also be that of an archive key, whose wraps go by other names than fingerprints of chat keys ('' = the
-- fingerprint of the old key); and what the server has sealed by itself is no matter of the chat key (state 7).
ALTER TABLE rekey_plan ADD COLUMN old_name TEXT NOT NULL DEFAULT '';
INSERT INTO rekey_counts (state, gone) VALUES (7, 0), (7, 1);
