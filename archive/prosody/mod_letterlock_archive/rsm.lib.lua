-- SPDX-License-Identifier: GPL-3.0-or-later
-- Result Set Management (XEP-0059) over key set cursors: paging survives removals between pages (P-61).
-- Prosody's own util.rsm takes any Lua number, so the children are read here.

local cache = require "prosody.util.cache";
local st = require "prosody.util.stanza";

local problem = module:require "problem";
local xml = module:require "xml";

local max_cursor_bytes = 256;

local function number(set, name)
	local element = xml.child(set, name, xml.ns.rsm);
	if not element then
		return nil;
	end
	local text = xml.trimmed_text(element);
	if not text:find("^%d+$") or #text > 15 then
		return nil, problem.bad_request("RSM needs a whole number in '" .. name .. "'");
	end
	return tonumber(text);
end

-- The page asked for by the `<set/>` of a request: { limit, after, before, index, present }. `before` is ""
-- for the last page.
local function parse(element, page_limit)
	local set = xml.child(element, "set", xml.ns.rsm);
	if not set then
		return { limit = page_limit };
	end
	local page = { present = true };
	local failure;
	page.limit, failure = number(set, "max");
	if failure then
		return nil, failure;
	end
	page.limit = math.min(page.limit or page_limit, page_limit);
	page.index, failure = number(set, "index");
	if failure then
		return nil, failure;
	end
	local positions = page.index and 1 or 0;
	for _, name in ipairs({ "after", "before" }) do
		local cursor = xml.child(set, name, xml.ns.rsm);
		if cursor then
			page[name] = xml.trimmed_text(cursor);
			positions = positions + 1;
			if #page[name] > max_cursor_bytes then
				return nil, problem.not_found("No such RSM position");
			end
		end
	end
	if positions > 1 then
		return nil, problem.bad_request("RSM takes one of 'after', 'before' and 'index'");
	end
	if page.after == "" then
		page.after = nil;
	end
	return page;
end

local function append(list, more)
	local joined = { table.unpack(list) };
	for _, value in ipairs(more) do
		joined[#joined + 1] = value;
	end
	return joined;
end

-- Counting reads all that is counted, and a walk over a large archive would do so with each of its pages. As long as
-- the owner's log of changes stands where it stood, nothing was added or removed, and the numbers are still true.
local known = cache.new(2048);

local function name_of(source, what)
	local parts = { source.owner.id, source.owner.modseq, source.from, source.where };
	for _, value in ipairs(source.params) do
		parts[#parts + 1] = value;
	end
	parts[#parts + 1] = what;
	return table.concat(parts, "\0");
end

local function count(engine, source, condition, values)
	local rows = " FROM " .. source.from .. " WHERE " .. source.where .. condition;
	if source.group then
		rows = " FROM (SELECT 1" .. rows .. " GROUP BY " .. table.concat(source.keys, ", ") .. ") AS grouped";
	end
	return tonumber(engine:select("SELECT COUNT(*)" .. rows, table.unpack(append(source.params, values)))()[1]);
end

-- The number that `what` stands for, counted if it is not known; without an owner nothing is remembered.
local function recall(source, what, otherwise)
	local name = source.owner and name_of(source, what);
	local found = name and known:get(name);
	if not found then
		found = otherwise();
		if name then
			known:set(name, found);
		end
	end
	return found;
end

-- Reads one page of `source`: { columns, from, where, params, keys, cursor(row), decode(text), size(row), owner, group }.
-- `keys` are the columns that order it; with `group` rows that are equal in them are one. With `owner` what was counted
-- is remembered. A page ends early when its sizes pass `max_bytes`, never before its first row. Answers
-- { rows, count, index, first, last }.
local function read(engine, page, source, max_bytes)
	local base = " FROM " .. source.from .. " WHERE " .. source.where;
	local result = { rows = {} };
	result.count = recall(source, "count", function () return count(engine, source, "", {}); end);
	local tuple = "(" .. table.concat(source.keys, ", ") .. ")";
	local marks = "(" .. ("?, "):rep(#source.keys):sub(1, -3) .. ")";
	local backward = page.before ~= nil;
	local condition, params = "", source.params;
	local cursor = page.after or page.before;
	if cursor and cursor ~= "" then
		local position = source.decode(cursor);
		if not position then
			return nil, problem.not_found("No such RSM position");
		end
		condition = " AND " .. tuple .. (backward and " < " or " > ") .. marks;
		params = append(params, position);
	end
	if page.limit == 0 or result.count == 0 then
		return result;
	end
	local order = backward and " DESC" or "";
	local grouped = source.group and " GROUP BY " .. table.concat(source.keys, ", ") or "";
	local sql = "SELECT " .. table.concat(source.columns, ", ") .. base .. condition .. grouped
		.. " ORDER BY " .. table.concat(source.keys, order .. ", ") .. order .. " LIMIT ? OFFSET ?";
	local bytes = 0;
	for fields in engine:select(sql, table.unpack(append(params, { page.limit, page.index or 0 }))) do
		local row = {};
		for position, column in ipairs(source.columns) do
			row[column] = fields[position];
		end
		bytes = bytes + source.size(row);
		if bytes > max_bytes and #result.rows > 0 then
			break;
		end
		if backward then
			table.insert(result.rows, 1, row);
		else
			result.rows[#result.rows + 1] = row;
		end
	end
	local first = result.rows[1];
	if first then
		local values = {};
		for _, key in ipairs(source.keys) do
			values[#values + 1] = first[key];
		end
		result.first = source.cursor(first);
		result.last = source.cursor(result.rows[#result.rows]);
		local function before()
			return count(engine, source, " AND " .. tuple .. " < " .. marks, values);
		end
		-- Where a page ends the next one begins.
		result.index = not cursor and (page.index or 0) or page.after and recall(source, page.after, before)
			or before();
		recall(source, result.last, function () return result.index + #result.rows; end);
	end
	return result;
end

-- The `<set/>` of an answer.
local function element(result)
	local set = st.stanza("set", { xmlns = xml.ns.rsm });
	if result.first then
		set:tag("first", { index = string.format("%d", result.index) }):text(result.first):up();
		set:text_tag("last", result.last);
	end
	set:text_tag("count", string.format("%d", result.count));
	return set;
end

return { parse = parse, read = read, element = element };
