-- SPDX-License-Identifier: GPL-3.0-or-later
-- XEP-0082 instants as text that sorts and compares: YYYY-MM-DDTHH:MM:SS.ffffffZ, years 0000 to 9999.

local now = require "prosody.util.time".now;

local month_days = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

local function days_in(year, month)
	if month == 2 and (year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0) then
		return 29;
	end
	return month_days[month] or 0;
end

-- The canonical text of an instant, nil if it is none. UTC only; finer than microseconds is refused, since two
-- instants must never become one.
local function parse(text)
	local date, rest = tostring(text):match("^(%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d)(.*)$");
	if not date then
		return nil;
	end
	local fraction, zone = rest:match("^%.(%d+)(.*)$");
	fraction, zone = fraction or "", zone or rest;
	if zone ~= "Z" and zone ~= "+00:00" and zone ~= "-00:00" then
		return nil;
	end
	local year, month, day, hour, minute, second = date:match("^(%d+)%-(%d+)%-(%d+)T(%d+):(%d+):(%d+)$");
	day = tonumber(day);
	if day < 1 or day > days_in(tonumber(year), tonumber(month)) then
		return nil;
	end
	if tonumber(hour) > 23 or tonumber(minute) > 59 or tonumber(second) > 59 then
		return nil;
	end
	if fraction:sub(7):find("[^0]") then
		return nil;
	end
	return date .. "." .. (fraction .. "000000"):sub(1, 6) .. "Z";
end

-- The shortest usual spelling of a canonical instant: no fraction, milliseconds or microseconds.
local function show(canonical)
	local date, millis, micros = canonical:match("^(.-)%.(%d%d%d)(%d%d%d)Z$");
	if micros ~= "000" then
		return canonical;
	end
	return millis == "000" and date .. "Z" or date .. "." .. millis .. "Z";
end

local function from_time(time)
	local seconds = math.floor(time);
	return os.date("!%Y-%m-%dT%H:%M:%S", seconds) .. string.format(".%06dZ", math.floor((time - seconds) * 1000000));
end

return {
	parse = parse;
	show = show;
	from_time = from_time;
	now = function () return from_time(now()); end;
};
