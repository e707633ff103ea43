-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which device was given an own session key, so that the person sees it afterwards. `device` is its address, `by_person`
-- 1 where somebody decided at that moment.
CREATE TABLE session_handouts (
    sid TEXT NOT NULL,
    thumbprint BLOB NOT NULL,
    device TEXT NOT NULL,
    handed INTEGER NOT NULL,
    by_person INTEGER NOT NULL,
    PRIMARY KEY (sid, thumbprint)
) WITHOUT ROWID;
