-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of the conversation (XEP-0201) in which a message was said; empty = none was named.
ALTER TABLE messages ADD COLUMN thread TEXT NOT NULL DEFAULT '';
