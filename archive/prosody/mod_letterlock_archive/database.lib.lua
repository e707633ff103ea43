-- SPDX-License-Identifier: GPL-3.0-or-later
-- The module's own tables, in an own SQLite file or in PostgreSQL. Prosody's archive stores rewrite whole files
-- or cannot look up by key name, so they are not used.

local datamanager = require "prosody.util.datamanager";

local schema_version = 2;

-- Written for both databases: %ID% is an automatic key, %TEXT% compares by bytes, %KEYED% stores a table in its key.
local schema = {
	[[CREATE TABLE IF NOT EXISTS letterlock_user (id %ID%, host %TEXT% NOT NULL, username %TEXT% NOT NULL,
		modseq BIGINT NOT NULL, bytes BIGINT NOT NULL, mtime %TEXT% NOT NULL DEFAULT '', counted BIGINT NOT NULL DEFAULT 0,
		UNIQUE (host, username))]];
	[[CREATE TABLE IF NOT EXISTS letterlock_collection (id %ID%, uid BIGINT NOT NULL, jid %TEXT% NOT NULL,
		bare %TEXT% NOT NULL, domain %TEXT% NOT NULL, start_at %TEXT% NOT NULL, version BIGINT NOT NULL,
		content BIGINT NOT NULL, removed BIGINT NOT NULL, modseq BIGINT NOT NULL, mtime %TEXT% NOT NULL, archived_at %TEXT% NOT NULL,
		bytes BIGINT NOT NULL, next_seq BIGINT NOT NULL, subject %TEXT%, thread %TEXT%, previous_jid %TEXT%,
		previous_start %TEXT%, next_jid %TEXT%, next_start %TEXT%, UNIQUE (uid, jid, start_at))]];
	[[CREATE INDEX IF NOT EXISTS letterlock_collection_time ON letterlock_collection (uid, removed, start_at, id)]];
	[[CREATE INDEX IF NOT EXISTS letterlock_collection_bare ON letterlock_collection (uid, removed, bare, start_at, id)]];
	[[CREATE INDEX IF NOT EXISTS letterlock_collection_jid ON letterlock_collection (uid, removed, jid, start_at, id)]];
	[[CREATE INDEX IF NOT EXISTS letterlock_collection_domain ON letterlock_collection (uid, removed, domain, start_at, id)]];
	[[CREATE INDEX IF NOT EXISTS letterlock_collection_change ON letterlock_collection (uid, modseq)]];
	[[CREATE INDEX IF NOT EXISTS letterlock_collection_mtime ON letterlock_collection (uid, mtime, modseq)]];
	[[CREATE TABLE IF NOT EXISTS letterlock_item (coll BIGINT NOT NULL, seq BIGINT NOT NULL, uid BIGINT NOT NULL,
		kind BIGINT NOT NULL, keyname %TEXT%, digest %TEXT%, bytes BIGINT NOT NULL, value %TEXT% NOT NULL,
		PRIMARY KEY (coll, seq), UNIQUE (coll, digest))]];
	[[CREATE INDEX IF NOT EXISTS letterlock_item_keyname ON letterlock_item (uid, keyname, coll)]];
	[[CREATE TABLE IF NOT EXISTS letterlock_key (coll BIGINT NOT NULL, carried %TEXT% NOT NULL, keyname %TEXT% NOT NULL,
		uid BIGINT NOT NULL, start_at %TEXT% NOT NULL, bytes BIGINT NOT NULL, value %TEXT% NOT NULL,
		PRIMARY KEY (coll, carried, keyname))]];
	[[CREATE INDEX IF NOT EXISTS letterlock_key_keyname ON letterlock_key (uid, keyname, start_at, coll, bytes)]];
	[[CREATE INDEX IF NOT EXISTS letterlock_key_carried ON letterlock_key (uid, carried, keyname, coll)]];
	[[CREATE TABLE IF NOT EXISTS letterlock_block (uid BIGINT NOT NULL, scope %TEXT% NOT NULL, start_at %TEXT% NOT NULL,
		row_id BIGINT NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (uid, scope, start_at, row_id)) %KEYED%]];
};

-- What is done to a database of the version before, ahead of the statements above.
local upgrades = {
	[1] = {
		[[ALTER TABLE letterlock_user ADD COLUMN mtime %TEXT% NOT NULL DEFAULT '']];
		[[ALTER TABLE letterlock_user ADD COLUMN counted BIGINT NOT NULL DEFAULT 0]];
		-- The log of changes is in order of time from now on.
		[[UPDATE letterlock_collection SET mtime = ordered.latest FROM (SELECT id, MAX(mtime) OVER (PARTITION BY uid
			ORDER BY modseq) AS latest FROM letterlock_collection) AS ordered WHERE ordered.id = letterlock_collection.id
			AND ordered.latest > letterlock_collection.mtime]];
		[[UPDATE letterlock_user SET mtime = COALESCE((SELECT MAX(mtime) FROM letterlock_collection
			WHERE uid = letterlock_user.id), '')]];
		-- Made again with one column more.
		[[DROP INDEX letterlock_key_carried]];
	};
};

local dialects = {
	SQLite3 = { ID = "INTEGER PRIMARY KEY AUTOINCREMENT", TEXT = "TEXT", KEYED = "WITHOUT ROWID" };
	PostgreSQL = { ID = "BIGSERIAL PRIMARY KEY", TEXT = 'TEXT COLLATE "C"', KEYED = "" };
};

local function must(ok, failure)
	if ok ~= true then
		error("letterlock_archive: " .. tostring(failure or ok), 0);
	end
end

local function open_sqlite(params)
	local found, sql = pcall(require, "prosody.util.sqlite3");
	if not found then
		error("letterlock_archive needs the Lua library lsqlite3 (on Debian: apt install lua-lsqlite3), "
			.. "or the option letterlock_archive_sql with a PostgreSQL database", 0);
	end
	local path = params.database or datamanager.getpath(nil, module.host, "letterlock_archive", "sqlite", true);
	local engine = sql:create_engine({ driver = "SQLite3", database = path }, function () return true; end);
	must(engine:connect());
	-- An acknowledged save survives a power failure (P-67), and removed text does not stay in free pages.
	for _, pragma in ipairs({ "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000" }) do
		must(engine:execute("PRAGMA " .. pragma));
	end
	return engine;
end

local function open_postgresql(params)
	local found, sql = pcall(require, "prosody.util.sql");
	if not found then
		error("letterlock_archive needs LuaDBI for PostgreSQL (on Debian: apt install lua-dbi-postgresql)", 0);
	end
	local engine = sql:create_engine(params, function () return true; end);
	must(engine:connect());
	return engine;
end

local function create_tables(engine, dialect)
	must(engine:transaction(function ()
		if engine.params.driver == "PostgreSQL" then
			-- Several servers that start at once on a new database would each try to make the tables.
			engine:select("SELECT pg_advisory_xact_lock(136241)");
		end
		local function run(statements)
			for _, statement in ipairs(statements) do
				engine:update((statement:gsub("%%(%u+)%%", dialect)));
			end
		end
		run({ "CREATE TABLE IF NOT EXISTS letterlock_schema (version BIGINT NOT NULL)" });
		local version;
		for row in engine:select("SELECT version FROM letterlock_schema") do
			version = tonumber(row[1]);
		end
		if version == schema_version then
			return;
		elseif not version then
			engine:insert("INSERT INTO letterlock_schema (version) VALUES (?)", schema_version);
		elseif upgrades[version] then
			module:log("info", "The archive database is brought to version %d", schema_version);
			run(upgrades[version]);
			engine:update("UPDATE letterlock_schema SET version = ?", schema_version);
		else
			error("the archive database belongs to another version of this module", 0);
		end
		run(schema);
	end));
end

-- { transaction(f), read(f), scrub(), close() }. `transaction` answers what `f` answers, or raises after a rollback; `f`
-- must check before it writes, so that a refusal is an ordinary answer. `read` is for what writes nothing: all that `f`
-- reads is of one moment, whatever other connections do.
local function open(params)
	local driver = params and params.driver or "SQLite3";
	if not dialects[driver] then
		error("letterlock_archive_sql: unknown driver " .. tostring(driver), 0);
	end
	local engine = driver == "SQLite3" and open_sqlite(params or {}) or open_postgresql(params);
	create_tables(engine, dialects[driver]);
	local database = {};
	function database.transaction(action)
		local value, failure;
		local ok, trace = engine:transaction(function ()
			value, failure = action(engine);
			return true;
		end);
		if not ok then
			-- Prosody leaves the transaction open when the commit itself fails, as on a full disk.
			if driver == "SQLite3" and engine.conn then
				engine.conn:exec("ROLLBACK");
			end
			error("storage: " .. tostring(trace), 0);
		end
		return value, failure;
	end
	function database.read(action)
		return database.transaction(function ()
			if driver == "PostgreSQL" then
				engine:update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
			end
			return action(engine);
		end);
	end
	-- Removed text may still be in the write-ahead log; this takes it from the disk.
	function database.scrub()
		if driver == "SQLite3" then
			engine.conn:exec("PRAGMA wal_checkpoint(TRUNCATE)");
		end
	end
	function database.close()
		if engine.conn then
			engine.conn:close();
			engine.conn = nil;
		end
	end
	return database;
end

return { open = open };
