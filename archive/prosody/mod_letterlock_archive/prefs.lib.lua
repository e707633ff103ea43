-- SPDX-License-Identifier: GPL-3.0-or-later
-- Archiving preferences (XEP-0136 section 2): kept for the owner's clients and pushed to those that asked. The rules
-- for one conversation thread live as long as the stream that set them.

local st = require "prosody.util.stanza";
local jid = require "prosody.util.jid";
local new_id = require "prosody.util.id".short;

local problem = module:require "problem";
local parse = module:require "parse";

local bad_request = problem.bad_request;
local store = module:open_store("letterlock_archive_prefs");

local max_items = 1000;
local max_threads = 100;
local max_thread_bytes = 256;
-- Rules outlive their last message for this long, in seconds; the stream's end comes first.
local thread_timeout = 3600;

local save_modes = { body = true, ["false"] = true, message = true, stream = true };
local otr_modes = { approve = true, concede = true, forbid = true, oppose = true, prefer = true, require = true };
local method_types = { "auto", "local", "manual" };
local method_uses = { concede = true, forbid = true, prefer = true };

local function load(username)
	local prefs, failure = store:get(username);
	if failure then
		error("preferences: " .. tostring(failure), 0);
	end
	prefs = prefs or {};
	prefs.items = prefs.items or {};
	prefs.methods = prefs.methods or {};
	for _, name in ipairs(method_types) do
		prefs.methods[name] = prefs.methods[name] or "concede";
	end
	return prefs;
end

local function write(username, prefs)
	local ok, failure = store:set(username, prefs);
	if not ok then
		error("preferences: " .. tostring(failure), 0);
	end
end

local function default_of(prefs)
	return prefs.default or { otr = "concede", save = "body" };
end

-- The connected sessions of an account, by resource.
local function sessions_of(username)
	local user = prosody.hosts[module.host].sessions[username];
	return user and user.sessions or {};
end

local function check_modes(rule)
	if not save_modes[rule.save] then
		return bad_request("Bad or missing 'save'");
	elseif not otr_modes[rule.otr] then
		return bad_request("Bad or missing 'otr'");
	elseif rule.otr == "require" and rule.save ~= "false" then
		return bad_request("'otr' require needs 'save' false");
	elseif rule.expire and not (rule.expire:find("^%d+$") and #rule.expire <= 15) then
		return bad_request("Bad 'expire'");
	end
end

-- The address of an `<item/>`.
local function item_address(element)
	local text = element.attr.jid;
	if not text or text == "" then
		return nil, bad_request("Attribute 'jid' is missing");
	end
	local address = jid.prep(text);
	if not address then
		return nil, problem.jid_malformed("Attribute 'jid' is not a JID");
	end
	return address;
end

local function thread_of(element)
	local thread = element.attr.thread;
	if not thread or thread == "" or #thread > max_thread_bytes then
		return nil, bad_request("Bad or missing 'thread'");
	end
	return thread;
end

-- All rules that say what to save, in no order.
local function save_rules(prefs)
	local rules = { default_of(prefs) };
	for _, rule in pairs(prefs.items) do
		rules[#rules + 1] = rule;
	end
	return rules;
end

-- What to save of a message (P-18): the thread's rule, else the closest item's, else the default.
local function save_mode(username, prefs, peer, thread)
	for _, session in pairs(thread and sessions_of(username) or {}) do
		local mode = session.letterlock_archive_threads and session.letterlock_archive_threads[thread];
		if mode then
			return mode;
		end
	end
	local _, domain = jid.split(peer);
	local rule = prefs.items[peer];
	for _, address in ipairs({ jid.bare(peer), domain }) do
		rule = rule or prefs.items[address] and not prefs.items[address].exact and prefs.items[address] or nil;
	end
	return (rule or default_of(prefs)).save;
end

-- Set by automatic archiving: what holds for a stream, and why a change may be refused.
local setting_of, refuse;

local function connect(setting_function, refuse_function)
	setting_of, refuse = setting_function, refuse_function;
end

local readers = {};

function readers.default(change, element)
	local attr = element.attr;
	local rule = { otr = attr.otr, save = attr.save, expire = attr.expire };
	local failure = check_modes(rule);
	if failure then
		return failure;
	end
	change.prefs.default = rule;
	change.default = true;
end

-- What an item leaves out stays as it was, or is as by default (REQUIREMENTS R14).
function readers.item(change, element)
	local address, failure = item_address(element);
	if not address then
		return failure;
	end
	local exact;
	exact, failure = parse.boolean(element.attr.exactmatch);
	if failure then
		return failure;
	end
	local attr, old = element.attr, change.prefs.items[address] or default_of(change.prefs);
	local rule = { otr = attr.otr or old.otr, save = attr.save or old.save, expire = attr.expire, exact = exact or nil };
	failure = check_modes(rule);
	if failure then
		return failure;
	end
	change.prefs.items[address] = rule;
	change.items[#change.items + 1] = address;
end

function readers.session(change, element)
	local thread, failure = thread_of(element);
	if not thread then
		return failure;
	elseif not save_modes[element.attr.save] then
		return bad_request("Bad or missing 'save'");
	end
	change.threads[#change.threads + 1] = { thread = thread, save = element.attr.save };
end

function readers.method(change, element)
	local known = element.attr.type and change.prefs.methods[element.attr.type];
	if not known or not method_uses[element.attr.use] then
		return bad_request("Bad method");
	end
	change.prefs.methods[element.attr.type] = element.attr.use;
	change.methods = true;
end

local function add_default(answer, prefs)
	local rule = default_of(prefs);
	answer:tag("default", {
		otr = rule.otr, save = rule.save, expire = rule.expire, unset = not prefs.default and "true" or nil;
	}):up();
end

local function add_item(answer, prefs, address)
	local rule = prefs.items[address];
	answer:tag("item", {
		jid = address, otr = rule.otr, save = rule.save, expire = rule.expire, exactmatch = rule.exact and "true" or nil;
	}):up();
end

local function add_thread(answer, thread, save)
	answer:tag("session", { thread = thread, save = save, timeout = string.format("%d", thread_timeout) }):up();
end

local function add_methods(answer, prefs)
	for _, name in ipairs(method_types) do
		answer:tag("method", { type = name, use = prefs.methods[name] }):up();
	end
end

local function sorted_keys(map)
	local keys = {};
	for key in pairs(map) do
		keys[#keys + 1] = key;
	end
	table.sort(keys);
	return keys;
end

-- P-01, P-02; from now on this session hears of changes (P-13).
local function get(request)
	if #request.element.tags > 0 then
		return nil, bad_request("An empty element is needed");
	end
	local prefs = load(request.username);
	local answer = st.stanza("pref", { xmlns = request.namespace });
	local auto = setting_of and setting_of(request.origin, prefs);
	answer:tag("auto", { save = auto and "true" or "false", scope = auto and auto == prefs.auto and "global" or nil }):up();
	add_default(answer, prefs);
	for _, address in ipairs(sorted_keys(prefs.items)) do
		add_item(answer, prefs, address);
	end
	local threads = {};
	for _, session in pairs(sessions_of(request.username)) do
		for thread, save in pairs(session.letterlock_archive_threads or {}) do
			threads[thread] = save;
		end
	end
	for _, thread in ipairs(sorted_keys(threads)) do
		add_thread(answer, thread, threads[thread]);
	end
	add_methods(answer, prefs);
	request.origin.letterlock_archive_prefs = request.namespace;
	return answer;
end

-- Tells each session that has asked; `fill` adds the change to an element of this name.
local function push(username, name, fill)
	for _, session in pairs(sessions_of(username)) do
		local namespace = session.letterlock_archive_prefs;
		if namespace then
			local element = st.stanza(name, { xmlns = namespace });
			fill(element);
			session.send(st.iq({ type = "set", id = "archive-" .. new_id(), to = session.full_jid }):add_child(element));
		end
	end
end

local function count(map)
	local number = 0;
	for _ in pairs(map) do
		number = number + 1;
	end
	return number;
end

local function set(request)
	local change = { prefs = load(request.username), items = {}, threads = {} };
	if #request.element.tags == 0 then
		return nil, bad_request("Nothing to set");
	end
	for _, element in ipairs(request.element.tags) do
		local reader = element.attr.xmlns == request.namespace and readers[element.name];
		local failure = not reader and bad_request("Unknown child element") or reader and reader(change, element);
		if failure then
			return nil, failure;
		end
	end
	local rules = { change.default and change.prefs.default or nil };
	for _, address in ipairs(change.items) do
		rules[#rules + 1] = change.prefs.items[address];
	end
	local failure = refuse and refuse(request, change.prefs, change.threads, rules);
	if failure then
		return nil, failure;
	end
	local threads = {};
	for thread, save in pairs(request.origin.letterlock_archive_threads or {}) do
		threads[thread] = save;
	end
	for _, rule in ipairs(change.threads) do
		threads[rule.thread] = rule.save;
	end
	if count(change.prefs.items) > max_items or count(threads) > max_threads then
		return nil, problem.quota("Too many rules");
	end
	if change.default or change.methods or #change.items > 0 then
		write(request.username, change.prefs);
	end
	request.origin.letterlock_archive_threads = threads;
	function request.after()
		push(request.username, "pref", function (element)
			if change.default then
				add_default(element, change.prefs);
			end
			for _, address in ipairs(change.items) do
				add_item(element, change.prefs, address);
			end
			for _, rule in ipairs(change.threads) do
				add_thread(element, rule.thread, rule.save);
			end
			if change.methods then
				add_methods(element, change.prefs);
			end
		end);
	end
	return true;
end

local function targets(request, name, read)
	local found = {};
	for _, element in ipairs(request.element.tags) do
		if element.name ~= name or element.attr.xmlns ~= request.namespace then
			return nil, bad_request("Unknown child element");
		end
		local target, failure = read(element);
		if not target then
			return nil, failure;
		end
		found[#found + 1] = target;
	end
	if #found == 0 then
		return nil, bad_request("Nothing to remove");
	end
	return found;
end

local function push_removed(request, name, attribute, removed)
	function request.after()
		if #removed > 0 then
			push(request.username, request.element.name, function (element)
				for _, target in ipairs(removed) do
					element:tag(name, { [attribute] = target }):up();
				end
			end);
		end
	end
end

-- P-16: removing a rule that is not there is no error, and no change to tell of.
local function remove_items(request)
	local addresses, failure = targets(request, "item", item_address);
	if not addresses then
		return nil, failure;
	end
	local prefs, removed = load(request.username), {};
	for _, address in ipairs(addresses) do
		if prefs.items[address] then
			prefs.items[address] = nil;
			removed[#removed + 1] = address;
		end
	end
	if #removed > 0 then
		write(request.username, prefs);
	end
	push_removed(request, "item", "jid", removed);
	return true;
end

local function remove_threads(request)
	local threads, failure = targets(request, "session", thread_of);
	if not threads then
		return nil, failure;
	end
	local removed = {};
	for _, thread in ipairs(threads) do
		local found = false;
		for _, session in pairs(sessions_of(request.username)) do
			local rules = session.letterlock_archive_threads;
			if rules and rules[thread] then
				rules[thread] = nil;
				found = true;
			end
		end
		if found then
			removed[#removed + 1] = thread;
		end
	end
	push_removed(request, "session", "thread", removed);
	return true;
end

return {
	store = store;
	load = load;
	write = write;
	save_rules = save_rules;
	save_mode = save_mode;
	connect = connect;
	get = get;
	set = set;
	remove_items = remove_items;
	remove_threads = remove_threads;
};
