// The program `thimble-ui`: the page's panels in a window.
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "core/error.h"
#include "core/file.h"
#include "web/desktop/desktop.h"
#include "web/desktop/state.h"

namespace thimble {
namespace {

void run(int argc, const char* const* argv) {
  const std::optional<Options> options = read_options(argc, argv);
  if (!options) return;
  Desktop desktop(*options);
  if (options->frames == 0) return desktop.run();
  desktop.run_frames(options->frames);
  if (!options->screenshot.empty()) desktop.save_screenshot(options->screenshot);
  if (!options->out.empty()) write_file(options->out, desktop.screen().page.model());
  std::printf("%s\n", state_json(desktop.screen()).c_str());
}

int fail_with(int code, const std::string& words) {
  const std::string who = words.starts_with("ui: ") ? "thimble: " : "thimble: ui: ";
  std::fprintf(stderr, "%s%s\n", who.c_str(), words.c_str());
  return code;
}

int guarded(int argc, const char* const* argv) {
  try {
    run(argc, argv);
    return 0;
  } catch (const Error& e) {
    return fail_with(e.kind, e.what());
  } catch (const std::bad_alloc&) {
    return fail_with(Error::numeric, "not enough memory");
  } catch (const std::exception& e) {
    return fail_with(Error::io, e.what());
  }
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) { return thimble::guarded(argc, argv); }
