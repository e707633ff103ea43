-- SPDX-License-Identifier: GPL-3.0-or-later
-- Elements as stored text. Prosody writes attributes in any order; here the order is fixed, so that equal
-- elements are equal texts (and have equal digests) across restarts.

local parse = require "prosody.util.xml".parse;

local namespaces = {
	archive = "urn:xmpp:archive";
	tmp = "urn:xmpp:tmp:archive";
	xenc = "http://www.w3.org/2001/04/xmlenc#";
	dsig = "http://www.w3.org/2000/09/xmldsig#";
	form = "jabber:x:data";
	rsm = "http://jabber.org/protocol/rsm";
};

local max_depth = 32;

local text_escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\r"] = "&#13;" };
local attribute_escapes = {
	["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\r"] = "&#13;", ["\n"] = "&#10;", ["\t"] = "&#9;", ["'"] = "&apos;",
};

local function escape_text(text)
	return (text:gsub("[&<>\r]", text_escapes));
end

local function escape_attribute(text)
	return (text:gsub("[&<>\r\n\t']", attribute_escapes));
end

-- Both spellings of the archive namespace are one in the store (REQUIREMENTS R01).
local function stored_namespace(namespace)
	return namespace == namespaces.tmp and namespaces.archive or namespace;
end

local function write(out, element, parent_namespace, depth)
	local namespace = stored_namespace(element.attr.xmlns or parent_namespace);
	out[#out + 1] = "<" .. element.name;
	if namespace ~= parent_namespace then
		out[#out + 1] = " xmlns='" .. escape_attribute(namespace or "") .. "'";
	end
	local names = {};
	for name in pairs(element.attr) do
		if name ~= "xmlns" then
			names[#names + 1] = name;
		end
	end
	table.sort(names);
	for number, name in ipairs(names) do
		local foreign, short = name:match("^([^\1]+)\1(.+)$");
		local value = "='" .. escape_attribute(element.attr[name]) .. "'";
		if foreign then
			local prefix = "ns" .. number;
			out[#out + 1] = " xmlns:" .. prefix .. "='" .. escape_attribute(foreign) .. "' " .. prefix .. ":" .. short .. value;
		else
			out[#out + 1] = " " .. name .. value;
		end
	end
	if #element == 0 then
		out[#out + 1] = "/>";
		return true;
	end
	out[#out + 1] = ">";
	for _, child in ipairs(element) do
		if type(child) == "string" then
			out[#out + 1] = escape_text(child);
		elseif depth == 1 or not write(out, child, namespace, depth - 1) then
			return false;
		end
	end
	out[#out + 1] = "</" .. element.name .. ">";
	return true;
end

-- The element's text, nil if it is nested too deeply.
local function serialize(element)
	local out = {};
	return write(out, element, nil, max_depth) and table.concat(out) or nil;
end

local function rename(element, from, to)
	if element.attr.xmlns == from then
		element.attr.xmlns = to;
	end
	for _, child in ipairs(element.tags) do
		rename(child, from, to);
	end
end

-- The stored element in the namespace of the request.
local function restore(text, namespace)
	local element = assert(parse(text));
	if namespace ~= namespaces.archive then
		rename(element, namespaces.archive, namespace);
	end
	return element;
end

-- Prosody's own look-ups take the parent's namespace when none is given; these never guess.
local function child(element, name, namespace)
	for _, tag in ipairs(element.tags) do
		if tag.name == name and tag.attr.xmlns == namespace then
			return tag;
		end
	end
end

local function children(element, name, namespace)
	local found = {};
	for _, tag in ipairs(element.tags) do
		if tag.name == name and tag.attr.xmlns == namespace then
			found[#found + 1] = tag;
		end
	end
	return found;
end

-- Text of an element that has no child elements, without space around it; "" if there is none.
local function trimmed_text(element)
	if not element or #element.tags > 0 then
		return "";
	end
	return table.concat(element):match("^%s*(.-)%s*$");
end

return {
	ns = namespaces;
	serialize = serialize;
	restore = restore;
	child = child;
	children = children;
	trimmed_text = trimmed_text;
};
