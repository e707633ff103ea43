-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many rows stand before a place, without reading them all: what a page says of itself (`count`, `index`) must not
-- cost more the larger the archive is. A set of rows (the collections of an owner, those with one contact, those with
-- keys for one public key, the log of changes) is cut into blocks along its order. A row for each says where it begins
-- and how many it holds; every change keeps that true within its own transaction. A set that fits into one block or two
-- has none and is counted as it is; it gets blocks when it is read and found to be larger.
--
-- A set is { uid, scope, from, where, params, keys, group, first, last }: `scope` is its name among the owner's sets,
-- `keys` the one or two columns that order it (with `group` rows that are equal in them are one), `first` and `last`
-- the values of `keys` that bound what is asked for: from `first` on, and before `last`.

-- Half of it is counted with each page, and one in so many rows is added up.
local block_rows = 500;
local most_rows = 2 * block_rows;
-- Blocks that have become this empty on average are made anew.
local fewest_rows = block_rows // 4;
local enough_blocks = 8;
-- More changes of one set, or of more sets, than this in one transaction are brought together before they are written.
local single_changes = 4;
local single_scopes = 12;

-- An owner's row remembers which kinds of sets have ever had blocks, so that changes of others cost nothing.
local kinds = { all = 1, jid = 2, bare = 4, domain = 8, key = 16, change = 32 };

-- Positions of a set are kept as instant and number; a set that is ordered by a number alone has no instant.
local beginning = { "", 0 };

local function place_of(key)
	return #key == 1 and { "", key[1] } or key;
end

local function key_of(set, place)
	return #set.keys == 1 and { place[2] } or place;
end

local function less(one, other)
	for position, value in ipairs(one) do
		if value ~= other[position] then
			return value < other[position];
		end
	end
	return false;
end

local function tuple(set)
	return "(" .. table.concat(set.keys, ", ") .. ")";
end

local function marks(set)
	return #set.keys == 1 and "(?)" or "(?, ?)";
end

-- The rows of a set as SQL and its parameters; `bounds` is a list of operator and key. `order` is " DESC" or nothing.
local function rows_sql(set, columns, bounds, order, limit, offset)
	local sql = { "SELECT ", columns, " FROM ", set.from, " WHERE ", set.where };
	local params = { table.unpack(set.params) };
	for _, bound in ipairs(bounds) do
		sql[#sql + 1] = " AND " .. tuple(set) .. " " .. bound[1] .. " " .. marks(set);
		for _, value in ipairs(bound[2]) do
			params[#params + 1] = value;
		end
	end
	if set.group then
		sql[#sql + 1] = " GROUP BY " .. table.concat(set.keys, ", ");
	end
	sql[#sql + 1] = " ORDER BY " .. table.concat(set.keys, order .. ", ") .. order;
	if limit then
		sql[#sql + 1] = " LIMIT ? OFFSET ?";
		params[#params + 1] = limit;
		params[#params + 1] = offset or 0;
	end
	return table.concat(sql), params;
end

-- How many rows stand from `first` on and before `last`, up to `most`. Order and limit make the database walk the index
-- of the set, whatever it supposes about the number of rows.
local function count(engine, set, first, last, most)
	local bounds = { first and { ">=", first } };
	bounds[#bounds + 1] = last and { "<", last };
	local rows, params = rows_sql(set, set.keys[1], bounds, "", most);
	return engine:select("SELECT COUNT(*) FROM (" .. rows .. ") AS counted", table.unpack(params))()[1];
end

-- Number of blocks, rows in all of them, rows in the fullest.
local function sums(engine, set)
	local row = engine:select("SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT), COALESCE(MAX(amount), 0) "
		.. "FROM letterlock_block WHERE uid = ? AND scope = ?", set.uid, set.scope)();
	return row[1], row[2], row[3];
end

local function sparse(blocks, rows)
	return blocks > enough_blocks and rows < blocks * fewest_rows;
end

-- Of a set with blocks: the number of rows before `key`.
local function before_in_blocks(engine, set, key)
	local place = place_of(key);
	local block = engine:select("SELECT b.start_at, b.row_id, b.amount, (SELECT CAST(COALESCE(SUM(e.amount), 0) AS BIGINT) "
		.. "FROM letterlock_block e WHERE e.uid = b.uid AND e.scope = b.scope "
		.. "AND (e.start_at, e.row_id) < (b.start_at, b.row_id)) FROM letterlock_block b WHERE b.uid = ? AND b.scope = ? "
		.. "AND (b.start_at, b.row_id) <= (?, ?) ORDER BY b.start_at DESC, b.row_id DESC LIMIT 1",
		set.uid, set.scope, place[1], place[2])();
	return block[4] + count(engine, set, key_of(set, { block[1], block[2] }), key, block[3]);
end

-- Of a set with blocks: the place of the block that holds the row with this number, and the number of rows before it.
local function block_at(engine, set, number)
	local block = engine:select("SELECT start_at, row_id, earlier FROM (SELECT start_at, row_id, "
		.. "CAST(SUM(amount) OVER (ORDER BY start_at, row_id) AS BIGINT) - amount AS earlier FROM letterlock_block "
		.. "WHERE uid = ? AND scope = ?) AS summed WHERE earlier <= ? ORDER BY start_at DESC, row_id DESC LIMIT 1",
		set.uid, set.scope, number)();
	return { block[1], block[2] }, block[3];
end

-- Counts for a page of a set: { total, before(key), seek(number) }; `seek` answers from which key on, and how many rows
-- after that, the row with this number stands, which must be below `total`. Answers nil and { recount } if the blocks
-- have to be made first, which takes a transaction that writes.
local function counter(engine, set)
	local blocks, rows, fullest = sums(engine, set);
	local before;
	if blocks == 0 then
		rows = count(engine, set, nil, nil, most_rows + 1);
		if rows > most_rows then
			return nil, { recount = set };
		end
		function before(key)
			return count(engine, set, nil, key, rows);
		end
	elseif fullest > most_rows or sparse(blocks, rows) then
		return nil, { recount = set };
	else
		function before(key)
			return before_in_blocks(engine, set, key);
		end
	end
	local skipped = set.first and before(set.first) or 0;
	local result = { total = math.max(0, (set.last and before(set.last) or rows) - skipped) };
	function result.before(key)
		return before(key) - skipped;
	end
	function result.seek(number)
		if blocks == 0 then
			return set.first, number;
		end
		local place, earlier = block_at(engine, set, skipped + number);
		return key_of(set, place), skipped + number - earlier;
	end
	return result;
end

-- Cuts the rows from `place` on, all or those before the place `to`, into blocks.
local function cut(engine, set, place, to)
	local made, last = {}, to and key_of(set, to);
	repeat
		local first = key_of(set, place);
		local sql, params = rows_sql(set, table.concat(set.keys, ", "), { { ">=", first }, last and { "<", last } }, "", 1,
			block_rows);
		local row = engine:select(sql, table.unpack(params))();
		made[#made + 1] = { place[1], place[2], row and block_rows or count(engine, set, first, last, block_rows) };
		place = row and place_of({ table.unpack(row, 1, #set.keys) });
	until not place;
	return made;
end

local function store(engine, set, made)
	for _, block in ipairs(made) do
		engine:insert("INSERT INTO letterlock_block (uid, scope, start_at, row_id, amount) VALUES (?, ?, ?, ?, ?)",
			set.uid, set.scope, table.unpack(block));
	end
end

-- Makes what `counter` found missing. The owner's row must be locked.
local function recount(engine, owner, set)
	local blocks, rows, fullest = sums(engine, set);
	if blocks > 0 and not sparse(blocks, rows) then
		local list = {};
		for block in engine:select("SELECT start_at, row_id, amount FROM letterlock_block WHERE uid = ? AND scope = ? "
			.. "ORDER BY start_at, row_id", set.uid, set.scope) do
			list[#list + 1] = { block[1], block[2], amount = block[3] };
		end
		for position, block in ipairs(fullest > most_rows and list or {}) do
			if block.amount > most_rows then
				engine:delete("DELETE FROM letterlock_block WHERE uid = ? AND scope = ? AND start_at = ? AND row_id = ?",
					set.uid, set.scope, block[1], block[2]);
				store(engine, set, cut(engine, set, block, list[position + 1]));
			end
		end
		return;
	end
	engine:delete("DELETE FROM letterlock_block WHERE uid = ? AND scope = ?", set.uid, set.scope);
	local made = cut(engine, set, beginning);
	if #made == 1 then
		return;
	end
	store(engine, set, made);
	local kind = kinds[set.scope:match("^%a+")];
	if owner.counted & kind == 0 then
		engine:update("UPDATE letterlock_user SET counted = ? WHERE id = ?", owner.counted | kind, owner.id);
	end
end

-- Changes are noted with the owner's row and written together with it.
local function note(owner, kind, name, start_at, row_id, by)
	if owner.counted & kinds[kind] == 0 then
		return;
	end
	local scope = kind .. name;
	owner.noted = owner.noted or {};
	owner.noted[scope] = owner.noted[scope] or {};
	table.insert(owner.noted[scope], { start_at, row_id, by = by });
end

-- A collection comes to the lists (`by` = 1) or goes from them (-1).
local function note_listed(owner, row, by)
	note(owner, "all", "", row.start_at, row.id, by);
	for _, kind in ipairs({ "jid", "bare", "domain" }) do
		note(owner, kind, ":" .. row[kind], row.start_at, row.id, by);
	end
end

-- A collection comes to, or goes from, those that have keys for a public key.
local function note_keyed(owner, row, keyname, by)
	note(owner, "key", ":" .. keyname, row.start_at, row.id, by);
end

-- Whether it matters which public keys a collection has keys for.
local function keys_counted(owner)
	return owner.counted & kinds.key ~= 0;
end

-- A collection moves to the end of the log of changes; `old` is nil if it was not in there.
local function note_changed(owner, old, new)
	if old then
		note(owner, "change", "", "", old, -1);
	end
	note(owner, "change", "", "", new, 1);
end

local function add_one(engine, uid, scope, place)
	engine:update("UPDATE letterlock_block SET amount = amount + ? WHERE uid = ? AND scope = ? AND (start_at, row_id) = "
		.. "(SELECT start_at, row_id FROM letterlock_block WHERE uid = ? AND scope = ? AND (start_at, row_id) <= (?, ?) "
		.. "ORDER BY start_at DESC, row_id DESC LIMIT 1)", place.by, uid, scope, uid, scope, place[1], place[2]);
end

local function add_many(engine, uid, scope, places)
	local blocks = {};
	for block in engine:select("SELECT start_at, row_id FROM letterlock_block WHERE uid = ? AND scope = ? "
		.. "ORDER BY start_at, row_id", uid, scope) do
		blocks[#blocks + 1] = { block[1], block[2], by = 0 };
	end
	if #blocks == 0 then
		return;
	end
	for _, place in ipairs(places) do
		local low, high = 1, #blocks;
		while low < high do
			local middle = (low + high + 1) // 2;
			if less(place, blocks[middle]) then
				high = middle - 1;
			else
				low = middle;
			end
		end
		blocks[low].by = blocks[low].by + place.by;
	end
	for _, block in ipairs(blocks) do
		if block.by ~= 0 then
			engine:update("UPDATE letterlock_block SET amount = amount + ? WHERE uid = ? AND scope = ? AND start_at = ? "
				.. "AND row_id = ?", block.by, uid, scope, block[1], block[2]);
		end
	end
end

-- Of what was noted, what belongs to sets with blocks.
local function counted(engine, owner)
	local scopes = 0;
	for _ in pairs(owner.noted) do
		scopes = scopes + 1;
	end
	if scopes <= single_scopes then
		return owner.noted; -- each is asked for when it is written
	end
	local found = {};
	for row in engine:select("SELECT scope FROM letterlock_block WHERE uid = ? AND start_at = '' AND row_id = 0",
		owner.id) do
		found[row[1]] = owner.noted[row[1]];
	end
	return found;
end

-- Writes what was noted.
local function write(engine, owner)
	if not owner.noted then
		return;
	end
	for scope, places in pairs(counted(engine, owner)) do
		if #places > single_changes then
			add_many(engine, owner.id, scope, places);
		else
			for _, place in ipairs(places) do
				add_one(engine, owner.id, scope, place);
			end
		end
	end
	owner.noted = nil;
end

return {
	less = less;
	rows_sql = rows_sql;
	count = count;
	counter = counter;
	recount = recount;
	note_listed = note_listed;
	note_keyed = note_keyed;
	note_changed = note_changed;
	keys_counted = keys_counted;
	write = write;
};
