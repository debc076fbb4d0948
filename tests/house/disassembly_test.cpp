#include "house/disassembly.h"

#include <gmock/gmock.h>

namespace {

using house::inner_loops;
using house::Loop;
using testing::ElementsAre;
using testing::IsEmpty;

// Two rounds, the inner one with two multiply-adds; `inside` is one more instruction of the inner one.
std::string listing(const std::string& inside, const std::string& outside = "nop") {
  return "\nobject.o:     file format elf64-x86-64\n\n\nDisassembly of section .text:\n\n"
         "0000000000000000 <house::tile<2>(int)>:\n"
         "   0:\tpush   %rbx\n"
         "   1:\txor    %eax,%eax\n"
         "   4:\t" +
         outside +
         "\n"
         "   8:\tvfmadd231ps (%rdx){1to16},%zmm1,%zmm2\n"
         "   c:\t" +
         inside +
         "\n"
         "  14:\tvfmadd231ps 0x40(%rdx),%zmm1,%zmm3\n"
         "  18:\tdec    %ecx\n"
         "  1a:\tjne    8 <house::tile<2>(int)+0x8>\n"
         "  1c:\tdec    %esi\n"
         "  1e:\tjne    4 <house::tile<2>(int)+0x4>\n"
         "  20:\tpop    %rbx\n"
         "  21:\tret\n";
}

Loop only_loop(const std::string& disassembly) {
  const std::vector<Loop> loops = inner_loops(disassembly);
  EXPECT_EQ(loops.size(), 1u);
  return loops.empty() ? Loop{} : loops[0];
}

TEST(Disassembly, TheInnermostLoopIsFound) {
  const Loop loop = only_loop(listing("nop", "vmovups %zmm2,(%rsp)"));
  EXPECT_EQ(loop.function, "house::tile<2>(int)");
  EXPECT_THAT(loop.code,
              ElementsAre("vfmadd231ps (%rdx){1to16},%zmm1,%zmm2", "nop", "vfmadd231ps 0x40(%rdx),%zmm1,%zmm3",
                          "dec    %ecx", "jne    8 <house::tile<2>(int)+0x8>"));
  EXPECT_EQ(house::multiply_adds(loop), 2);
  EXPECT_THAT(house::stack_traffic(loop), IsEmpty());
  EXPECT_THAT(house::vector_traffic(loop), IsEmpty());
}

TEST(Disassembly, ASpilledVectorIsFound) {
  for (const char* spill :
       {"vmovaps %zmm2,0x40(%rsp)", "vmovups -0x8(%rsp),%zmm2", "vaddps (%rsp,%rax,8),%zmm2,%zmm2"}) {
    const Loop loop = only_loop(listing(spill));
    EXPECT_THAT(house::stack_traffic(loop), ElementsAre(spill));
    EXPECT_THAT(house::vector_traffic(loop), ElementsAre(spill));
  }
}

TEST(Disassembly, ASpilledIntegerIsStackTrafficOnly) {
  const Loop loop = only_loop(listing("cmp    %r8d,0x44(%rsp)"));
  EXPECT_THAT(house::stack_traffic(loop), ElementsAre("cmp    %r8d,0x44(%rsp)"));
  EXPECT_THAT(house::vector_traffic(loop), IsEmpty());
}

TEST(Disassembly, SumsInAnArrayAreFound) {
  for (const char* store : {"vmovups %zmm2,(%rax)", "vmovaps %zmm31,0x40(%rax,%rcx,4)", "vmovups %zmm2,(%rax){%k1}"})
    EXPECT_THAT(house::vector_traffic(only_loop(listing(store))), ElementsAre(store));
  EXPECT_THAT(house::vector_traffic(only_loop(listing("vmovups (%rax),%zmm2"))), IsEmpty());
}

TEST(Disassembly, TheFramePointerIsTheStackOnlyWhereItIsOne) {
  const std::string spill = "vmovups -0x40(%rbp),%zmm2";
  EXPECT_THAT(house::stack_traffic(only_loop(listing(spill))), IsEmpty());
  std::string framed = listing(spill);
  framed.replace(framed.find("xor    %eax,%eax"), 16, "mov    %rsp,%rbp");
  EXPECT_THAT(house::stack_traffic(only_loop(framed)), ElementsAre(spill));
}

TEST(Disassembly, CodeThatOnlyLiesBetweenIsNoPartOfTheLoop) {
  const Loop loop = only_loop(
      "0000000000000010 <f()>:\n"
      "  10:\ttest   %ecx,%ecx\n"
      "  12:\tdec    %ecx\n"
      "  14:\tjne    1c <f()+0xc>\n"
      "  16:\tmov    (%rsp),%rax\n"
      "  1a:\tret\n"
      "  1c:\tinc    %eax\n"
      "  1e:\tjmp    12 <f()+0x2>\n");
  EXPECT_THAT(loop.code, ElementsAre("dec    %ecx", "jne    1c <f()+0xc>", "inc    %eax", "jmp    12 <f()+0x2>"));
  EXPECT_THAT(house::stack_traffic(loop), IsEmpty());
}

TEST(Disassembly, ALoopMayBeEnteredInItsMiddle) {
  const Loop loop = only_loop(
      "0000000000000000 <f()>:\n"
      "   0:\ttest   %ecx,%ecx\n"
      "   2:\tjmp    6 <f()+0x6>\n"
      "   4:\tmov    (%rsp),%rax\n"
      "   6:\tdec    %ecx\n"
      "   8:\tjne    4 <f()+0x4>\n"
      "   a:\tret\n");
  EXPECT_THAT(loop.code, ElementsAre("mov    (%rsp),%rax", "dec    %ecx", "jne    4 <f()+0x4>"));
}

TEST(Disassembly, ALoopMayHaveTwoEntrances) {
  const Loop loop = only_loop(
      "0000000000000000 <f()>:\n"
      "   0:\tpush   %rbx\n"
      "   1:\tlea    (%rsp),%rax\n"  // of the outer loop
      "   2:\tje     5 <f()+0x5>\n"
      "   3:\tjmp    6 <f()+0x6>\n"
      "   4:\tcs nopw 0x0(%rax,%rax,1)\n"
      "   5:\tmov    (%rsp),%rax\n"
      "   6:\tdec    %ecx\n"
      "   8:\tjne    5 <f()+0x5>\n"
      "   a:\tdec    %edx\n"
      "   c:\tjne    1 <f()+0x1>\n"
      "   e:\tret\n");
  EXPECT_THAT(loop.code, ElementsAre("mov    (%rsp),%rax", "dec    %ecx", "jne    5 <f()+0x5>"));
}

TEST(Disassembly, EveryFunctionHasItsOwnAddresses) {
  const std::vector<Loop> loops = inner_loops(listing("nop") + "\n" + listing("inc    %eax"));
  ASSERT_EQ(loops.size(), 2u);
  EXPECT_EQ(loops[1].code[1], "inc    %eax");
}

}  // namespace
