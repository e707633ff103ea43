-- SPDX-License-Identifier: GPL-3.0-or-later
-- Why a message of ours was sent back (SendFault in archive/model/Message.h).
ALTER TABLE messages ADD COLUMN fault INTEGER NOT NULL DEFAULT 0;
CREATE INDEX session_sent_origin ON session_sent (origin_id);
