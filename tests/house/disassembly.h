// The loops in the machine code of an x86-64 object, from what `objdump -d --no-show-raw-insn -C` prints of it.
#pragma once

#include <string>
#include <vector>

namespace house {

// A loop that holds no other one: the instructions that run in it ("vmovups (%rdx),%zmm1"), in the order of their
// addresses.
struct Loop {
  std::string function;
  bool has_frame;  // %rbp points to the function's stack frame
  std::vector<std::string> code;
};
std::vector<Loop> inner_loops(const std::string& disassembly);

int multiply_adds(const Loop& loop);  // those of 512 bits: vfmadd..., vpdpbusd, vpmaddwd

// The instructions that read or write the stack, whether it is a value or a vector: registers did not suffice.
std::vector<std::string> stack_traffic(const Loop& loop);
// Those among them that move vectors, and every vector that is written to memory at all: sums kept in an array.
std::vector<std::string> vector_traffic(const Loop& loop);

}  // namespace house
