#include "core/aside.h"

#include <atomic>
#include <vector>

#include "core/threads.h"
#include "support/throws.h"

namespace thimble {
namespace {

class AsideLoop : public ::testing::Test {
 protected:
  void TearDown() override { set_threads(0); }
};

// Adds 1 to each of [begin, end).
auto count_visits(std::vector<int>& visits) {
  return [&visits](int begin, int end) {
    for (int i = begin; i < end; ++i) ++visits[static_cast<size_t>(i)];
  };
}

TEST_F(AsideLoop, FinishRunsEveryPieceOnce) {
  for (int count : {1, 2, 5}) {
    set_threads(count);
    std::vector<int> visits(103);
    Aside aside;
    for (int round = 0; round < 50; ++round) {
      aside.begin(103, 4, count_visits(visits));
      aside.finish();
      aside.finish();  // nothing is left
    }
    EXPECT_EQ(visits, std::vector<int>(103, 50)) << count;
  }
}

TEST_F(AsideLoop, RunsBesideOtherLoops) {
  for (int count : {1, 2, 5}) {
    set_threads(count);
    std::vector<int> visits(40), others(64);
    Aside aside;
    for (int round = 0; round < 200; ++round) {
      aside.begin(40, 3, count_visits(visits));
      for (int loop = 0; loop < 4; ++loop) parallel_for(64, 8, count_visits(others));
      aside.finish();
    }
    EXPECT_EQ(visits, std::vector<int>(40, 200)) << count;
    EXPECT_EQ(others, std::vector<int>(64, 800)) << count;
  }
}

// One thread has a long piece; it ends when the loop on the side is done, which the other thread must have helped with.
TEST_F(AsideLoop, AThreadThatWaitsTakesItsPieces) {
  set_threads(2);
  if (threads() < 2) GTEST_SKIP() << "one thread";
  std::atomic<int> done{0};
  Aside aside;
  aside.begin(10, 1, [&](int, int) { done.fetch_add(1); });
  parallel_for(2, 1, [&](int begin, int) {
    if (begin == 0)
      while (done.load() < 10) {
      }
  });
  EXPECT_EQ(done.load(), 10);
  aside.finish();
  EXPECT_EQ(done.load(), 10);
}

TEST_F(AsideLoop, TwoOfThemGiveTheSame) {
  std::vector<int> first(20), second(20);
  Aside a, b;
  a.begin(20, 3, count_visits(first));
  b.begin(20, 3, count_visits(second));
  b.finish();
  a.finish();
  EXPECT_EQ(first, std::vector<int>(20, 1));
  EXPECT_EQ(second, first);
}

TEST_F(AsideLoop, AnExceptionReachesWhoFinishes) {
  for (int count : {1, 3}) {
    set_threads(count);
    std::vector<int> visits(10);
    Aside aside;
    aside.begin(10, 1, [](int begin, int) { check(begin != 7, "piece ", begin); });
    EXPECT_ERROR(aside.finish(), usage, "piece 7");
    aside.begin(10, 1, count_visits(visits));
    aside.finish();
    EXPECT_EQ(visits, std::vector<int>(10, 1));
  }
}

TEST_F(AsideLoop, EndsBeforeItIsGone) {
  std::vector<int> visits(10);
  {
    Aside aside;
    aside.begin(10, 2, count_visits(visits));
  }
  EXPECT_EQ(visits, std::vector<int>(10, 1));
}

}  // namespace
}  // namespace thimble
