-- SPDX-License-Identifier: GPL-3.0-or-later
std = "lua54"
max_line_length = 130
globals = { "module" }
read_globals = { "prosody" }
