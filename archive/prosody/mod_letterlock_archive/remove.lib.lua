-- SPDX-License-Identifier: GPL-3.0-or-later
-- Removing collections, EncryptedKeys and whole accounts. A removed collection stays as a small row, so that other
-- devices learn of it through `<modified/>`.

local problem = module:require "problem";
local collection = module:require "collection";
local blocks = module:require "blocks";

local function all(engine, names, rest, ...)
	local rows = {};
	for fields in engine:select("SELECT " .. table.concat(names, ", ") .. " FROM " .. rest, ...) do
		rows[#rows + 1] = collection.named(fields, names);
	end
	return rows;
end

-- The live collections that a `with`, `start`, `end` filter names, as a set (see `blocks`).
local function matching(owner, filter)
	local set = {
		uid = owner.id, scope = "all", from = "letterlock_collection", where = "uid = ? AND removed = 0",
		params = { owner.id }, keys = { "start_at", "id" };
	};
	local with = filter.with;
	local column = with and ((filter.exact or with.resource) and "jid" or with.node and "bare" or "domain");
	if column then
		set.scope = column .. ":" .. with[column];
		set.where = set.where .. " AND " .. column .. " = ?";
		set.params[2] = with[column];
	end
	set.first = filter.start and { filter.start, 0 };
	set.last = filter["end"] and { filter["end"], 0 };
	return set;
end

-- A data key may be stored with one collection and used by many: an EncryptedKey of a removed collection moves to a
-- remaining one that names its data key, unless that data key is wrapped for the same public key elsewhere.
local function rehome(engine, owner, key)
	local other = collection.one(engine, { "k.coll" }, "letterlock_key k JOIN letterlock_collection c ON c.id = k.coll "
		.. "WHERE k.uid = ? AND k.carried = ? AND k.keyname = ? AND c.removed = 0 LIMIT 1",
		owner.id, key.carried, key.keyname);
	if other then
		return;
	end
	local heir = collection.one(engine, { "i.coll" }, "letterlock_item i JOIN letterlock_collection c ON c.id = i.coll "
		.. "WHERE i.uid = ? AND i.keyname = ? AND c.removed = 0 ORDER BY i.coll LIMIT 1", owner.id, key.carried);
	if not heir then
		return;
	end
	local row = collection.one(engine, collection.columns, "letterlock_collection WHERE id = ?",
		heir["i.coll"]);
	if blocks.keys_counted(owner) and not collection.one(engine, { "coll" },
		"letterlock_key WHERE coll = ? AND keyname = ? LIMIT 1", row.id, key.keyname) then
		blocks.note_keyed(owner, row, key.keyname, 1);
	end
	engine:insert("INSERT INTO letterlock_key (coll, carried, keyname, uid, start_at, bytes, value) "
		.. "SELECT CAST(? AS BIGINT), carried, keyname, uid, CAST(? AS TEXT), bytes, value FROM letterlock_key "
		.. "WHERE coll = ? AND carried = ? AND keyname = ?", row.id, row.start_at, key.coll, key.carried, key.keyname);
	collection.touch(engine, owner, row, key.bytes);
end

-- What has to be known of rows that are to be removed.
local needed = { "id", "jid", "bare", "domain", "start_at", "modseq", "bytes", "archived_at" };

local function remove_rows(engine, owner, rows)
	local before = owner.modseq;
	for _, row in ipairs(rows) do
		local modseq, mtime = collection.next_change(owner, row.modseq);
		blocks.note_listed(owner, row, -1);
		engine:update([[UPDATE letterlock_collection SET removed = 1, content = 0, modseq = ?, mtime = ?, bytes = ?,
			next_seq = 0, subject = NULL, thread = NULL, previous_jid = NULL, previous_start = NULL, next_jid = NULL,
			next_start = NULL WHERE id = ?]], modseq, mtime, collection.row_bytes, row.id);
		owner.bytes = owner.bytes - row.bytes + collection.row_bytes;
	end
	-- All of them at once, by their numbers in the log of changes: a question for each would take most of the time.
	local gone = " WHERE coll IN (SELECT id FROM letterlock_collection WHERE uid = ? AND modseq > ? AND modseq <= ?)";
	local params = { owner.id, before, owner.modseq };
	if #rows == 1 then
		gone, params = " WHERE coll = ?", { rows[1].id };
	end
	engine:delete("DELETE FROM letterlock_item" .. gone, table.unpack(params));
	if blocks.keys_counted(owner) then
		for _, key in ipairs(all(engine, { "start_at", "coll", "keyname" }, "letterlock_key" .. gone
			.. " GROUP BY start_at, coll, keyname", table.unpack(params))) do
			blocks.note_keyed(owner, { start_at = key.start_at, id = key.coll }, key.keyname, -1);
		end
	end
	local seen = {};
	for _, key in ipairs(all(engine, { "coll", "carried", "keyname", "bytes" }, "letterlock_key" .. gone
		.. " AND EXISTS (SELECT 1 FROM letterlock_item i WHERE i.uid = letterlock_key.uid "
		.. "AND i.keyname = letterlock_key.carried) ORDER BY coll, carried, keyname", table.unpack(params))) do
		local name = key.carried .. "\0" .. key.keyname;
		if not seen[name] then
			seen[name] = true;
			rehome(engine, owner, key);
		end
	end
	engine:delete("DELETE FROM letterlock_key" .. gone, table.unpack(params));
	collection.write_user(engine, owner);
end

-- All users of the server wait while these are removed.
local step_rows = 100;
local step_bytes = 4 * 1024 * 1024;

-- One step of a removal: the oldest that the filter names. `progress` is kept for the next one by the caller: { more }
-- says whether there is one. What is saved for the first time meanwhile stays.
local function remove(engine, username, filter, progress)
	local owner = collection.changing(engine, username);
	if filter.with and filter.start and not filter["end"] then
		local row = collection.find(engine, owner, filter);
		if not row then
			return nil, problem.not_found("No such collection");
		end
		remove_rows(engine, owner, { row });
		return true;
	end
	if not owner then
		return nil, problem.not_found("No such collection");
	end
	local set, bounds = matching(owner, filter), {};
	if set.first then
		bounds[1] = { ">=", set.first };
	end
	if set.last then
		bounds[#bounds + 1] = { "<", set.last };
	end
	progress.newest = progress.newest or collection.one(engine, { "MAX(id)" }, "letterlock_collection")["MAX(id)"] or 0;
	set.where = set.where .. " AND id <= ?";
	set.params[#set.params + 1] = progress.newest;
	local sql, params = blocks.rows_sql(set, table.concat(needed, ", "), bounds, "", step_rows);
	local rows, bytes, full = {}, 0, false;
	for fields in engine:select(sql, table.unpack(params)) do
		local row = collection.named(fields, needed);
		full = #rows > 0 and bytes + row.bytes > step_bytes;
		if full then
			break;
		end
		rows[#rows + 1], bytes = row, bytes + row.bytes;
	end
	progress.more = full or #rows == step_rows;
	if #rows == 0 then
		return nil, problem.not_found("No such collection");
	end
	remove_rows(engine, owner, rows);
	return true;
end

-- Deletes the EncryptedKeys for the named public keys from one collection (XEP-0241 section 6).
local function delete_keys(engine, username, identity, names)
	local owner = collection.changing(engine, username);
	local row = collection.find(engine, owner, identity);
	if not row then
		return nil, problem.not_found("No such collection");
	end
	local found, bytes = 0, 0;
	for _, name in ipairs(names) do
		local keys = all(engine, { "bytes" }, "letterlock_key WHERE coll = ? AND keyname = ?", row.id, name);
		for _, key in ipairs(keys) do
			found, bytes = found + 1, bytes + key.bytes;
		end
		if #keys > 0 then
			engine:delete("DELETE FROM letterlock_key WHERE coll = ? AND keyname = ?", row.id, name);
			blocks.note_keyed(owner, row, name, -1);
		end
	end
	if found > 0 then
		collection.touch(engine, owner, row, -bytes);
		collection.write_user(engine, owner);
	end
	return row;
end

-- Everything of an account that was deleted.
local function purge(engine, username)
	local owner = collection.changing(engine, username);
	if not owner then
		return true;
	end
	for _, name in ipairs({ "letterlock_block", "letterlock_item", "letterlock_key", "letterlock_collection" }) do
		engine:delete("DELETE FROM " .. name .. " WHERE uid = ?", owner.id);
	end
	engine:delete("DELETE FROM letterlock_user WHERE id = ?", owner.id);
	return true;
end

return {
	matching = matching; needed = needed; rows = remove_rows; step_rows = step_rows; step_bytes = step_bytes;
	remove = remove; delete_keys = delete_keys; purge = purge;
};
