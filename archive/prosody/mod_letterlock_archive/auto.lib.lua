-- SPDX-License-Identifier: GPL-3.0-or-later
-- Automatic archiving (XEP-0136 section 6, XEP-0241 section 3): switched on by a stream, for itself or for good, and
-- then governed by the owner's preferences.

local st = require "prosody.util.stanza";
local jid = require "prosody.util.jid";

local problem = module:require "problem";
local parse = module:require "parse";
local xml = module:require "xml";
local rsa = module:require "rsa";
local ns = xml.ns;

local ns_hints = "urn:xmpp:hints";
local ns_shim = "http://jabber.org/protocol/shim";

local recorder, prefs, may_encrypt, name_bytes, compulsory;

-- What holds where nobody has asked for anything and the administrator wants everything recorded (P-40).
local plain_setting = { encrypt = false, keys = {} };

local function sessions_of(username)
	local user = prosody.hosts[module.host].sessions[username];
	return user and user.sessions or {};
end

local function lasting_setting(stored)
	return stored.auto or compulsory and plain_setting or nil;
end

-- What holds for a stream: its own word, else the lasting one.
local function setting_of(session, stored)
	local own = session and session.letterlock_archive_auto;
	if own ~= nil then
		return own or nil;
	end
	return lasting_setting(stored);
end

local function settings(username, stored)
	local sessions, found = sessions_of(username), {};
	if next(sessions) == nil then
		found[1] = lasting_setting(stored);
	end
	for _, session in pairs(sessions) do
		found[#found + 1] = setting_of(session, stored);
	end
	return found;
end

local function read_key(text)
	return rsa.from_key_info(xml.restore(text, ns.archive), name_bytes);
end

local function asks_for_encryption(active)
	for _, setting in ipairs(active) do
		if setting.encrypt then
			return true;
		end
	end
	return false;
end

-- Every public key that has to open what is recorded now (A-23).
local function public_keys(username, active)
	local keys, names = {}, {};
	local function add(key)
		if key and not names[key.info] then
			names[key.info] = true;
			keys[#keys + 1] = key;
		end
	end
	for _, setting in ipairs(active) do
		if setting.encrypt then
			for _, text in ipairs(setting.keys) do
				add(read_key(text));
			end
		end
	end
	for _, key in ipairs(rsa.published(username)) do
		add(key);
	end
	return keys;
end

local function given_keys(request, encrypt)
	local keys = {};
	for _, tag in ipairs(request.element.tags) do
		local text = tag.name == "KeyInfo" and tag.attr.xmlns == ns.dsig and encrypt and xml.serialize(tag);
		if not text or #keys == rsa.max_keys or may_encrypt and not rsa.from_key_info(tag, name_bytes) then
			return nil, problem.bad_request("Bad KeyInfo");
		end
		keys[#keys + 1] = text;
	end
	return keys;
end

-- P-14, P-39
local function only_bodies(rules)
	for _, rule in ipairs(rules) do
		if rule.save == "message" or rule.save == "stream" then
			return problem.not_implemented("Only bodies are archived");
		end
	end
end

-- P-15: what has to be recorded cannot be left out.
local function leaves_out(rules)
	for _, rule in ipairs(rules) do
		if rule.save == "false" then
			return problem.not_acceptable("This server records all conversations");
		end
	end
end

local function refuse(request, changed, threads, changed_rules)
	local failure = compulsory and (leaves_out(changed_rules) or leaves_out(threads)) or nil;
	local active = #settings(request.username, changed) > 0;
	return failure or active and (only_bodies(prefs.save_rules(changed)) or only_bodies(threads)) or nil;
end

local function switch_on(request, encrypt, keys, lasting)
	local username, stored = request.username, prefs.load(request.username);
	local failure = only_bodies(prefs.save_rules(stored));
	if failure then
		return nil, failure;
	end
	if encrypt and not may_encrypt then
		return nil, problem.not_implemented("This server does not encrypt");
	end
	local setting = { encrypt = encrypt, keys = keys };
	if encrypt then
		local public = public_keys(username, { setting });
		if #public == 0 then
			return nil, problem.not_acceptable("No usable public key");
		end
		recorder.seal_open(username, public);
	end
	if lasting then
		stored.auto = setting;
		prefs.write(username, stored);
	end
	request.origin.letterlock_archive_auto = setting;
	return true;
end

local function switch_off(request, lasting)
	if compulsory then
		return nil, problem.not_allowed("This server records all conversations");
	end
	local stored = prefs.load(request.username);
	if lasting and stored.auto then
		stored.auto = nil;
		prefs.write(request.username, stored);
	end
	request.origin.letterlock_archive_auto = false;
	if #settings(request.username, stored) == 0 then
		recorder.close_all(request.username);
	end
	return true;
end

-- P-04, A-17 to A-19, A-22, A-39
local function set(request)
	local attr = request.element.attr;
	local wanted, failure = parse.boolean(attr.save);
	local encrypt, encrypt_failure = parse.boolean(attr.encrypt);
	if failure or encrypt_failure or not attr.save then
		return nil, problem.bad_request("Attribute 'save' is a needed boolean, 'encrypt' an optional one");
	elseif attr.scope and attr.scope ~= "global" and attr.scope ~= "stream" then
		return nil, problem.bad_request("Attribute 'scope' is global or stream");
	end
	local ok;
	ok, failure = parse.attributes(request.element, "save", "encrypt", "scope");
	if not ok then
		return nil, failure;
	end
	local keys;
	keys, failure = given_keys(request, encrypt);
	if not keys then
		return nil, failure;
	end
	if wanted then
		return switch_on(request, encrypt, keys, attr.scope == "global");
	end
	return switch_off(request, attr.scope == "global");
end

local function wants_no_archive(stanza)
	for _, tag in ipairs(stanza.tags) do
		if tag.attr.xmlns == ns_hints and (tag.name == "no-store" or tag.name == "no-permanent-store") then
			return true;
		elseif tag.name == "headers" and tag.attr.xmlns == ns_shim then
			for _, header in ipairs(tag.tags) do
				if header.attr.name == "Store" and xml.trimmed_text(header):lower() == "false" then
					return true;
				end
			end
		end
	end
	return false;
end

-- P-40: clients that know nothing of archives show it to their user as a message.
local function warn_once(session)
	if session.letterlock_archive_prefs or session.letterlock_archive_auto or session.letterlock_archive_warned then
		return;
	end
	session.letterlock_archive_warned = true;
	session.send(st.message({ type = "normal", from = module.host, to = session.full_jid })
		:text_tag("body", "The administrator of this server has all conversations recorded."));
end

-- P-38, P-58
local function consider(username, session, peer, direction, stanza)
	local body = stanza:get_child_text("body");
	local kind = stanza.attr.type or "normal";
	if not body or body == "" or (kind ~= "chat" and kind ~= "normal") or (not compulsory and wants_no_archive(stanza)) then
		return;
	end
	if compulsory and session then
		warn_once(session);
	end
	local stored = prefs.load(username);
	local active = settings(username, stored);
	if #active == 0 or (session and not setting_of(session, stored)) then
		return;
	end
	local thread = stanza:get_child_text("thread");
	thread = thread and #thread <= 256 and thread ~= "" and thread or nil;
	if not compulsory and prefs.save_mode(username, stored, peer, thread) == "false" then
		return;
	end
	local keys = asks_for_encryption(active) and function () return public_keys(username, active); end or nil;
	recorder.record(username, { peer = peer, direction = direction, thread = thread, body = body }, keys);
end

local function guarded(action, ...)
	local ok, failure = xpcall(action, debug.traceback, ...);
	if not ok then
		module:log("error", "Automatic archiving failed: %s", failure);
	end
end

local function sent(event)
	local origin, stanza = event.origin, event.stanza;
	-- A note to oneself also arrives, once.
	if origin.username and stanza.attr.to and jid.bare(stanza.attr.to) ~= origin.username .. "@" .. module.host then
		guarded(consider, origin.username, origin, stanza.attr.to, "to", stanza);
	end
end

local function arrived(event)
	local stanza = event.stanza;
	local username, host = jid.split(stanza.attr.to);
	if username and host == module.host and prosody.hosts[host] and stanza.attr.from then
		guarded(consider, username, nil, stanza.attr.from, "from", stanza);
	end
end

local function start(options)
	recorder, prefs, may_encrypt, name_bytes = options.recorder, options.prefs, options.encrypt, options.name_bytes;
	compulsory = options.compulsory;
	prefs.connect(setting_of, refuse);
	for _, kind in ipairs({ "bare", "full" }) do
		module:hook("pre-message/" .. kind, sent, 0.1);
		module:hook("message/" .. kind, arrived, 0.1);
	end
	module:hook("resource-unbind", function (event)
		local username = event.session.username;
		guarded(function ()
			local stored = prefs.load(username);
			if not stored.auto and #settings(username, stored) == 0 then
				recorder.close_all(username);
			end
		end);
	end, -10);
end

return { start = start, set = set };
