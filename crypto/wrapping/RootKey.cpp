// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/RootKey.h"

#include "crypto/base/Random.h"

namespace letterlock::crypto {

RootKey RootKey::make()
{
    return {randomName(), SecretBytes::random(32)};
}

} // namespace letterlock::crypto
