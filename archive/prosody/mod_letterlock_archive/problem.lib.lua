-- SPDX-License-Identifier: GPL-3.0-or-later
-- Expected failures as values { type, condition, text }; every action answers `nil, problem` with one of these.

local function problem(error_type, condition)
	return function (text)
		return { type = error_type, condition = condition, text = text };
	end
end

return {
	bad_request = problem("modify", "bad-request");
	jid_malformed = problem("modify", "jid-malformed");
	not_acceptable = problem("modify", "not-acceptable");
	quota = problem("wait", "resource-constraint");
	not_found = problem("cancel", "item-not-found");
	not_allowed = problem("cancel", "not-allowed");
	not_implemented = problem("cancel", "feature-not-implemented");
};
