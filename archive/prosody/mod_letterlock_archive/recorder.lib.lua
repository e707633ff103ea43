-- SPDX-License-Identifier: GPL-3.0-or-later
-- The collections that are being recorded. The data key of a sealed one lives here and nowhere else, until the
-- collection is closed (A-24); after a restart a new collection with a new data key begins.

local st = require "prosody.util.stanza";
local jid = require "prosody.util.jid";
local now = require "prosody.util.time".now;

local instant = module:require "instant";
local parse = module:require "parse";
local xml = module:require "xml";
local problem = module:require "problem";
local rsa = module:require "rsa";
local save = module:require "save";
local collection = module:require "collection";
local blocks = module:require "blocks";

local recording = {}; -- by user name, then by peer and thread
local database, limits, idle, follows_resource;
local max_parts; -- far below what one AES-GCM key may seal (A-45)

local function slot(peer, thread)
	return peer .. "\0" .. (thread or "");
end

local function new_collection(peer, thread, time)
	-- Whole milliseconds: programs with coarser clocks must be able to name it.
	time = math.floor(time * 1000) / 1000 + 5e-7; -- not one microsecond less by rounding
	return { with = parse.address(peer), start = instant.from_time(time), thread = thread, began = time, seconds = 0, parts = 0 };
end

local function close(username, key)
	local open = recording[username] and recording[username][key];
	if open then
		open.data_key = nil;
		recording[username][key] = nil;
		if next(recording[username]) == nil then
			recording[username] = nil;
		end
	end
end

-- P-37
local function close_all(username)
	for key in pairs(recording[username] or {}) do
		close(username, key);
	end
	collectgarbage();
end

local function close_idle()
	local time = now();
	for username, collections in pairs(recording) do
		for key, open in pairs(collections) do
			if time - open.last > idle then
				close(username, key);
			end
		end
	end
	collectgarbage();
end

-- What `save` takes, holding this text; sealed if `keys` is given, which answers the public keys to wrap for. The wrapped
-- data key goes with the first part.
local function request_of(open, text, element, keys)
	local chat = {
		with = open.with, start = open.start, thread = open.thread, items = {}, keys = {}, links = {},
		content = keys and parse.content.sealed or parse.content.plain;
	};
	if not keys then
		chat.items[1] = { kind = parse.kinds.item, value = xml.serialize(element) };
		return chat;
	end
	if not open.data_key then
		local publics = keys();
		-- Never in plain text where sealing was asked for.
		assert(#publics > 0, "no usable public key is left");
		open.data_key, open.key_name = rsa.new_data_key();
		for _, public in ipairs(publics) do
			chat.keys[#chat.keys + 1] = {
				carried = open.key_name, keyname = public.name,
				value = xml.serialize(rsa.wrap(open.data_key, open.key_name, public));
			};
		end
	end
	chat.items[1] = {
		kind = parse.kinds.item, keyname = open.key_name,
		value = xml.serialize(rsa.seal(open.data_key, open.key_name, text));
	};
	return chat;
end

-- P-56: what began under the bare address goes on under the full one as soon as that is known. For other devices the
-- old identity is removed and a new one has come.
local function move(engine, username, open, with)
	local owner = collection.changing(engine, username);
	local row = collection.find(engine, owner, open);
	if not row or collection.find(engine, owner, { with = with, start = open.start }, true) then
		return;
	end
	engine:update("UPDATE letterlock_collection SET jid = ? WHERE id = ?", with.jid, row.id);
	blocks.note_listed(owner, row, -1);
	row.jid = with.jid;
	blocks.note_listed(owner, row, 1);
	collection.touch(engine, owner, row, 0);
	collection.remember_removed(engine, owner, open, row.version);
	collection.write_user(engine, owner);
	open.with = with;
end

local function append(username, open, text, element, keys, with)
	local had_key = open.data_key ~= nil;
	local ok, row, failure = pcall(database.transaction, function (engine)
		if with and open.parts > 0 and not open.with.resource then
			move(engine, username, open, with);
		end
		-- The owner may have removed it, and with it the wrapped data key.
		if open.parts > 0 and not collection.find(engine, collection.changing(engine, username), open) then
			return nil, problem.not_found("The collection is gone");
		end
		return save.save(engine, username, request_of(open, text, element, keys), limits);
	end);
	if not ok or not row then
		if not had_key then
			open.data_key = nil;
		end
		return false, ok and failure.text or row;
	end
	open.parts = open.parts + 1;
	return true;
end

-- What tells one set of public keys from another.
local function signature(publics)
	local infos = {};
	for i, public in ipairs(publics) do
		infos[i] = public.info;
	end
	table.sort(infos);
	return table.concat(infos, "\0");
end

-- Adds one message { peer, direction, thread, body }; `keys` answers the public keys to seal for, nil for a plain
-- archive.
local function record(username, message, keys)
	local peer, thread = jid.bare(message.peer), message.thread;
	local with = follows_resource and message.direction == "from" and message.peer ~= peer and parse.address(message.peer) or nil;
	local time, key = now(), slot(peer, thread);
	recording[username] = recording[username] or {};
	local open = recording[username][key];
	local publics = keys and keys();
	local sealed_for = publics and signature(publics);
	keys = publics and function () return publics; end;
	-- A key that was revoked or replaced must not open what comes next, and a new one has to.
	if open and open.sealed_for and open.sealed_for ~= sealed_for then
		close(username, key);
		open = nil;
	end
	if open and (time - open.last > idle or open.parts >= max_parts or (open.data_key ~= nil) ~= (keys ~= nil)) then
		close(username, key);
		open = nil;
	end
	for attempt = 1, 2 do
		open = open or new_collection(peer, thread, time);
		local seconds = math.max(0, math.floor(time - open.began + 0.5) - open.seconds);
		local element = st.stanza(message.direction, { xmlns = xml.ns.archive, secs = string.format("%d", seconds) })
			:text_tag("body", message.body);
		local ok, failure = append(username, open, xml.serialize(element), element, keys, with);
		if ok then
			open.seconds, open.last, open.sealed_for = open.seconds + seconds, time, sealed_for;
			recording[username] = recording[username] or {};
			recording[username][key] = open;
			return;
		elseif attempt == 2 or open.parts == 0 then
			module:log("warn", "A message of %s was not archived: %s", username, failure);
			return;
		end
		-- A full collection is followed by another.
		close(username, key);
		open = nil;
	end
end

-- A-20: what was recorded in plain text so far is replaced by its sealed form, in one transaction each.
local function seal_open(username, keys)
	for _, open in pairs(recording[username] or {}) do
		if not open.data_key then
			database.transaction(function (engine)
				local owner = collection.changing(engine, username);
				local row = collection.find(engine, owner, open);
				if not row then
					return true;
				end
				local texts, bytes = {}, 0;
				for fields in engine:select("SELECT value, bytes FROM letterlock_item WHERE coll = ? AND kind = 0 ORDER BY seq",
					row.id) do
					texts[#texts + 1], bytes = fields[1], bytes + fields[2];
				end
				engine:delete("DELETE FROM letterlock_item WHERE coll = ? AND kind = 0", row.id);
				engine:update("UPDATE letterlock_collection SET content = ?, bytes = ? WHERE id = ?", parse.content.none,
					row.bytes - bytes, row.id);
				owner.bytes = owner.bytes - bytes;
				collection.write_user(engine, owner);
				-- Sealing adds a third and the wraps; a limit must not leave plain text behind.
				local sealed, failure = save.save(engine, username, request_of(open, table.concat(texts), nil, function () return keys; end),
					{ collection_bytes = math.huge, quota_bytes = math.huge });
				assert(sealed, failure and failure.text);
				return true;
			end);
		end
	end
end

-- The identities of what is being recorded, for `remove` with `open`.
local function open_collections(username)
	local found = {};
	for _, open in pairs(recording[username] or {}) do
		found[#found + 1] = open;
	end
	return found;
end

local function start(archive_database, archive_limits, options)
	database, limits, idle, follows_resource = archive_database, archive_limits, options.idle, options.follows_resource;
	max_parts = options.parts;
	module:add_timer(math.min(idle, 60), function () close_idle(); return math.min(idle, 60); end);
end

return {
	start = start;
	record = record;
	seal_open = seal_open;
	close_all = close_all;
	open_collections = open_collections;
};
