#include "core/error.h"

#include "support/throws.h"

namespace thimble {
namespace {

TEST(Error, CheckPassesSilentlyAndFailsWithTheJoinedParts) {
  EXPECT_NO_THROW(check(true, "never seen"));
  EXPECT_ERROR(check(1 == 2, "matmul: ", 3, " and ", 4.5), usage, "matmul: 3 and 4.5");
}

TEST(Error, KindIsTheDocumentedExitCode) {
  EXPECT_EQ(Error::numeric, 1);
  EXPECT_EQ(Error::usage, 2);
  EXPECT_EQ(Error::data, 3);
  EXPECT_EQ(Error::io, 4);
  EXPECT_ERROR(fail(Error::data, "x.idx: magic"), data, "x.idx: magic");
}

}  // namespace
}  // namespace thimble
