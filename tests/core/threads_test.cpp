#include "core/threads.h"

#include <mutex>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "support/throws.h"

namespace thimble {
namespace {

class Threads : public ::testing::Test {
 protected:
  void TearDown() override { set_threads(0); }
};

std::set<std::pair<int, int>> pieces_of(int n, int grain) {
  std::set<std::pair<int, int>> pieces;
  std::mutex lock;
  parallel_for(n, grain, [&](int begin, int end) {
    const std::lock_guard guard(lock);
    EXPECT_TRUE(pieces.emplace(begin, end).second) << "a piece came twice";
  });
  return pieces;
}

TEST_F(Threads, PiecesDependOnlyOnSizeAndGrain) {
  const std::set<std::pair<int, int>> expected{{0, 4}, {4, 8}, {8, 10}};
  for (int count : {1, 2, 3, 4, 7}) {
    set_threads(count);
    EXPECT_EQ(pieces_of(10, 4), expected) << count;
  }
  EXPECT_EQ(chunks(10, 4), 3);
  EXPECT_EQ(chunks(8, 4), 2);
  EXPECT_EQ(chunks(0, 4), 0);
}

TEST_F(Threads, NothingToDoCallsNothing) { EXPECT_TRUE(pieces_of(0, 4).empty()); }

TEST_F(Threads, EveryIndexIsVisitedOnceInManyLoopsInARow) {
  for (int count : {1, 2, 5}) {
    set_threads(count);
    std::vector<int> visits(1003);
    for (int round = 0; round < 300; ++round)
      parallel_for(1003, 10, [&](int begin, int end) {
        for (int i = begin; i < end; ++i) ++visits[static_cast<size_t>(i)];
      });
    for (int v : visits) ASSERT_EQ(v, 300);
  }
}

// A thread that comes too late for the last loop must still hear that it is to return.
TEST_F(Threads, TheirNumberMayChangeAfterAnyLoop) {
  for (int round = 0; round < 1000; ++round) {
    set_threads(2 + round % 2);
    for (int loop = 0; loop < 50; ++loop) parallel_for(4, 1, [](int, int) {});
  }
  EXPECT_EQ(pieces_of(10, 4).size(), 3u);
}

TEST_F(Threads, ALoopInsideALoopRunsOnItsCaller) {
  for (int count : {1, 4}) {
    set_threads(count);
    std::vector<int> sums(8);
    parallel_for(8, 1, [&](int begin, int) {
      parallel_for(100, 10, [&](int b, int e) { sums[static_cast<size_t>(begin)] += e - b; });
    });
    for (int sum : sums) EXPECT_EQ(sum, 100);
  }
}

TEST_F(Threads, AnExceptionInABodyReachesTheCallerAndThePoolLivesOn) {
  for (int count : {1, 3}) {
    set_threads(count);
    EXPECT_ERROR(parallel_for(100, 1, [](int begin, int) { check(begin != 57, "piece ", begin); }), usage, "piece 57");
    EXPECT_EQ(pieces_of(10, 5).size(), 2u);
  }
}

TEST_F(Threads, CountIsOneTo256) {
  EXPECT_ERROR(set_threads(257), usage, "expected 1 to 256, got 257");
  EXPECT_ERROR(set_threads(-1), usage, "got -1");
  EXPECT_GE(cores(), 1);
}

}  // namespace
}  // namespace thimble
