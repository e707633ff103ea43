-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rows of users and collections, shared by every action. All functions run inside a transaction.

local st = require "prosody.util.stanza";

local instant = module:require "instant";
local parse = module:require "parse";

local columns = {
	"id", "uid", "jid", "start_at", "version", "content", "removed", "bytes", "next_seq", "subject", "thread",
	"previous_jid", "previous_start", "next_jid", "next_start", "archived_at",
};

-- What a collection costs its owner besides its content; also of the memory of a removed one.
local row_bytes = 256;

local function named(fields, names)
	local row = {};
	for position, name in ipairs(names) do
		row[name] = fields[position];
	end
	return row;
end

local function one(engine, names, rest, ...)
	local fields = engine:select("SELECT " .. table.concat(names, ", ") .. " FROM " .. rest, ...)();
	return fields and named(fields, names);
end

-- The owner's row; made on first use if `create`.
local function user(engine, username, create)
	local names, rest = { "id", "modseq", "bytes" }, "letterlock_user WHERE host = ? AND username = ?";
	local row = one(engine, names, rest, module.host, username);
	if not row and create then
		engine:insert("INSERT INTO letterlock_user (host, username, modseq, bytes) VALUES (?, ?, 0, 0)",
			module.host, username);
		row = one(engine, names, rest, module.host, username);
	end
	return row;
end

-- Also finds the memory of a removed collection (`removed` = 1) when `with_removed`.
local function find(engine, owner, identity, with_removed)
	local row = owner and one(engine, columns, "letterlock_collection WHERE uid = ? AND jid = ? AND start_at = ?",
		owner.id, identity.with.jid, identity.start);
	if row and (row.removed == 0 or with_removed) then
		return row;
	end
end

-- The next number of the owner's log of changes.
local function next_modseq(owner)
	owner.modseq = owner.modseq + 1;
	return owner.modseq;
end

local function write_user(engine, owner)
	engine:update("UPDATE letterlock_user SET modseq = ?, bytes = ? WHERE id = ?", owner.modseq, owner.bytes, owner.id);
end

-- A change of a live collection: version and place in the log of changes.
local function touch(engine, owner, row, bytes)
	row.version = row.version + 1;
	row.bytes = row.bytes + bytes;
	owner.bytes = owner.bytes + bytes;
	engine:update("UPDATE letterlock_collection SET version = ?, modseq = ?, mtime = ?, bytes = ? WHERE id = ?",
		row.version, next_modseq(owner), instant.now(), row.bytes, row.id);
end

-- A removed collection stays as a small row, for other devices to learn of.
local function remember_removed(engine, owner, identity, version)
	engine:insert([[INSERT INTO letterlock_collection (uid, jid, bare, domain, start_at, version, content, removed, modseq,
		mtime, archived_at, bytes, next_seq) VALUES (?, ?, ?, ?, ?, ?, 0, 1, ?, ?, ?, ?, 0)]], owner.id, identity.with.jid,
		identity.with.bare, identity.with.domain, identity.start, version, next_modseq(owner), instant.now(), instant.now(),
		row_bytes);
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
	find = find;
	next_modseq = next_modseq;
	write_user = write_user;
	touch = touch;
	remember_removed = remember_removed;
	chat = chat;
};
