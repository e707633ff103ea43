-- SPDX-License-Identifier: GPL-3.0-or-later
-- Public keys of the owner and what is sealed for them (XEP-0241 section 3): a fresh AES-256-GCM data key for a
-- collection, wrapped with RSA-OAEP for each public key.

local st = require "prosody.util.stanza";
local crypto = require "prosody.util.crypto";
local random = require "prosody.util.random".bytes;
local sha256 = require "prosody.util.hashes".sha256;
local base64 = require "prosody.util.encodings".base64;
local have_pkey, pkey = pcall(require, "openssl.pkey");
local have_bignum, bignum = pcall(require, "openssl.bignum");

local instant = module:require "instant";
local xml = module:require "xml";
local ns = xml.ns;

local ns_pubkey = "urn:xmpp:pubkey:2";
local ns_revoke = "urn:xmpp:revoke:2";
local ns_xenc11 = "http://www.w3.org/2009/xmlenc11#";
local min_bits, max_bits = 2048, 8192;
local max_keys = 16;

local available = have_pkey and have_bignum;

local function der(tag, value)
	local length = #value;
	local head = length < 128 and string.char(length) or length < 256 and "\x81" .. string.char(length)
		or "\x82" .. string.pack(">I2", length);
	return string.char(tag) .. head .. value;
end

local function der_integer(bytes)
	return der(2, bytes:byte() >= 128 and "\0" .. bytes or bytes);
end

-- A usable key from big-endian octets, nil otherwise. OpenSSL itself takes any exponent, even 1, which hides nothing.
local function make(name, modulus, exponent)
	modulus, exponent = modulus:gsub("^\0+", ""), exponent:gsub("^\0+", "");
	if modulus == "" or exponent == "" or #exponent > 8 then
		return nil;
	end
	local bits = (#modulus - 1) * 8 + math.floor(math.log(modulus:byte(), 2)) + 1;
	-- An odd number of three octets is at least 65537.
	if bits < min_bits or bits > max_bits or modulus:byte(-1) % 2 == 0 or exponent:byte(-1) % 2 == 0
		or #exponent < 3 then
		return nil;
	end
	local algorithm = der(0x30, "\6\9\x2a\x86\x48\x86\xf7\x0d\1\1\1\5\0");
	local info = der(0x30, algorithm .. der(3, "\0" .. der(0x30, der_integer(modulus) .. der_integer(exponent))));
	local ok, key = pcall(pkey.new, info, "DER");
	if not ok then
		return nil;
	end
	return { name = name or base64.encode(sha256(info)), info = info, key = key };
end

local function binary(element)
	local text = element and table.concat(element):gsub("%s+", "") or "";
	return text:find("^[A-Za-z0-9+/]+=?=?$") and base64.decode(text) or nil;
end

-- A key of `<auto/>`; its name may stand beside KeyValue or, as the example of XEP-0241 has it, inside (R05).
local function from_key_info(element, name_bytes)
	local value = xml.child(element, "KeyValue", ns.dsig);
	local rsa = value and xml.child(value, "RSAKeyValue", ns.dsig);
	local name = xml.trimmed_text(xml.child(element, "KeyName", ns.dsig) or value and xml.child(value, "KeyName", ns.dsig));
	local modulus = rsa and binary(xml.child(rsa, "Modulus", ns.dsig));
	local exponent = rsa and binary(xml.child(rsa, "Exponent", ns.dsig));
	if not modulus or not exponent or #name > name_bytes then
		return nil;
	end
	return make(name ~= "" and name or nil, modulus, exponent);
end

local function text_of(element, name)
	return xml.trimmed_text(xml.child(element, name, ns_pubkey));
end

local function time_of(text)
	return instant.parse(text) or instant.parse(text .. "Z");
end

local function hexadecimal(digest)
	return (digest:gsub(".", function (c) return ("%02x"):format(c:byte()); end));
end

-- A published key (A-60 to A-63): complete, in its time, of this owner, with the right print.
local function from_pubkey(element, owner, revoked)
	local rsa = xml.child(element, "rsakey", ns_pubkey);
	local print = rsa and xml.child(rsa, "print", ns_pubkey);
	if not print or (print.attr.algo or "sha-256") ~= "sha-256" then
		return nil;
	end
	local first, last, jid = text_of(element, "begin"), text_of(element, "end"), text_of(element, "jid");
	local modulus = text_of(rsa, "modulus"):gsub("%s+", "");
	local exponent = text_of(rsa, "publicExponent");
	local start, finish, now = time_of(first), time_of(last), instant.now();
	if not start or not finish or now < start or now > finish or jid ~= owner then
		return nil;
	end
	if not modulus:find("^%d+$") or not exponent:find("^%d+$") or #modulus > 2500 or #exponent > 20 then
		return nil;
	end
	local digest = sha256(first .. last .. jid .. modulus .. exponent);
	local shown = xml.trimmed_text(print);
	if shown ~= base64.encode(digest) and shown:lower() ~= hexadecimal(digest) then
		return nil;
	end
	if revoked[base64.encode(digest)] or revoked[hexadecimal(digest)] then
		return nil;
	end
	return make(shown, bignum.new(modulus):toBinary(), bignum.new(exponent):toBinary());
end

-- Prints of the keys that the owner has revoked (A-65), as they stand there. Only the owner can write this node, and not
-- to seal for a key does no harm: the signature is not asked for.
local function revocations(service)
	local prints = {};
	local ok, items = service:get_items(ns_revoke, true);
	for _, id in ipairs(ok and items or {}) do
		for _, element in ipairs(items[id] and items[id].tags or {}) do
			-- One name is in the text of XEP-0189, the other in its example and schema (R19).
			if element.attr.xmlns == ns_revoke and (element.name == "revoke" or element.name == "revocation") then
				local print = xml.trimmed_text(xml.child(element, "keyprint", ns_revoke));
				prints[print] = true;
				prints[print:lower()] = true;
			end
		end
	end
	return prints;
end

-- The owner's published keys; whatever is wrong with one, it is left out.
local function published(username)
	local keys = {};
	local service = module:depends "pep".get_pep_service(username);
	local revoked = revocations(service);
	local ok, items = service:get_items(ns_pubkey, true);
	for _, id in ipairs(ok and items or {}) do
		local element = items[id] and xml.child(items[id], "pubkey", ns_pubkey);
		local read, key = pcall(from_pubkey, element, username .. "@" .. module.host, revoked);
		if element and read and key and #keys < max_keys then
			keys[#keys + 1] = key;
		end
	end
	return keys;
end

local function cipher_data(element, value)
	return element:tag("CipherData"):text_tag("CipherValue", base64.encode(value)):up();
end

-- `<EncryptedKey/>` for one public key, in the order of the schema (R04).
local function wrap(data_key, carried, public)
	local element = st.stanza("EncryptedKey", { xmlns = ns.xenc })
		:tag("EncryptionMethod", { Algorithm = ns.xenc .. "rsa-oaep-mgf1p" }):up()
		:tag("KeyInfo", { xmlns = ns.dsig }):text_tag("KeyName", public.name):up();
	cipher_data(element, public.key:encrypt(data_key, { rsaPadding = pkey.RSA_PKCS1_OAEP_PADDING }));
	return element:text_tag("CarriedKeyName", carried);
end

-- `<EncryptedData/>` around the text of a sequence of items.
local function seal(data_key, name, text)
	local nonce = random(12);
	local element = st.stanza("EncryptedData", { xmlns = ns.xenc, Type = ns.xenc .. "Content" })
		:tag("EncryptionMethod", { Algorithm = ns_xenc11 .. "aes256-gcm" }):up()
		:tag("KeyInfo", { xmlns = ns.dsig }):text_tag("KeyName", name):up();
	return cipher_data(element, nonce .. crypto.aes_256_gcm_encrypt(data_key, nonce, text));
end

return {
	available = available;
	max_keys = max_keys;
	from_key_info = from_key_info;
	published = published;
	wrap = wrap;
	seal = seal;
	new_data_key = function () return random(32), base64.encode(random(18)); end;
};
