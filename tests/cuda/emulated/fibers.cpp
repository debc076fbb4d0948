#include "emulated/fibers.h"

#include <ucontext.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define THIMBLE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define THIMBLE_ASAN 1
#endif
#endif
#if defined(THIMBLE_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace emulated {

namespace {

constexpr size_t kStack = size_t{128} << 10;

// One line of execution: where it goes on, and which stack it stands on.
struct Line {
#if defined(__x86_64__)
  void* at = nullptr;
#else
  ucontext_t at{};
#endif
  const void* stack = nullptr;
  size_t stack_size = 0;
};

#if defined(__x86_64__)

// Saves what a call must preserve on the stack of the one, and takes it from the stack of the other.
extern "C" void thimble_switch_stacks(void** from, void* to);
__asm__(
    ".text\n"
    ".type thimble_switch_stacks, @function\n"
    "thimble_switch_stacks:\n"
    "  pushq %rbp\n  pushq %rbx\n  pushq %r12\n  pushq %r13\n  pushq %r14\n  pushq %r15\n"
    "  movq %rsp, (%rdi)\n"
    "  movq %rsi, %rsp\n"
    "  popq %r15\n  popq %r14\n  popq %r13\n  popq %r12\n  popq %rbx\n  popq %rbp\n"
    "  ret\n"
    ".size thimble_switch_stacks, .-thimble_switch_stacks\n");

void leave(Line& from, Line& to) { thimble_switch_stacks(&from.at, to.at); }

void prepare(Line& line, char* stack, void (*entry)()) {
  auto top = reinterpret_cast<uintptr_t>(stack + kStack) & ~uintptr_t{15};
  void** words = reinterpret_cast<void**>(top);
  *--words = nullptr;  // where entry would return to; keeps its stack aligned
  *--words = reinterpret_cast<void*>(entry);
  for (int saved = 0; saved < 6; ++saved) *--words = nullptr;
  line.at = words;
}

#else

void leave(Line& from, Line& to) { swapcontext(&from.at, &to.at); }

void prepare(Line& line, char* stack, void (*entry)()) {
  getcontext(&line.at);
  line.at.uc_stack.ss_sp = stack;
  line.at.uc_stack.ss_size = kStack;
  makecontext(&line.at, entry, 0);
}

#endif

// The sanitizer is told which stack is the one in use.
void switch_lines(Line& from, Line& to) {
#if defined(THIMBLE_ASAN)
  void* shadow = nullptr;
  __sanitizer_start_switch_fiber(&shadow, to.stack, to.stack_size);
  leave(from, to);
  __sanitizer_finish_switch_fiber(shadow, nullptr, nullptr);
#else
  leave(from, to);
#endif
}

enum class State { fresh, running, waiting, done };

struct Fiber {
  State state = State::fresh;
  Line line;
  std::unique_ptr<char[]> stack;
  size_t barrier = 0;  // at which it waits
};

std::vector<Fiber> fibers;
Line home;
int current = -1;
const std::function<void(int)>* work = nullptr;
std::vector<int> waiting;  // at each barrier: 0 is the block's, 1 + w that of warp w

// On every stack: takes fresh fibers as long as they return without having waited, and so needs no second stack for them.
void entry() {
#if defined(THIMBLE_ASAN)
  const void* stack = nullptr;
  size_t size = 0;
  __sanitizer_finish_switch_fiber(nullptr, &stack, &size);
  home.stack = stack;
  home.stack_size = size;
#endif
  for (;;) {
    const int mine = current;
    (*work)(mine);
    Fiber& fiber = fibers[static_cast<size_t>(mine)];
    fiber.state = State::done;
    switch_lines(fiber.line, home);
  }
}

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "emulated: %s\n", what);
  std::abort();
}

}  // namespace

int current_fiber() { return current; }

void wait_for(int first, int count, size_t barrier) {
  Fiber& fiber = fibers[static_cast<size_t>(current)];
  fiber.state = State::waiting;
  fiber.barrier = barrier;
  if (++waiting[barrier] == count) {  // the last one opens it
    waiting[barrier] = 0;
    for (int i = first; i < first + count; ++i) {
      Fiber& other = fibers[static_cast<size_t>(i)];
      if (other.state != State::waiting || other.barrier != barrier) give_up("threads wait at different barriers");
      other.state = State::running;
    }
  }
  switch_lines(fiber.line, home);
}

void run_fibers(int count, bool reversed, const std::function<void(int)>& body) {
  if (fibers.size() < static_cast<size_t>(count)) fibers.resize(static_cast<size_t>(count));
  waiting.assign(2 + static_cast<size_t>(count) / 32, 0);
  work = &body;
  std::vector<Fiber*> idle;  // whose stacks may be used: of fibers that are done
  for (int i = 0; i < count; ++i) fibers[static_cast<size_t>(i)].state = State::fresh;
  int unfinished = count;
  while (unfinished > 0) {
    bool moved = false;
    for (int turn = 0; turn < count; ++turn) {
      const int i = reversed ? count - 1 - turn : turn;
      Fiber& fiber = fibers[static_cast<size_t>(i)];
      if (fiber.state == State::waiting || fiber.state == State::done) continue;
      if (fiber.state == State::fresh) {
        if (!idle.empty()) {
          std::swap(fiber.stack, idle.back()->stack);
          std::swap(fiber.line, idle.back()->line);
          idle.pop_back();
        } else {
          if (fiber.stack == nullptr) fiber.stack.reset(new char[kStack]);
          fiber.line.stack = fiber.stack.get();
          fiber.line.stack_size = kStack;
#if defined(THIMBLE_ASAN)
          __asan_unpoison_memory_region(fiber.stack.get(), kStack);  // of what was left standing there
#endif
          prepare(fiber.line, fiber.stack.get(), entry);
        }
        fiber.state = State::running;
      }
      current = i;
      moved = true;
      switch_lines(home, fiber.line);
      if (fiber.state == State::done) {
        idle.push_back(&fiber);
        --unfinished;
      }
    }
    if (!moved) give_up("some threads of a group wait at a barrier that others never reach");
  }
}

}  // namespace emulated
