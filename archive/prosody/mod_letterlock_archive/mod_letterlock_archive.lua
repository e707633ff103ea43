-- SPDX-License-Identifier: GPL-3.0-or-later
-- XEP-0136 message archiving with the encryption of XEP-0241: a user's own collections, sealed or plain, on the
-- user's own server. See README.md.

module:depends "disco";

local async = require "prosody.util.async";
local st = require "prosody.util.stanza";
local throttle = require "prosody.util.throttle";

local problem = module:require "problem";
local parse = module:require "parse";
local xml = module:require "xml";
local rsm = module:require "rsm";
local collection = module:require "collection";
local save = module:require "save";
local remove = module:require "remove";
local query = module:require "query";
local prefs = module:require "prefs";
local rsa = module:require "rsa";
local recorder = module:require "recorder";
local auto = module:require "auto";

local limits = {
	page = module:get_option_integer("letterlock_archive_page_size", 200, 1, 10000);
	page_bytes = module:get_option_integer("letterlock_archive_page_bytes", 200 * 1024, 1024);
	collection_bytes = module:get_option_integer("letterlock_archive_collection_bytes", 4 * 1024 * 1024, 1024);
	quota_bytes = module:get_option_integer("letterlock_archive_quota_bytes", 1024 * 1024 * 1024, 1024);
	save_keys = 64;
	name_bytes = 256;
	subject_bytes = 1024;
	thread_bytes = 256;
};
local rate = module:get_option_number("letterlock_archive_rate", 500, 0);
local manual = module:get_option_boolean("letterlock_archive_manual", true);
local automatic = module:get_option_boolean("letterlock_archive_auto", false);

local database = module:require "database".open(module:get_option("letterlock_archive_sql"));

local actions = {};

function actions.save(request)
	if not manual then
		return nil, problem.not_implemented("Manual archiving is switched off on this server");
	end
	local ok, failure = parse.attributes(request.element);
	if not ok then
		return nil, failure;
	end
	local chat;
	chat, failure = parse.save(request.element, request.namespace, limits);
	if not chat then
		return nil, failure;
	end
	local row;
	row, failure = database.transaction(function (engine)
		return save.save(engine, request.username, chat, limits);
	end);
	if not row then
		return nil, failure;
	end
	return st.stanza("save", { xmlns = request.namespace }):add_child(collection.chat(row, request.namespace));
end

-- Only a `<set/>` may stand in these requests.
local function only_rsm(element)
	for _, tag in ipairs(element.tags) do
		if tag.attr.xmlns ~= xml.ns.rsm then
			return nil, problem.bad_request("Unknown child element");
		end
	end
	return true;
end

local function checked(request, attributes, children)
	local ok, failure = parse.attributes(request.element, table.unpack(attributes));
	if ok and children then
		ok, failure = children(request.element);
	end
	if not ok then
		return nil, failure;
	end
	return rsm.parse(request.element, limits.page);
end

function actions.list(request)
	local page, failure = checked(request, { "with", "start", "end", "exactmatch" }, only_rsm);
	if not page then
		return nil, failure;
	end
	local filter;
	filter, failure = parse.filter(request.element);
	if not filter then
		return nil, failure;
	end
	return query.page(database, function (engine)
		return query.list(engine, request.username, filter, page, request.namespace, limits);
	end);
end

function actions.retrieve(request)
	local page, failure = checked(request, { "with", "start" });
	if not page then
		return nil, failure;
	end
	local identity, names;
	identity, failure = parse.identity(request.element);
	if not identity then
		return nil, failure;
	end
	names, failure = parse.key_names(request.element, limits);
	if not names then
		return nil, failure;
	end
	return query.page(database, function (engine)
		return query.retrieve(engine, request.username, identity, names, page, request.namespace, limits);
	end);
end

function actions.modified(request)
	local page, failure = checked(request, { "start" }, only_rsm);
	if not page then
		return nil, failure;
	elseif not page.present then
		return nil, problem.bad_request("Result set management is needed");
	end
	local start;
	start, failure = parse.time(request.element.attr.start, "start");
	if not start then
		return nil, failure;
	end
	return query.page(database, function (engine)
		return query.modified(engine, request.username, start, page, request.namespace, limits);
	end);
end

function actions.keys(request)
	local page, failure = checked(request, {});
	if not page then
		return nil, failure;
	end
	local names;
	names, failure = parse.key_names(request.element, limits);
	if not names then
		return nil, failure;
	elseif #names ~= 1 then
		return nil, problem.bad_request("One KeyName is needed");
	end
	return query.page(database, function (engine)
		return query.keys(engine, request.username, names[1], page, request.namespace, limits);
	end);
end

-- P-48: of what the filter names, only what is being recorded.
local function remove_open(username, filter)
	local with, count = filter.with, 0;
	for _, open in ipairs(recorder.open_collections(username)) do
		local address = open.with;
		local matches = not with or address.jid == with.jid
			or not filter.exact and not with.resource and (with.node and address.bare == with.bare
			or not with.node and address.domain == with.domain);
		if matches and (not filter.start or open.start >= filter.start)
			and (not filter["end"] or open.start < filter["end"])
			and database.transaction(function (engine) return remove.remove(engine, username, open); end) then
			count = count + 1;
		end
	end
	if count == 0 then
		return nil, problem.not_found("No such collection is being recorded");
	end
	return true;
end

function actions.remove(request)
	local page, failure = checked(request, { "with", "start", "end", "exactmatch", "open" }, only_rsm);
	if not page then
		return nil, failure;
	end
	local filter, open;
	filter, failure = parse.filter(request.element);
	if not filter then
		return nil, failure;
	end
	open, failure = parse.boolean(request.element.attr.open);
	if failure then
		return nil, failure;
	elseif open then
		return remove_open(request.username, filter);
	elseif filter.start and not filter.with and not filter["end"] then
		-- Undefined by the specification, and it destroys.
		return nil, problem.bad_request("A range needs 'end'");
	end
	local removed, progress = nil, {};
	while true do
		local done;
		done, failure = database.transaction(function (engine)
			return remove.remove(engine, request.username, filter, progress);
		end);
		removed = removed or done;
		if not done or not progress.more then
			-- Nothing left is the end, nothing at all an error.
			return removed, failure;
		end
		async.sleep(0);
	end
end

function actions.delete(request)
	local page, failure = checked(request, { "with", "start" });
	if not page then
		return nil, failure;
	end
	local identity, names;
	identity, failure = parse.identity(request.element);
	if not identity then
		return nil, failure;
	end
	names, failure = parse.key_names(request.element, limits);
	if not names then
		return nil, failure;
	elseif #names == 0 then
		return nil, problem.bad_request("KeyName is missing");
	end
	local row;
	row, failure = database.transaction(function (engine)
		return remove.delete_keys(engine, request.username, identity, names);
	end);
	return row and true, failure;
end

function actions.pref(request)
	local ok, failure = parse.attributes(request.element);
	if not ok then
		return nil, failure;
	end
	return (request.stanza.attr.type == "get" and prefs.get or prefs.set)(request);
end

actions.itemremove = prefs.remove_items;
actions.sessionremove = prefs.remove_threads;

-- Without automatic archiving switching it off is fine, switching it on is refused (A-18, P-39).
function actions.auto(request)
	if automatic then
		return auto.set(request);
	end
	local attr = request.element.attr;
	local save_wanted, failure = parse.boolean(attr.save);
	local encrypt_wanted, encrypt_failure = parse.boolean(attr.encrypt);
	if failure or encrypt_failure or not attr.save then
		return nil, problem.bad_request("Attribute 'save' is a needed boolean, 'encrypt' an optional one");
	elseif attr.scope and attr.scope ~= "global" and attr.scope ~= "stream" then
		return nil, problem.bad_request("Attribute 'scope' is global or stream");
	elseif save_wanted or encrypt_wanted then
		return nil, problem.not_implemented("Automatic archiving is not offered by this server");
	end
	return true;
end

-- XEP-0241 prints `<delete/>` as a get (R03). Preferences are read and written under one name.
local types = {
	save = { set = true }; list = { get = true }; retrieve = { get = true }; modified = { get = true };
	keys = { get = true }; remove = { set = true }; delete = { get = true, set = true };
	pref = { get = true, set = true }; auto = { set = true }; itemremove = { set = true }; sessionremove = { set = true };
};

local function answer(request, name, stanza)
	if not types[name][stanza.attr.type] then
		return nil, problem.bad_request("Wrong type of request");
	end
	return actions[name](request);
end

-- Who asks faster than allowed waits, all others do not: no error that a client could take for a refusal.
local turns = {}; -- by user name

local function wait_for_turn(username)
	if rate <= 0 then
		return;
	end
	turns[username] = turns[username] or throttle.create(math.max(1, rate * 5), 5);
	while not turns[username]:poll(1) do
		async.sleep(1 / rate);
		turns[username] = turns[username] or throttle.create(math.max(1, rate * 5), 5);
	end
end

module:add_timer(600, function ()
	for username, turn in pairs(turns) do
		if turn:peek(turn.max) then
			turns[username] = nil;
		end
	end
	return 600;
end);

-- Without an answer a client waits for ever, therefore nothing may escape; and library texts are never shown.
local function handle(event, namespace, name)
	local origin, stanza = event.origin, event.stanza;
	local request = {
		username = origin.username; namespace = namespace; element = stanza.tags[1]; origin = origin; stanza = stanza;
	};
	wait_for_turn(origin.username);
	local ok, result, failure = xpcall(answer, debug.traceback, request, name, stanza);
	if not ok then
		module:log("error", "%s of %s failed: %s", name, origin.username, result);
		origin.send(st.error_reply(stanza, "wait", "internal-server-error"));
	elseif not result then
		origin.send(st.error_reply(stanza, failure.type, failure.condition, failure.text));
	else
		local reply = st.reply(stanza);
		if result ~= true then
			reply:add_child(result);
		end
		origin.send(reply);
		if request.after then
			request.after();
		end
	end
	return true;
end

-- `iq/self` fires for the owner's own requests only; all others get service-unavailable (P-59).
for _, namespace in ipairs({ xml.ns.archive, xml.ns.tmp }) do
	for name in pairs(actions) do
		module:hook("iq/self/" .. namespace .. ":" .. name, function (event)
			return handle(event, namespace, name);
		end);
	end
end

local expiry_interval = module:get_option_period("letterlock_archive_expiry_interval", "1h");
module:require "expiry".start(database, prefs.store, expiry_interval);

local features = { xml.ns.archive, xml.ns.archive .. ":manage", xml.ns.archive .. ":pref", xml.ns.tmp };
if manual then
	features[#features + 1] = xml.ns.archive .. ":manual";
end
if automatic then
	local encrypt = rsa.available and module:get_option_boolean("letterlock_archive_encrypt", true);
	local compulsory = module:get_option_boolean("letterlock_archive_compulsory", false);
	recorder.start(database, limits, {
		idle = module:get_option_period("letterlock_archive_auto_idle", "30min");
		parts = module:get_option_integer("letterlock_archive_auto_parts", 10000, 1, 1048576);
		follows_resource = module:get_option_boolean("letterlock_archive_auto_full_jid", false);
	});
	auto.start({
		recorder = recorder, prefs = prefs, encrypt = encrypt, name_bytes = limits.name_bytes, compulsory = compulsory;
	});
	features[#features + 1] = xml.ns.archive .. ":auto";
	if encrypt then
		features[#features + 1] = xml.ns.archive .. ":encrypt";
		features[#features + 1] = xml.ns.tmp .. ":encrypt";
	end
	-- P-57
	module:hook("stream-features", function (event)
		if event.origin.username then
			local feature = event.features:tag("feature", { xmlns = xml.ns.archive }):tag("optional"):up();
			if compulsory then
				feature:tag("default"):up();
			end
			feature:up();
		end
	end);
end
for _, feature in ipairs(features) do
	module:add_feature(feature);
end
module:hook("account-disco-info", function (event)
	for _, feature in ipairs(features) do
		event.reply:tag("feature", { var = feature }):up();
	end
end);

module:hook_global("user-deleted", function (event)
	if event.host ~= module.host then
		return;
	end
	local ok, failure = pcall(database.transaction, function (engine)
		return remove.purge(engine, event.username);
	end);
	if not ok then
		module:log("error", "The archive of %s was not purged: %s", event.username, failure);
		return;
	end
	database.scrub();
end);

function module.unload()
	database.close();
end
