#include "core/file.h"

#include <filesystem>
#include <string>

#include "support/throws.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / text("thimble file test ", ::testing::UnitTest::GetInstance()->random_seed(),
                                               " ", ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const char* name) const { return (folder_ / name).string(); }
  fs::path folder_;
};

std::vector<uint8_t> bytes(const std::string& s) { return {s.begin(), s.end()}; }

TEST_F(Files, WhatIsWrittenIsReadBack) {
  write_file(path("a \u00e9.bin"), std::string_view("one"));
  EXPECT_EQ(read_file(path("a \u00e9.bin")), bytes("one"));
  write_file(path("a \u00e9.bin"), std::string_view("two!"));
  EXPECT_EQ(read_file(path("a \u00e9.bin")), bytes("two!"));
  write_file(path("empty"), std::string_view(""));
  EXPECT_TRUE(read_file(path("empty")).empty());
}

TEST_F(Files, NothingIsLeftBesideTheFile) {
  write_file(path("a"), std::string_view("one"));
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) files += entry.exists();
  EXPECT_EQ(files, 1);
}

TEST_F(Files, MissingFoldersAndTooLargeFilesAreNamed) {
  EXPECT_ERROR(read_file(path("absent")), io, "absent: cannot open: No such file");
  EXPECT_ERROR(read_file(folder_.string()), io, "is a folder, expected a file");
  EXPECT_ERROR(write_file(folder_.string(), std::string_view("x")), io, "is a folder");
  EXPECT_ERROR(write_file(path("no/such/folder"), std::string_view("x")), io, "cannot create");
  write_file(path("big"), std::string_view("0123456789"));
  EXPECT_ERROR(read_file(path("big"), 9), io, "10 bytes, expected at most 9");
  EXPECT_EQ(read_file(path("big"), 10).size(), 10u);
}

class Gzip : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef __EMSCRIPTEN__
    GTEST_SKIP() << "a browser inflates by itself: no zlib in this build";
#endif
  }
};

TEST_F(Gzip, RoundTripAlsoOfSeveralMembers) {
  std::vector<uint8_t> data(100000);
  for (size_t i = 0; i < data.size(); ++i) data[i] = static_cast<uint8_t>(i * i >> 7);
  std::vector<uint8_t> gz = gzip(data);
  EXPECT_TRUE(is_gzip(gz));
  EXPECT_EQ(gunzip(gz, "x.gz", data.size()), data);
  const std::vector<uint8_t> more = gzip(bytes("tail"));
  gz.insert(gz.end(), more.begin(), more.end());
  EXPECT_EQ(gunzip(gz, "x.gz", data.size() + 4).size(), data.size() + 4);
  EXPECT_TRUE(gunzip(gzip({}), "x.gz", 0).empty());
}

TEST_F(Gzip, EveryTruncationIsReported) {
  const std::vector<uint8_t> gz = gzip(bytes("the quick brown fox jumps over the lazy dog"));
  for (size_t length = 2; length < gz.size(); ++length)
    EXPECT_ERROR(gunzip(std::span(gz).first(length), "x.gz", 1000), data, "x.gz: gzip: at byte");
}

TEST_F(Gzip, DamageIsReported) {
  std::vector<uint8_t> gz = gzip(bytes("the quick brown fox"));
  gz[gz.size() - 8] ^= 1;  // the check sum
  EXPECT_ERROR(gunzip(gz, "x.gz", 1000), data, "incorrect data check");
  gz = gzip(bytes("the quick brown fox"));
  gz.push_back('!');
  EXPECT_ERROR(gunzip(gz, "x.gz", 1000), data, "expected the end or another gzip member");
}

TEST_F(Gzip, ABombStopsAtTheLimit) {
  const std::vector<uint8_t> gz = gzip(std::vector<uint8_t>(10'000'000));
  EXPECT_LT(gz.size(), 20000u);
  EXPECT_ERROR(gunzip(gz, "bomb.gz", 100000), data, "bomb.gz: gzip: holds more than 100000 bytes");
  EXPECT_EQ(gunzip(gz, "x.gz", 10'000'000).size(), 10'000'000u);
}

}  // namespace
}  // namespace thimble
