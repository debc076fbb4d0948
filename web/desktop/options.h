// What `thimble-ui` is asked on its command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace thimble {

struct Options {
  std::string data, model;         // empty: as the other commands find it; the network that is compiled in
  std::vector<std::string> files;  // pictures and networks to open
  std::vector<std::pair<std::string, std::string>> settings;  // of the page
  std::vector<std::string> commands;                          // of the page, after the files
  int threads = 0;                                            // 0: all cores
  int width = 1280, height = 800;                             // in the page's pixels
  float scale = 0;                                            // of the screen's to one of the page's; 0: the monitor's
  bool dark = false;
  int frames = 0;               // to draw; 0: until the window is closed
  std::string screenshot, out;  // of the last frame; the network in training
};

// Sets threads and instruction set, too. Nothing: help or the version has been printed. usage error in one line.
std::optional<Options> read_options(int argc, const char* const* argv);

}  // namespace thimble
