// What the functions that the page's scripts call have in common (main.cpp, bridge_*.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "web/page.h"

namespace thimble {

Page& open_page();
std::span<const uint8_t> given();  // the bytes that a script has put into page_memory()

// What goes wrong in `body` becomes words on the page; false then.
bool guarded(const std::function<void()>& body);
bool settled(
    const std::function<void()>& body);  // the same for what changes the page: it is drawn until it has settled

}  // namespace thimble
