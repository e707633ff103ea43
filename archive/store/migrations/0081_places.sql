-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rows that came from the archive but were not yet tied to their collection when the program ended.
CREATE INDEX messages_unplaced ON messages (id) WHERE kept = 2 AND collection IS NULL AND replaces = '';

-- Which collections of a conversation may hold the same message.
CREATE INDEX archive_collections_conversation ON archive_collections (conversation, start);
