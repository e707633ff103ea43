-- SPDX-License-Identifier: GPL-3.0-or-later
-- Removing collections, EncryptedKeys and whole accounts. A removed collection stays as a small row, so that other
-- devices learn of it through `<modified/>`.

local problem = module:require "problem";
local instant = module:require "instant";
local collection = module:require "collection";

local function all(engine, names, rest, ...)
	local rows = {};
	for fields in engine:select("SELECT " .. table.concat(names, ", ") .. " FROM " .. rest, ...) do
		rows[#rows + 1] = collection.named(fields, names);
	end
	return rows;
end

-- The SQL condition of a `with`, `start`, `end` filter over live collections.
local function matching(owner, filter)
	local where, params = "uid = ? AND removed = 0", { owner.id };
	local function also(condition, value)
		where = where .. " AND " .. condition;
		params[#params + 1] = value;
	end
	local with = filter.with;
	if with and (filter.exact or with.resource) then
		also("jid = ?", with.jid);
	elseif with and with.node then
		also("bare = ?", with.bare);
	elseif with then
		also("domain = ?", with.domain);
	end
	if filter.start then
		also("start_at >= ?", filter.start);
	end
	if filter["end"] then
		also("start_at < ?", filter["end"]);
	end
	return where, params;
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
	engine:insert([[INSERT INTO letterlock_key (coll, carried, keyname, uid, start_at, bytes, value)
		VALUES (?, ?, ?, ?, ?, ?, ?)]], row.id, key.carried, key.keyname, owner.id, row.start_at, key.bytes, key.value);
	collection.touch(engine, owner, row, key.bytes);
end

local function remove_rows(engine, owner, rows)
	for _, row in ipairs(rows) do
		engine:update([[UPDATE letterlock_collection SET removed = 1, content = 0, modseq = ?, mtime = ?, bytes = ?,
			next_seq = 0, subject = NULL, thread = NULL, previous_jid = NULL, previous_start = NULL, next_jid = NULL,
			next_start = NULL WHERE id = ?]], collection.next_modseq(owner), instant.now(), collection.row_bytes, row.id);
		engine:delete("DELETE FROM letterlock_item WHERE coll = ?", row.id);
		owner.bytes = owner.bytes - row.bytes + collection.row_bytes;
	end
	for _, row in ipairs(rows) do
		for _, key in ipairs(all(engine, { "coll", "carried", "keyname", "bytes", "value" },
			"letterlock_key WHERE coll = ?", row.id)) do
			rehome(engine, owner, key);
		end
		engine:delete("DELETE FROM letterlock_key WHERE coll = ?", row.id);
	end
	collection.write_user(engine, owner);
end

-- Removes what the filter names, the oldest `most` of them; answers the number of collections.
local function remove(engine, username, filter, most)
	local owner = collection.user(engine, username);
	if filter.with and filter.start and not filter["end"] then
		local row = collection.find(engine, owner, filter);
		if not row then
			return nil, problem.not_found("No such collection");
		end
		remove_rows(engine, owner, { row });
		return 1;
	end
	if not owner then
		return nil, problem.not_found("No such collection");
	end
	local where, params = matching(owner, filter);
	params[#params + 1] = most;
	local rows = all(engine, { "id", "bytes" }, "letterlock_collection WHERE " .. where .. " ORDER BY start_at, id LIMIT ?",
		table.unpack(params));
	if #rows == 0 then
		return nil, problem.not_found("No such collection");
	end
	remove_rows(engine, owner, rows);
	return #rows;
end

-- Deletes the EncryptedKeys for the named public keys from one collection (XEP-0241 section 6).
local function delete_keys(engine, username, identity, names)
	local owner = collection.user(engine, username);
	local row = collection.find(engine, owner, identity);
	if not row then
		return nil, problem.not_found("No such collection");
	end
	local found, bytes = 0, 0;
	for _, name in ipairs(names) do
		for _, key in ipairs(all(engine, { "bytes" }, "letterlock_key WHERE coll = ? AND keyname = ?", row.id, name)) do
			found, bytes = found + 1, bytes + key.bytes;
		end
		engine:delete("DELETE FROM letterlock_key WHERE coll = ? AND keyname = ?", row.id, name);
	end
	if found > 0 then
		collection.touch(engine, owner, row, -bytes);
		collection.write_user(engine, owner);
	end
	return row;
end

-- Everything of an account that was deleted.
local function purge(engine, username)
	local owner = collection.user(engine, username);
	if not owner then
		return true;
	end
	for _, name in ipairs({ "letterlock_item", "letterlock_key", "letterlock_collection" }) do
		engine:delete("DELETE FROM " .. name .. " WHERE uid = ?", owner.id);
	end
	engine:delete("DELETE FROM letterlock_user WHERE id = ?", owner.id);
	return true;
end

return { matching = matching, rows = remove_rows, remove = remove, delete_keys = delete_keys, purge = purge };
