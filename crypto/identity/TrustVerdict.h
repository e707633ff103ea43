// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace letterlock::crypto {

/// What may be said of a contact's key, in the words of the trust chip (UI section 5).
enum class TrustVerdict {
    NoKey,
    NotChecked, ///< first key seen, used, never compared
    Checked, ///< compared by the person
    NewNotChecked, ///< replaced an earlier key that had not been checked
    NewAfterChecked, ///< replaced a checked key: sending stops until compared or overruled
    Refused, ///< by the person
    Expired,
    Revoked,
};

} // namespace letterlock::crypto
