#include "learn/sha256.h"

#include <gtest/gtest.h>

#include <vector>

namespace thimble {
namespace {

std::vector<uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

// FIPS 180-4's examples, as published with the standard.
TEST(Sha256, GivesTheStandardsExamples) {
  EXPECT_EQ(sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256(bytes_of("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::vector<uint8_t>(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameInPiecesOfAnySize) {
  std::vector<uint8_t> data(300);
  for (size_t i = 0; i < data.size(); ++i) data[i] = static_cast<uint8_t>(i * 7);
  for (size_t length : {0u, 1u, 54u, 55u, 56u, 57u, 63u, 64u, 65u, 119u, 120u, 128u, 300u}) {
    const std::span<const uint8_t> whole = std::span<const uint8_t>(data).first(length);
    for (size_t piece = 1; piece <= 130; piece += 3) {
      Sha256 sum;
      for (size_t at = 0; at < length; at += piece) sum.add(whole.subspan(at, std::min(piece, length - at)));
      EXPECT_EQ(sum.hex(), sha256(whole)) << length << " bytes, " << piece << " at a time";
    }
  }
}

}  // namespace
}  // namespace thimble
