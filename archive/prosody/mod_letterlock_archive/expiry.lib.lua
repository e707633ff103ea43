-- SPDX-License-Identifier: GPL-3.0-or-later
-- Removes collections whose owner asked for it by `expire` in the preferences (P-08, P-18): so many seconds after
-- something was last put into them. Works in small steps, since all users of the server wait meanwhile.

local now = require "prosody.util.time".now;

local instant = module:require "instant";
local collection = module:require "collection";
local blocks = module:require "blocks";
local remove = module:require "remove";

local rows_per_step = 500;
local pause = 0.1;

-- Seconds after which a collection goes, nil for never: the closest rule decides, even if it has no `expire`.
local function lifetime(prefs, row)
	local items = prefs.items or {};
	local rule = items[row.jid];
	for _, address in ipairs({ row.bare, row.domain }) do
		rule = rule or items[address] and not items[address].exact and items[address] or nil;
	end
	rule = rule or prefs.default;
	return rule and tonumber(rule.expire);
end

local function has_expiry(prefs)
	for _, rule in pairs(prefs.items or {}) do
		if rule.expire then
			return true;
		end
	end
	return prefs.default ~= nil and prefs.default.expire ~= nil;
end

-- One step for one account; answers the row to go on after, nil at the end.
local function step(engine, username, prefs, after)
	local owner = collection.changing(engine, username);
	if not owner then
		return nil;
	end
	local time, expired, bytes, seen, last = now(), {}, 0, 0, nil;
	-- In the order of an index that holds nothing but this owner's rows.
	local sql, params = blocks.rows_sql(remove.matching(owner, {}), table.concat(remove.needed, ", "),
		after and { { ">", after } } or {}, "", rows_per_step);
	for fields in engine:select(sql, table.unpack(params)) do
		local row = collection.named(fields, remove.needed);
		if bytes > remove.step_bytes or #expired == remove.step_rows then
			seen = rows_per_step;
			break;
		end
		local seconds = lifetime(prefs, row);
		-- Beyond the calendar nothing expires.
		if seconds and seconds < time and row.archived_at < instant.from_time(time - seconds) then
			expired[#expired + 1], bytes = row, bytes + row.bytes;
		end
		seen, last = seen + 1, { row.start_at, row.id };
	end
	if #expired > 0 then
		remove.rows(engine, owner, expired);
	end
	return seen == rows_per_step and last or nil;
end

-- Starts the rounds, one in `interval` seconds; `store` holds the preferences.
local function start(database, store, interval)
	if not store.users then
		module:log("warn", "This storage cannot list its users; nothing expires");
		return;
	end
	local waiting = {};
	local function tick()
		if #waiting == 0 then
			for username in store:users() do
				waiting[#waiting + 1] = { username = username };
			end
		end
		local job = table.remove(waiting);
		local prefs = job and store:get(job.username);
		if prefs and has_expiry(prefs) then
			local ok, last = pcall(database.transaction, function (engine)
				return step(engine, job.username, prefs, job.after);
			end);
			if not ok then
				module:log("error", "Expiry for %s failed: %s", job.username, last);
			elseif last then
				waiting[#waiting + 1] = { username = job.username, after = last };
			end
		end
		return #waiting > 0 and pause or interval;
	end
	module:add_timer(interval, tick);
end

return { start = start };
