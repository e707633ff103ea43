-- SPDX-License-Identifier: GPL-3.0-or-later
-- With one column alone the index of the conversation looked as good, and all of a conversation was walked for each
-- message that came.
DROP INDEX messages_origin;
DROP INDEX messages_digest;
CREATE INDEX messages_origin ON messages (origin_id, conversation) WHERE origin_id <> '';
CREATE INDEX messages_digest ON messages (seal_digest, conversation) WHERE seal_digest IS NOT NULL;
