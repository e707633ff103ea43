-- SPDX-License-Identifier: GPL-3.0-or-later
-- For tests only: a server whose archive misbehaves as a file says. Each line of the file is a rule,
--   <request or *> <fault> [<first> [<last>]]
-- where first and last count the requests that the rule names since the file was written; both may be left out, and
-- `last` is `first` then, or for ever without either. Faults:
--   error:<type>:<condition>  a stanza error, nothing applied
--   silence                   no answer, nothing applied
--   lost                      applied, but the answer never leaves
--   empty | foreign | wrong | deep | noise | bomb | utf8 | huge   an answer that is none, nothing applied
-- Every request is noted in <file>.seen, one line each: number since the file was written, name, fault or "-".

local st = require "prosody.util.stanza";

local path = module:get_option_string("letterlock_faults_file");
local namespaces = { "urn:xmpp:archive", "urn:xmpp:tmp:archive" };
local names = { "save", "list", "retrieve", "remove", "modified", "keys", "delete" };

local content, rules, seen = nil, {}, 0;

local function parse(text)
	local parsed = {};
	for line in text:gmatch("[^\n]+") do
		local name, fault, first, last = line:match("^(%S+) (%S+) ?(%d*) ?(%d*)$");
		if name and name ~= "#" then
			first = tonumber(first);
			parsed[#parsed + 1] = {
				name = name; fault = fault; count = 0;
				first = first or 1; last = tonumber(last) or first or math.huge;
			};
		end
	end
	return parsed;
end

local function load_rules()
	local file = io.open(path);
	local text = file and file:read("a") or "";
	if file then
		file:close();
	end
	if text ~= content then
		content, rules, seen = text, parse(text), 0;
	end
end

local function fault_for(name)
	local found;
	for _, rule in ipairs(rules) do
		if rule.name == "*" or rule.name == name then
			rule.count = rule.count + 1;
			if not found and rule.count >= rule.first and rule.count <= rule.last then
				found = rule.fault;
			end
		end
	end
	return found;
end

local function note(name, fault)
	local file = assert(io.open(path .. ".seen", "a"));
	file:write(seen, " ", name, " ", fault or "-", "\n");
	file:close();
end

local answers = {};

function answers.silence()
	return true;
end

function answers.empty(origin, stanza)
	return origin.send(st.reply(stanza));
end

function answers.foreign(origin, stanza)
	return origin.send(st.reply(stanza):tag("html", { xmlns = "http://www.w3.org/1999/xhtml" })
		:tag("body"):text("It works!"):up():up());
end

-- The element that belongs there, with values that do not.
function answers.wrong(origin, stanza, namespace, name)
	local strange = { with = "\u{202e}not an address@@", start = "yesterday", version = "-9999999999999999999999" };
	local reply = st.reply(stanza);
	if name == "retrieve" then
		strange.xmlns = namespace;
		reply:tag("chat", strange):tag("EncryptedData", { xmlns = "http://www.w3.org/2001/04/xmlenc#" }):up();
	else
		reply:tag(name, { xmlns = namespace }):tag("chat", strange):up():tag("changed", strange):up();
	end
	return origin.send(reply:tag("set", { xmlns = "http://jabber.org/protocol/rsm" })
		:tag("count"):text("many"):up():tag("last"):text("forever"));
end

function answers.deep(origin, stanza, namespace, name)
	local reply = st.reply(stanza):tag(name == "retrieve" and "chat" or name, { xmlns = namespace });
	for _ = 1, 500 do
		reply:tag("chat");
	end
	return origin.send(reply);
end

-- Not XML at all, in the middle of the stream.
function answers.noise(origin)
	return origin.send("<iq type='result'><save <<\255\254 & </iq>");
end

function answers.bomb(origin)
	return origin.send("<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '" .. ("&b;"):rep(1000) .. "'>]><iq><a>&c;&c;</a></iq>");
end

function answers.utf8(origin, stanza, namespace, name)
	return origin.send(("<iq type='result' id='%s'><%s xmlns='%s'>\255\192\128\237\160\128</%s></iq>")
		:format(stanza.attr.id, name, namespace, name));
end

function answers.huge(origin, stanza, namespace, name)
	return origin.send(("<iq type='result' id='%s'><%s xmlns='%s'>%s</%s></iq>")
		:format(stanza.attr.id, name, namespace, ("x"):rep(20 * 1024 * 1024), name));
end

local function intercept(event, namespace, name)
	local origin, stanza = event.origin, event.stanza;
	load_rules();
	seen = seen + 1;
	local fault = fault_for(name);
	note(name, fault);
	if not fault then
		return nil;
	end
	local error_type, condition = fault:match("^error:([^:]+):([^:]+)$");
	if error_type then
		origin.send(st.error_reply(stanza, error_type, condition));
	elseif fault == "lost" then
		event.origin = setmetatable({ send = function () return true; end }, { __index = origin });
		return nil;
	else
		answers[fault](origin, stanza, namespace, name);
	end
	return true;
end

for _, namespace in ipairs(namespaces) do
	for _, name in ipairs(names) do
		module:hook("iq/self/" .. namespace .. ":" .. name, function (event)
			return intercept(event, namespace, name);
		end, 1000);
	end
end
