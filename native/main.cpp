// The program `thimble`: reads the command line, runs one command, and says in one line what went wrong.

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "core/error.h"
#include "native/command_line.h"
#include "native/interrupt.h"

namespace thimble {

namespace {

constexpr int kInterrupted = 130;

void run(int argc, const char* const* argv) {
  CLI::App app("Networks for small pictures, trained, measured and saved.", "thimble");
  app.footer(
      "  thimble train --net S2-1\n"
      "  thimble train --net 'flatten, dense 64, relu, dense 10' --epochs 5 --out my.safetensors\n"
      "  thimble eval my.safetensors\n"
      "  thimble predict --model my.safetensors shirt.png\n"
      "  thimble train --help");
  Shared shared;
  add_globals(app, shared);
  for (const auto add : {add_info,      add_show,    add_summary, add_train,   add_eval,      add_predict, add_lr_find,
                         add_gradcheck, add_convert, add_bench,   add_knn,     add_mpp,       add_pca,     add_fld,
                         add_cluster,   add_cv,      add_grid,    add_compare, add_reproduce, add_ui})
    add(app, shared);
  parse(app, shared, argc, argv);
  if (shared.command) shared.command();
  flush_out();
}

int fail_with(int code, const std::string& message) {
  print_note(coloured("thimble: ", Colour::red, true) + printable(message) + "\n");
  return code;
}

// The C library would learn from the first large block that is freed to keep such blocks, and then cut them into pieces: principal
// components of all pixels took 310 instead of 110 MiB. With a fixed limit, larger blocks go back at once.
void give_back_large_blocks() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
#endif
}

int guarded(int argc, const char* const* argv) {
  try {
    run(argc, argv);
    return 0;
  } catch (const Error& e) {
    return fail_with(e.kind, e.what());
  } catch (const Interrupted&) {
    return kInterrupted;
  } catch (const std::bad_alloc&) {
    return fail_with(Error::numeric, "not enough memory");
  } catch (const std::exception& e) {  // the system's: no more threads, a folder that went away
    return fail_with(Error::io, e.what());
  }
}

}  // namespace

}  // namespace thimble

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  thimble::give_back_large_blocks();
  const int code = thimble::guarded(argc, argv);
  std::fflush(stdout);
  return code;
}
