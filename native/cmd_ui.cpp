// thimble ui: the page's panels in a window, which are a program of their own.

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/error.h"
#include "native/command_line.h"

namespace thimble {

namespace {

namespace fs = std::filesystem;

// Beside this program, in a build tree as where it is installed.
fs::path window_program() {
  std::error_code unknown;
  const fs::path self = fs::read_symlink("/proc/self/exe", unknown);
  return unknown ? fs::path("thimble-ui") : self.parent_path() / "thimble-ui";
}

// All other words of the command line are the window's: its global options are the same.
void open_window(const CLI::App& command, const Shared& shared) {
  std::vector<std::string> words = shared.words;
  words.erase(std::find(words.begin(), words.end(), "ui"));
  const std::string program = window_program().string();
  std::vector<char*> arguments{const_cast<char*>(program.c_str())};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execvp(program.c_str(), arguments.data());
  const bool lacking = errno == ENOENT;
  const bool help = std::any_of(words.begin(), words.end(), [](const auto& w) { return w == "--help" || w == "-h"; });
  if (lacking && help) return print_out(command.help());
  fail(Error::io, lacking
                      ? "ui: the window was not built: install libglfw3-dev and build again, or let ./run ui do both"
                      : text("ui: ", program, ": ", std::strerror(errno)));
}

}  // namespace

void add_ui(CLI::App& app, Shared& shared) {
  CLI::App& command = add_command(app, "ui", "The page in a window: draw and see, watch training, look inside",
                                  "  thimble ui\n"
                                  "  thimble ui --help\n"
                                  "  thimble ui --model my.safetensors shirt.png");
  command.set_help_flag();
  command.fallthrough(false)->allow_extras();
  command.callback([&command, &shared] { shared.command = [&command, &shared] { open_window(command, shared); }; });
}

}  // namespace thimble
