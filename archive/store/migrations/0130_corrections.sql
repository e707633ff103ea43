-- SPDX-License-Identifier: GPL-3.0-or-later
-- When the last correction of a text was stamped inside its seal (ms); 0 = there is none.
ALTER TABLE messages ADD COLUMN corrected_at INTEGER NOT NULL DEFAULT 0;
