// Runs every counted job once, marked so that callgrind writes down the instructions of each by itself:
// instructions_test.sh starts it. With --about it only says what it is: "g++-12 avx2".
#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstring>

#include "core/threads.h"
#include "house/counted_jobs.h"
#include "kernels/kernels.h"

namespace {

#if defined(__clang__)
const char* const kCompiler = "clang++";
const int kVersion = __clang_major__;
#else
const char* const kCompiler = "g++";
const int kVersion = __GNUC__;
#endif

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "--about") == 0) {
    std::printf("%s-%d %s\n", kCompiler, kVersion, thimble::kernels::active().isa);
    return 0;
  }
  thimble::set_threads(1);
  for (const house::Job& job : house::counted_jobs()) {
    job.prepare();
    CALLGRIND_START_INSTRUMENTATION;
    job.run();
    CALLGRIND_STOP_INSTRUMENTATION;
    CALLGRIND_DUMP_STATS_AT(job.name.c_str());
  }
}
