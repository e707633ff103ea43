-- SPDX-License-Identifier: GPL-3.0-or-later
-- Earlier versions showed closed messages that opened later whatever was in them. What they left is looked for once, in
-- steps; the value is the id up to which that is done, and goes at the end.
INSERT OR REPLACE INTO profile_values (scope, name, value)
SELECT 'history', 'leftovers-from', '0' WHERE EXISTS (SELECT 1 FROM messages);
