-- SPDX-License-Identifier: GPL-3.0-or-later
-- Requests as checked values. Nothing here touches the store, so a refused request has changed nothing (P-65).

local jid = require "prosody.util.jid";
local sha256 = require "prosody.util.hashes".sha256;
local base64 = require "prosody.util.encodings".base64;

local problem = module:require "problem";
local instant = module:require "instant";
local xml = module:require "xml";
local ns = xml.ns;

local bad_request = problem.bad_request;

-- What an item is to the archive: counted by RSM, the form, or kept for others.
local kinds = { item = 0, form = 1, foreign = 2 };
-- What a collection holds; a sealed one never holds plain items and the reverse (A-12).
local content = { none = 0, plain = 1, sealed = 2 };

local function check_attributes(element, ...)
	local allowed = { xmlns = true };
	for _, name in ipairs({ ... }) do
		allowed[name] = true;
	end
	for name in pairs(element.attr) do
		if not allowed[name] then
			return nil, bad_request("Unknown attribute");
		end
	end
	return true;
end

local function boolean(text)
	if text == "true" or text == "1" then
		return true;
	elseif text == nil or text == "false" or text == "0" then
		return false;
	end
	return nil, bad_request("Not a boolean");
end

local function address(text)
	if not text or text == "" then
		return nil, bad_request("Attribute 'with' is missing");
	end
	local prepped = jid.prep(text);
	if not prepped then
		return nil, problem.jid_malformed("Attribute 'with' is not a JID");
	end
	local node, domain, resource = jid.split(prepped);
	return { jid = prepped, node = node, domain = domain, resource = resource, bare = jid.bare(prepped) };
end

local function time(text, name)
	if not text then
		return nil, bad_request("Attribute '" .. name .. "' is missing");
	end
	local parsed = instant.parse(text);
	if not parsed then
		return nil, bad_request("Attribute '" .. name .. "' is not a UTC time");
	end
	return parsed;
end

-- The attributes `with` and `start` of an element that names exactly one collection.
local function identity(element)
	local with, failure = address(element.attr.with);
	if not with then
		return nil, failure;
	end
	local start;
	start, failure = time(element.attr.start, "start");
	if not start then
		return nil, failure;
	end
	return { with = with, start = start };
end

-- The attributes that choose several collections (section 10.1 of XEP-0136).
local function filter(element)
	local result = {};
	local failure;
	if element.attr.with then
		result.with, failure = address(element.attr.with);
		if not result.with then
			return nil, failure;
		end
	end
	for _, name in ipairs({ "start", "end" }) do
		if element.attr[name] then
			result[name], failure = time(element.attr[name], name);
			if failure then
				return nil, failure;
			end
		end
	end
	result.exact, failure = boolean(element.attr.exactmatch);
	if failure then
		return nil, failure;
	end
	return result;
end

-- Names of public keys; `rsm` may stand beside them, nothing else.
local function key_names(element, limits)
	local names = {};
	for _, tag in ipairs(element.tags) do
		if tag.name == "KeyName" and tag.attr.xmlns == ns.dsig then
			local name = xml.trimmed_text(tag);
			if name == "" or #name > limits.name_bytes or #names == limits.save_keys then
				return nil, bad_request("Bad KeyName");
			end
			names[#names + 1] = name;
		elseif tag.attr.xmlns ~= ns.rsm then
			return nil, bad_request("Unknown child element");
		end
	end
	return names;
end

local function name_in_key_info(element)
	local info = xml.child(element, "KeyInfo", ns.dsig);
	return info and xml.trimmed_text(xml.child(info, "KeyName", ns.dsig)) or "";
end

local function check_cipher(element)
	local data = xml.child(element, "CipherData", ns.xenc);
	local value = data and xml.child(data, "CipherValue", ns.xenc);
	local text = value and #value.tags == 0 and table.concat(value):gsub("%s+", "") or "";
	if text == "" or not text:find("^[A-Za-z0-9+/]+=?=?$") then
		return nil, bad_request("CipherValue is missing or not base64");
	end
	return true;
end

local function stored(element)
	local text = xml.serialize(element);
	if not text then
		return nil, bad_request("Nested too deeply");
	end
	return text;
end

local function encrypted_data(element, limits)
	local name = name_in_key_info(element);
	if name == "" or #name > limits.name_bytes then
		return nil, bad_request("EncryptedData needs the KeyName of its data key");
	end
	local ok, failure = check_cipher(element);
	if not ok then
		return nil, failure;
	end
	return name;
end

local readers = {};

local function add_plain(chat, element)
	if element.name ~= "note" and #element.tags == 0 then
		return bad_request("An empty message");
	end
	if element.attr.secs and not element.attr.secs:find("^%d+$") then
		return bad_request("Attribute 'secs' is not a number");
	end
	if element.attr.utc and not instant.parse(element.attr.utc) then
		return bad_request("Attribute 'utc' is not a UTC time");
	end
	local value, failure = stored(element);
	if not value then
		return failure;
	end
	chat.plain = true;
	chat.items[#chat.items + 1] = { kind = kinds.item, value = value };
end

local function add_link(chat, element)
	if not element.attr.with and not element.attr.start then
		chat.links[element.name] = false;
		return nil;
	end
	local target, failure = identity(element);
	if not target then
		return failure;
	end
	chat.links[element.name] = target;
end

readers[ns.archive] = { to = add_plain, from = add_plain, note = add_plain, previous = add_link, next = add_link };

local function add_data(chat, element, limits)
	local name, failure = encrypted_data(element, limits);
	if not name then
		return failure;
	end
	local value;
	value, failure = stored(element);
	if not value then
		return failure;
	end
	chat.sealed = true;
	-- A fresh initialisation vector makes each one unique, so an equal one is a repeated request.
	chat.items[#chat.items + 1] = { kind = kinds.item, keyname = name, value = value, digest = base64.encode(sha256(value)) };
end

local function add_key(chat, element, limits)
	local carried = xml.trimmed_text(xml.child(element, "CarriedKeyName", ns.xenc));
	local name = name_in_key_info(element);
	if carried == "" or #carried > limits.name_bytes or name == "" or #name > limits.name_bytes then
		return bad_request("EncryptedKey needs CarriedKeyName and the KeyName of a public key");
	end
	local ok, failure = check_cipher(element);
	if not ok then
		return failure;
	end
	if #chat.keys == limits.save_keys then
		return bad_request("Too many EncryptedKey elements");
	end
	local value;
	value, failure = stored(element);
	if not value then
		return failure;
	end
	chat.sealed = true;
	for position, key in ipairs(chat.keys) do
		if key.carried == carried and key.keyname == name then
			table.remove(chat.keys, position);
			break;
		end
	end
	chat.keys[#chat.keys + 1] = { carried = carried, keyname = name, value = value };
end

readers[ns.xenc] = { EncryptedData = add_data, EncryptedKey = add_key };

local function add_form(chat, element, limits)
	if #element.tags == 0 then
		chat.form = false;
		return nil;
	end
	local keyname;
	for _, data in ipairs(xml.children(element, "EncryptedData", ns.xenc)) do
		local name, failure = encrypted_data(data, limits);
		if not name then
			return failure;
		elseif keyname and keyname ~= name then
			return bad_request("A form is sealed with one data key");
		end
		keyname = name;
	end
	local value, failure = stored(element);
	if not value then
		return failure;
	end
	chat.form = { kind = kinds.form, keyname = keyname, value = value };
end

readers[ns.form] = { x = add_form };

local function add_foreign(chat, element)
	local value, failure = stored(element);
	if not value then
		return failure;
	end
	chat.items[#chat.items + 1] = { kind = kinds.foreign, value = value, digest = base64.encode(sha256(value)) };
end

local function reader_of(element, namespace)
	local space = element.attr.xmlns;
	if space == namespace or space == ns.archive or space == ns.tmp then
		return readers[ns.archive][element.name];
	elseif space == ns.xenc then
		return readers[ns.xenc][element.name];
	elseif space == ns.form then
		return readers[ns.form][element.name];
	end
	return add_foreign;
end

-- `<save/>` with its one collection: identity, subject, thread, links, form, items, keys, content.
local function save(element, namespace, limits)
	local chat_element = element.tags[1];
	if #element.tags ~= 1 or chat_element.name ~= "chat" or chat_element.attr.xmlns ~= namespace then
		return nil, bad_request("One chat element is needed");
	end
	local ok, failure = check_attributes(chat_element, "with", "start", "subject", "thread", "version", "crypt");
	if not ok then
		return nil, failure;
	end
	local chat;
	chat, failure = identity(chat_element);
	if not chat then
		return nil, failure;
	end
	chat.subject, chat.thread = chat_element.attr.subject, chat_element.attr.thread;
	if #(chat.subject or "") > limits.subject_bytes or #(chat.thread or "") > limits.thread_bytes then
		return nil, bad_request("Subject or thread is too long");
	end
	chat.items, chat.keys, chat.links = {}, {}, {};
	for _, part in ipairs(chat_element) do
		if type(part) == "string" then
			if part:find("%S") then
				return nil, bad_request("Text in a collection");
			end
		else
			local reader = reader_of(part, namespace);
			failure = not reader and bad_request("Unknown child element") or reader and reader(chat, part, limits);
			if failure then
				return nil, failure;
			end
		end
	end
	if chat.plain and chat.sealed then
		return nil, problem.not_acceptable("Plain and sealed items in one collection");
	end
	chat.content = chat.sealed and content.sealed or chat.plain and content.plain or content.none;
	return chat;
end

return {
	kinds = kinds;
	content = content;
	attributes = check_attributes;
	boolean = boolean;
	address = address;
	time = time;
	identity = identity;
	filter = filter;
	key_names = key_names;
	save = save;
};
