-- SPDX-License-Identifier: GPL-3.0-or-later
-- Saving appends (XEP-0136 section 5). Everything is compared and checked first; a request that changes nothing
-- leaves the version alone, so that a client may repeat one whose answer was lost.

local problem = module:require "problem";
local instant = module:require "instant";
local parse = module:require "parse";
local collection = module:require "collection";
local blocks = module:require "blocks";

local kinds, content = parse.kinds, parse.content;

-- `removed` is the memory of a removed collection with this identity.
local function new_row(owner, chat, removed)
	return {
		id = removed and removed.id, uid = owner.id, jid = chat.with.jid, bare = chat.with.bare, domain = chat.with.domain,
		start_at = chat.start, version = -1, content = content.none, removed = 0, modseq = removed and removed.modseq,
		bytes = 0, next_seq = 0,
	};
end

local function exists(engine, rest, ...)
	return collection.one(engine, { "1" }, rest, ...) ~= nil;
end

local function new_items(engine, row, chat)
	local items, seen = {}, {};
	for _, item in ipairs(chat.items) do
		local known = item.digest and (seen[item.digest] or row.id
			and exists(engine, "letterlock_item WHERE coll = ? AND digest = ?", row.id, item.digest));
		if item.digest then
			seen[item.digest] = true;
		end
		if not known then
			items[#items + 1] = item;
		end
	end
	return items;
end

-- Answers also the names of public keys that the collection has no other EncryptedKey for.
local function new_keys(engine, owner, row, chat)
	local keys, bytes, names = {}, 0, {};
	for _, key in ipairs(chat.keys) do
		local old = row.id and collection.one(engine, { "value", "bytes" },
			"letterlock_key WHERE coll = ? AND carried = ? AND keyname = ?", row.id, key.carried, key.keyname);
		if not old or old.value ~= key.value then
			keys[#keys + 1] = key;
			bytes = bytes + #key.value - (old and old.bytes or 0);
		end
		names[key.keyname] = names[key.keyname] or old ~= nil;
	end
	local new_names = {};
	for name, known in pairs(blocks.keys_counted(owner) and names or {}) do
		if not known and not (row.id and exists(engine, "letterlock_key WHERE coll = ? AND keyname = ? LIMIT 1",
			row.id, name)) then
			new_names[#new_names + 1] = name;
		end
	end
	return keys, bytes, new_names;
end

local function form_change(engine, row, chat)
	if chat.form == nil then
		return false, 0;
	end
	local old = row.id and collection.one(engine, { "value", "bytes" },
		"letterlock_item WHERE coll = ? AND kind = ?", row.id, kinds.form);
	if (old and old.value) == (chat.form and chat.form.value or nil) then
		return false, 0;
	end
	return true, (chat.form and #chat.form.value or 0) - (old and old.bytes or 0);
end

-- Applies subject, thread and links to the row; answers whether anything is new, and how many bytes.
local function apply_attributes(row, chat)
	local changed, bytes = false, 0;
	local function set(name, value)
		if row[name] ~= value then
			bytes = bytes + #(value or "") - #(row[name] or "");
			row[name] = value;
			changed = true;
		end
	end
	for _, name in ipairs({ "subject", "thread" }) do
		if chat[name] then
			set(name, chat[name] ~= "" and chat[name] or nil);
		end
	end
	for _, name in ipairs({ "previous", "next" }) do
		local link = chat.links[name];
		if link ~= nil then
			set(name .. "_jid", link and link.with.jid or nil);
			set(name .. "_start", link and link.start or nil);
		end
	end
	return changed, bytes;
end

-- What is appended starts the time to `expire` again; a new wrap or subject does not.
local function write_row(engine, owner, row, appended)
	local modseq, mtime = collection.next_change(owner, row.modseq);
	row.modseq = modseq;
	if appended then
		row.archived_at = instant.now();
	end
	if row.id then
		engine:update([[UPDATE letterlock_collection SET version = ?, content = ?, removed = 0, modseq = ?, mtime = ?,
			archived_at = ?, bytes = ?, next_seq = ?, subject = ?, thread = ?, previous_jid = ?, previous_start = ?,
			next_jid = ?, next_start = ? WHERE id = ?]], row.version, row.content, modseq, mtime, row.archived_at,
			row.bytes, row.next_seq, row.subject, row.thread, row.previous_jid, row.previous_start, row.next_jid,
			row.next_start, row.id);
		return;
	end
	engine:insert([[INSERT INTO letterlock_collection (uid, jid, bare, domain, start_at, version, content, removed, modseq,
		mtime, archived_at, bytes, next_seq, subject, thread, previous_jid, previous_start, next_jid, next_start)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)]], owner.id, row.jid, row.bare,
		row.domain, row.start_at, row.version, row.content, modseq, mtime, row.archived_at, row.bytes,
		row.next_seq, row.subject, row.thread, row.previous_jid, row.previous_start, row.next_jid, row.next_start);
	row.id = collection.one(engine, { "id" }, "letterlock_collection WHERE uid = ? AND jid = ? AND start_at = ?", owner.id,
		row.jid, row.start_at).id;
end

local function write_item(engine, row, item, seq)
	engine:insert([[INSERT INTO letterlock_item (coll, seq, uid, kind, keyname, digest, bytes, value)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)]], row.id, seq, row.uid, item.kind, item.keyname, item.digest, #item.value,
		item.value);
end

local function write_key(engine, row, key)
	engine:delete("DELETE FROM letterlock_key WHERE coll = ? AND carried = ? AND keyname = ?", row.id, key.carried,
		key.keyname);
	engine:insert([[INSERT INTO letterlock_key (coll, carried, keyname, uid, start_at, bytes, value)
		VALUES (?, ?, ?, ?, ?, ?, ?)]], row.id, key.carried, key.keyname, row.uid, row.start_at, #key.value, key.value);
end

-- Appends `chat` (from parse.save) to the owner's archive; answers the collection's row.
local function save(engine, username, chat, limits)
	local owner = collection.changing(engine, username, true);
	local old = collection.find(engine, owner, chat, true);
	local live = old and old.removed == 0;
	local row = live and old or new_row(owner, chat, old);
	if row.content ~= content.none and chat.content ~= content.none and row.content ~= chat.content then
		return nil, problem.not_acceptable("The collection holds the other kind of items, plain or sealed");
	end
	local items = new_items(engine, row, chat);
	local keys, bytes, new_names = new_keys(engine, owner, row, chat);
	local new_form, form_bytes = form_change(engine, row, chat);
	local new_attributes, attribute_bytes = apply_attributes(row, chat);
	bytes = bytes + form_bytes + attribute_bytes + (live and 0 or collection.row_bytes - (old and old.bytes or 0));
	for _, item in ipairs(items) do
		bytes = bytes + #item.value;
	end
	if live and #items == 0 and #keys == 0 and not new_form and not new_attributes then
		return row;
	end
	row.bytes = live and row.bytes or old and old.bytes or 0;
	if bytes > 0 and row.bytes + bytes > limits.collection_bytes then
		return nil, problem.not_acceptable("The collection would be too large");
	elseif bytes > 0 and owner.bytes + bytes > limits.quota_bytes then
		return nil, problem.quota("The archive is full");
	end

	row.version = row.version + 1;
	row.content = chat.content ~= content.none and chat.content or row.content;
	row.bytes = row.bytes + bytes;
	owner.bytes = owner.bytes + bytes;
	local seq = row.next_seq;
	row.next_seq = seq + #items + (chat.form and 1 or 0);
	write_row(engine, owner, row, #items > 0 or not row.archived_at);
	if not live then
		blocks.note_listed(owner, row, 1);
	end
	for _, name in ipairs(new_names) do
		blocks.note_keyed(owner, row, name, 1);
	end
	for _, item in ipairs(items) do
		write_item(engine, row, item, seq);
		seq = seq + 1;
	end
	if new_form then
		engine:delete("DELETE FROM letterlock_item WHERE coll = ? AND kind = ?", row.id, kinds.form);
		if chat.form then
			write_item(engine, row, chat.form, seq);
		end
	end
	for _, key in ipairs(keys) do
		write_key(engine, row, key);
	end
	collection.write_user(engine, owner);
	return row;
end

return { save = save };
