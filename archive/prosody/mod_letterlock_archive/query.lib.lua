-- SPDX-License-Identifier: GPL-3.0-or-later
-- Reading: list, retrieve, modified, keys. Each answers the payload of the result.

local st = require "prosody.util.stanza";

local problem = module:require "problem";
local instant = module:require "instant";
local parse = module:require "parse";
local xml = module:require "xml";
local blocks = module:require "blocks";
local rsm = module:require "rsm";
local collection = module:require "collection";
local matching = module:require "remove".matching;

local kinds = parse.kinds;

-- Beyond any honest use; keeps one answer well below what the server may send.
local max_key_bytes = 4 * 1024 * 1024;
-- No more than this are read before the above is looked at.
local keys_at_once = 64;
local keyed_at_once = 100; -- collections

local function number(text)
	return #text <= 15 and text:find("^%d+$") and tonumber(text) or nil;
end

-- Cursors of everything in order of start: the instant and, behind it, the row.
local function start_cursor(row)
	return row.start_at .. "#" .. string.format("%d", row.id or row.coll);
end

local function decode_start(text)
	local start, id = text:match("^(.+)#(%d+)$");
	start = start and instant.parse(start);
	id = id and number(id);
	return start and id and { start, id } or nil;
end

local function row_size(row)
	return collection.row_bytes + #row.jid + #(row.subject or "") + #(row.thread or "");
end

-- P-41 to P-44
local function list(engine, username, filter, page, namespace, limits)
	local answer = st.stanza("list", { xmlns = namespace });
	local owner = collection.user(engine, username);
	if not owner then
		return answer;
	end
	local result, failure = rsm.read(engine, page, {
		set = matching(owner, filter);
		columns = collection.columns;
		cursor = start_cursor;
		decode = decode_start;
		size = row_size;
	}, limits.page_bytes);
	if not result then
		return nil, failure;
	end
	for _, row in ipairs(result.rows) do
		answer:add_child(collection.chat(row, namespace));
	end
	if result.count > 0 then
		answer:add_child(rsm.element(result));
	end
	return answer;
end

local function values(engine, sql, ...)
	local found = {};
	for row in engine:select(sql, ...) do
		found[#found + 1] = row[1];
	end
	return found;
end

-- The EncryptedKeys of the owner, from whichever collection, that open the named data keys (A-27 to A-29).
local function wrapped_keys(engine, owner, carried, wanted)
	local found, seen, bytes, names = {}, {}, 0, {};
	for name in pairs(carried) do
		names[#names + 1] = name;
	end
	table.sort(names);
	local condition = "uid = ? AND carried = ?";
	if #wanted > 0 then
		condition = condition .. " AND keyname IN (" .. ("?, "):rep(#wanted):sub(1, -3) .. ")";
	end
	for _, name in ipairs(names) do
		local set = { from = "letterlock_key", where = condition, params = { owner.id, name, table.unpack(wanted) },
			keys = { "keyname", "coll" } };
		local last, count;
		repeat
			local sql, params = blocks.rows_sql(set, "keyname, coll, value", { last and { ">", last } }, "", keys_at_once);
			count = 0;
			for row in engine:select(sql, table.unpack(params)) do
				local value = row[3];
				count, last = count + 1, { row[1], row[2] };
				if not seen[value] then
					seen[value] = true;
					bytes = bytes + #value;
					found[#found + 1] = value;
				end
			end
			if bytes > max_key_bytes then
				return nil;
			end
		until count < keys_at_once;
	end
	return found;
end

local function add_link(answer, name, jid, start)
	if jid then
		answer:tag(name, { with = jid, start = instant.show(start) }):up();
	end
end

-- Links, form and foreign elements come first, with the page that starts the collection (P-34, P-35, P-64).
local function add_head(engine, answer, row, namespace, carried)
	add_link(answer, "previous", row.previous_jid, row.previous_start);
	add_link(answer, "next", row.next_jid, row.next_start);
	for _, kind in ipairs({ kinds.form, kinds.foreign }) do
		for fields in engine:select("SELECT keyname, value FROM letterlock_item WHERE coll = ? AND kind = ? ORDER BY seq",
			row.id, kind) do
			if fields[1] then
				carried[fields[1]] = true;
			end
			answer:add_child(xml.restore(fields[2], namespace));
		end
	end
end

local function read_items(engine, row, page, limits)
	return rsm.read(engine, page, {
		-- As large as one collection may be, however many there are.
		plain = true;
		set = { from = "letterlock_item", where = "coll = ? AND kind = 0", params = { row.id }, keys = { "seq" } };
		columns = { "seq", "keyname", "bytes" };
		cursor = function (item) return string.format("%d", item.seq); end;
		decode = function (text) local seq = number(text); return seq and { seq }; end;
		size = function (item) return tonumber(item.bytes); end;
	}, limits.page_bytes);
end

-- A-25 to A-30, P-45, P-46
local function retrieve(engine, username, identity, names, page, namespace, limits)
	local owner = collection.user(engine, username);
	local row = collection.find(engine, owner, identity);
	if not row then
		return nil, problem.not_found("No such collection");
	end
	local result, failure = read_items(engine, row, page, limits);
	if not result then
		return nil, failure;
	end
	local answer, carried = collection.chat(row, namespace), {};
	if result.count == 0 or result.index == 0 then
		add_head(engine, answer, row, namespace, carried);
	end
	for _, item in ipairs(result.rows) do
		if item.keyname then
			carried[item.keyname] = true;
		end
	end
	if result.first then
		for _, value in ipairs(values(engine, "SELECT value FROM letterlock_item WHERE coll = ? AND kind = 0 "
			.. "AND seq >= ? AND seq <= ? ORDER BY seq", row.id, result.rows[1].seq, result.rows[#result.rows].seq)) do
			answer:add_child(xml.restore(value, namespace));
		end
	end
	local keys = wrapped_keys(engine, owner, carried, names);
	if not keys then
		return nil, problem.not_acceptable("Too many keys for one page; name fewer public keys or ask for fewer items");
	end
	for _, value in ipairs(keys) do
		answer:add_child(xml.restore(value, namespace));
	end
	if result.count > 0 then
		answer:add_child(rsm.element(result));
	end
	return answer;
end

-- P-49, P-50: everything changed after `start`, or after the position the client remembers.
local function modified(engine, username, start, page, namespace, limits)
	local answer = st.stanza("modified", { xmlns = namespace });
	local owner = collection.user(engine, username);
	if not owner then
		return answer:add_child(rsm.element({ count = 0 }));
	end
	local set = {
		uid = owner.id, scope = "change", from = "letterlock_collection", where = "uid = ?", params = { owner.id },
		keys = { "modseq" };
	};
	-- A remembered position is exact, a clock is not.
	local known = not page.after and collection.one(engine, { "modseq" },
		"letterlock_collection WHERE uid = ? AND mtime <= ? ORDER BY mtime DESC, modseq DESC LIMIT 1", owner.id, start);
	if known then
		set.first = { known.modseq + 1 };
	end
	local result, failure = rsm.read(engine, page, {
		set = set;
		columns = { "jid", "start_at", "version", "removed", "modseq" };
		cursor = function (row) return string.format("%d", row.modseq); end;
		decode = function (text) local modseq = number(text); return modseq and { modseq }; end;
		size = row_size;
	}, limits.page_bytes);
	if not result then
		return nil, failure;
	end
	for _, row in ipairs(result.rows) do
		answer:tag(row.removed == 1 and "removed" or "changed", {
			with = row.jid; start = instant.show(row.start_at); version = string.format("%d", row.version);
		}):up();
	end
	return answer:add_child(rsm.element(result));
end

local function prefixed(prefix, names)
	local with = {};
	for position, name in ipairs(names) do
		with[position] = prefix .. name;
	end
	return with;
end

-- The EncryptedKeys of a page with their collections, many at once: a database behind a socket is slow to answer many
-- small questions, and takes only so many parameters.
local function add_keys(engine, answer, name, rows, namespace)
	local width = #collection.columns;
	local chat, current;
	for first = 1, #rows, keyed_at_once do
		local params = { name };
		for position = first, math.min(first + keyed_at_once - 1, #rows) do
			params[#params + 1] = rows[position].coll;
		end
		for fields in engine:select("SELECT " .. table.concat(prefixed("c.", collection.columns), ", ") .. ", k.value "
			.. "FROM letterlock_key k JOIN letterlock_collection c ON c.id = k.coll WHERE k.keyname = ? AND k.coll IN ("
			.. ("?, "):rep(#params - 1):sub(1, -3) .. ") ORDER BY k.start_at, k.coll, k.carried", table.unpack(params)) do
			local row = collection.named(fields, collection.columns);
			if row.id ~= current then
				chat, current = collection.chat(row, namespace), row.id;
				answer:add_child(chat);
			end
			chat:add_child(xml.restore(fields[width + 1], namespace));
		end
	end
end

-- A-31, A-32: one `<chat/>` for each collection that has EncryptedKeys for the named public key.
local function keys(engine, username, name, page, namespace, limits)
	local answer = st.stanza("keys", { xmlns = namespace });
	local owner = collection.user(engine, username);
	if not owner then
		return answer;
	end
	local result, failure = rsm.read(engine, page, {
		set = {
			uid = owner.id, scope = "key:" .. name, from = "letterlock_key", where = "uid = ? AND keyname = ?",
			params = { owner.id, name }, keys = { "start_at", "coll" }, group = true;
		};
		columns = { "start_at", "coll", "SUM(bytes)" };
		cursor = start_cursor;
		decode = decode_start;
		size = function (row) return collection.row_bytes + tonumber(row["SUM(bytes)"]); end;
	}, limits.page_bytes);
	if not result then
		return nil, failure;
	end
	if result.first then
		add_keys(engine, answer, name, result.rows, namespace);
	end
	if result.count > 0 then
		answer:add_child(rsm.element(result));
	end
	return answer;
end

-- Answers what `read` answers for a page; what has to be counted first is counted in a transaction of its own.
local function page(database, read)
	while true do
		local answer, failure = database.read(read);
		if not (failure and failure.recount) then
			return answer, failure;
		end
		database.transaction(function (engine)
			return collection.recount(engine, failure.recount);
		end);
	end
end

return { page = page, list = list, retrieve = retrieve, modified = modified, keys = keys };
