// The keys of the page, as docs/page.md lists them: what glue.js and watch.js do in a browser.
#pragma once

#include <string>

#include "web/page.h"

namespace thimble {

// The page's command behind what was typed; empty: none.
std::string command_of_letter(unsigned letter, Tab tab);

// The same behind a key that types nothing, or that is held with Shift or Ctrl: GLFW's number and modifiers.
std::string command_of_key(int key, int mods, Tab tab);

// The key's number in ImGuiKey; -1: Dear ImGui has no use for it. Of the first kind are those that walk over the page.
int walking_key(int key);
int editing_key(int key);

}  // namespace thimble
