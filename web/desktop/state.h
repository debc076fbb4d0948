// What window.thimble.state() tells in a browser, as JSON: for tests and scripts.
#pragma once

#include <string>

#include "web/screen.h"

namespace thimble {

std::string state_json(Screen& screen);

}  // namespace thimble
