-- SPDX-License-Identifier: GPL-3.0-or-later
-- Result Set Management (XEP-0059) over key set cursors: paging survives removals between pages (P-61).
-- Prosody's own util.rsm takes any Lua number, so the children are read here.

local st = require "prosody.util.stanza";

local blocks = module:require "blocks";
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

-- Counts for a set that is too small, or read too rarely, to have blocks.
local function plain_counter(engine, set)
	return {
		total = blocks.count(engine, set);
		before = function (key) return blocks.count(engine, set, nil, key); end;
		seek = function (index) return nil, index; end;
	};
end

-- What limits the rows of a page, as `blocks.rows_sql` takes it, and how many of those to pass over.
local function bounds_of(source, counter, page, position)
	local set = source.set;
	local from, operator, offset = set.first, ">=", 0;
	if page.index then
		from, offset = counter.seek(page.index);
	elseif page.after and not (from and blocks.less(position, from)) then
		from, operator = position, ">";
	end
	local to = set.last;
	if page.before and position and not (to and blocks.less(to, position)) then
		to = position;
	end
	local bounds = { from and { operator, from } };
	bounds[#bounds + 1] = to and { "<", to };
	return bounds, offset;
end

-- Reads one page of `source`: { set, columns, cursor(row), decode(text), size(row), plain }. `set` is as in `blocks`; with
-- `plain` all of it is counted each time. A page ends early when its sizes pass `max_bytes`, never before its first
-- row. Answers { rows, count, index, first, last }, or nil and what refuses the request or { recount }.
local function read(engine, page, source, max_bytes)
	local set = source.set;
	local counter, failure = (source.plain and plain_counter or blocks.counter)(engine, set);
	if not counter then
		return nil, failure;
	end
	local result = { rows = {}, count = counter.total };
	local backward = page.before ~= nil;
	local cursor = page.after or page.before;
	local position;
	if cursor and cursor ~= "" then
		position = source.decode(cursor);
		if not position then
			return nil, problem.not_found("No such RSM position");
		end
	end
	if page.limit == 0 or (page.index or 0) >= result.count then
		return result;
	end
	local bounds, offset = bounds_of(source, counter, page, position);
	local sql, params = blocks.rows_sql(set, table.concat(source.columns, ", "), bounds, backward and " DESC" or "",
		page.limit, offset);
	local bytes = 0;
	for fields in engine:select(sql, table.unpack(params)) do
		local row = {};
		for i, column in ipairs(source.columns) do
			row[column] = fields[i];
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
		result.first = source.cursor(first);
		result.last = source.cursor(result.rows[#result.rows]);
		if position then
			local key = {};
			for i, column in ipairs(set.keys) do
				key[i] = first[column];
			end
			result.index = counter.before(key);
		else
			result.index = backward and result.count - #result.rows or page.index or 0;
		end
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
