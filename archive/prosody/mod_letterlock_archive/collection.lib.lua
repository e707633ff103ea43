-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rows of users and collections, shared by every action. All functions run inside a transaction.

local st = require "prosody.util.stanza";

local instant = module:require "instant";
local parse = module:require "parse";
local blocks = module:require "blocks";

local columns = {
	"id", "uid", "jid", "bare", "domain", "start_at", "version", "content", "removed", "modseq", "bytes", "next_seq",
	"subject", "thread", "previous_jid", "previous_start", "next_jid", "next_start", "archived_at",
};
local user_columns = { "id", "modseq", "mtime", "bytes", "counted" };

-- What a collection costs its owner besides its content; also of the memory of a removed one.
local row_bytes = 256;

local function named(fields, names)
	local row = {};
	for position, name in ipairs(names) do
		row[name] = fields[position];
	end
	return row;
end

-- One row by a key. PostgreSQL is asked by a statement that stays prepared: to prepare it each time, as `select` does,
-- takes longer than the answer. That is not for ranges, which it would plan without their bounds.
local function one(engine, names, rest, ...)
	local sql = "SELECT " .. table.concat(names, ", ") .. " FROM " .. rest;
	local fields;
	if engine.params.driver == "PostgreSQL" then
		fields = assert(engine:execute(sql, ...)):rows()();
	else
		fields = engine:select(sql, ...)();
	end
	return fields and named(fields, names);
end

-- The owner's row, to read.
local function user(engine, username)
	return one(engine, user_columns, "letterlock_user WHERE host = ? AND username = ?", module.host, username);
end

-- Other connections that would change it wait for the end of this transaction. SQLite has one writer at a time anyway.
local function locking(engine)
	return engine.params.driver == "PostgreSQL" and " FOR UPDATE" or "";
end

-- The owner's row, to change the archive: what is read from here on still holds when it is written. Made on first use
-- if `create`.
local function changing(engine, username, create)
	local rest = "letterlock_user WHERE host = ? AND username = ?" .. locking(engine);
	local row = one(engine, user_columns, rest, module.host, username);
	if not row and create then
		engine:insert("INSERT INTO letterlock_user (host, username, modseq, bytes) VALUES (?, ?, 0, 0) "
			.. "ON CONFLICT (host, username) DO NOTHING", module.host, username);
		row = one(engine, user_columns, rest, module.host, username);
	end
	return row;
end

-- Counts a set of the owner's anew (see `blocks`).
local function recount(engine, set)
	local owner = one(engine, user_columns, "letterlock_user WHERE id = ?" .. locking(engine), set.uid);
	if owner then
		blocks.recount(engine, owner, set);
	end
	return true;
end

-- Also finds the memory of a removed collection (`removed` = 1) when `with_removed`.
local function find(engine, owner, identity, with_removed)
	local row = owner and one(engine, columns, "letterlock_collection WHERE uid = ? AND jid = ? AND start_at = ?",
		owner.id, identity.with.jid, identity.start);
	if row and (row.removed == 0 or with_removed) then
		return row;
	end
end

-- The next number of the owner's log of changes, and its time; `old` is the number the collection had, if it had one.
-- The log is in order of time too, even if the clock is set back, so that a time is found in it without reading it all.
local function next_change(owner, old)
	local time = instant.now();
	owner.modseq = owner.modseq + 1;
	owner.mtime = owner.mtime > time and owner.mtime or time;
	blocks.note_changed(owner, old, owner.modseq);
	return owner.modseq, owner.mtime;
end

-- Ends every change.
local function write_user(engine, owner)
	blocks.write(engine, owner);
	engine:update("UPDATE letterlock_user SET modseq = ?, mtime = ?, bytes = ? WHERE id = ?", owner.modseq, owner.mtime,
		owner.bytes, owner.id);
end

-- A change of a live collection: version and place in the log of changes.
local function touch(engine, owner, row, bytes)
	row.version = row.version + 1;
	row.bytes = row.bytes + bytes;
	owner.bytes = owner.bytes + bytes;
	local modseq, mtime = next_change(owner, row.modseq);
	row.modseq = modseq;
	engine:update("UPDATE letterlock_collection SET version = ?, modseq = ?, mtime = ?, bytes = ? WHERE id = ?",
		row.version, modseq, mtime, row.bytes, row.id);
end

-- A removed collection stays as a small row, for other devices to learn of.
local function remember_removed(engine, owner, identity, version)
	local modseq, mtime = next_change(owner);
	engine:insert([[INSERT INTO letterlock_collection (uid, jid, bare, domain, start_at, version, content, removed, modseq,
		mtime, archived_at, bytes, next_seq) VALUES (?, ?, ?, ?, ?, ?, 0, 1, ?, ?, ?, ?, 0)]], owner.id, identity.with.jid,
		identity.with.bare, identity.with.domain, identity.start, version, modseq, mtime, instant.now(), row_bytes);
	owner.bytes = owner.bytes + row_bytes;
end

-- The `<chat/>` that stands for a collection, with all attributes.
local function chat(row, namespace)
	return st.stanza("chat", {
		xmlns = namespace;
		with = row.jid;
		start = instant.show(row.start_at);
		subject = row.subject;
		thread = row.thread;
		version = string.format("%d", row.version);
		crypt = row.content == parse.content.sealed and "true" or nil;
	});
end

return {
	columns = columns;
	row_bytes = row_bytes;
	named = named;
	one = one;
	user = user;
	changing = changing;
	recount = recount;
	find = find;
	next_change = next_change;
	write_user = write_user;
	touch = touch;
	remember_removed = remember_removed;
	chat = chat;
};
