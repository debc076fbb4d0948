#include "app/own_pictures.h"

#include <gtest/gtest.h>

#include "app/chosen_pictures.h"
#include "app/striped_garments.h"
#include "core/error.h"
#include "support/throws.h"

namespace thimble {
namespace {

using File = ArrivingData::File;

std::vector<uint8_t> ramp(int from) {
  std::vector<uint8_t> pixels;
  for (int i = 0; i < OwnPictures::kPixels; ++i) pixels.push_back(static_cast<uint8_t>(from + i));
  return pixels;
}

TEST(OwnPictures, ComeBackFromTheirText) {
  OwnPictures own;
  own.add(ramp(3), 7);
  own.add(ramp(200), 0);
  own.add(ramp(90), 9);
  own.remove(1);
  OwnPictures other;
  other.set_text(own.text(), 10);
  ASSERT_EQ(other.size(), 2);
  EXPECT_EQ(other.label(1), 9);
  const std::vector<uint8_t> expected = ramp(90);
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), other.picture(1).begin()));
  EXPECT_EQ(other.text(), own.text());
  other.set_text("", 10);
  EXPECT_EQ(other.size(), 0);
}

TEST(OwnPictures, RefuseWhatIsNoneAndStayAsTheyWere) {
  OwnPictures own;
  own.add(ramp(1), 2);
  const std::string good = own.text();
  EXPECT_ERROR(own.set_text(good + "3", 10), data, "line 2: expected a class from 0 to 9");
  EXPECT_ERROR(own.set_text("12 00\n", 10), data, "line 1");
  EXPECT_ERROR(own.set_text("1 00\n", 10), data, "found 2 digits");
  EXPECT_ERROR(own.set_text("x" + good, 10), data, "found no class");
  std::string strange = good;
  strange[5] = 'z';
  EXPECT_ERROR(own.set_text(strange, 10), data, "another sign");
  EXPECT_ERROR(own.add(std::vector<uint8_t>(3), 1), usage, "expected 784 pixels");
  EXPECT_ERROR(own.remove(1), usage, "from 0 to 0");
  EXPECT_EQ(own.text(), good);
  for (int i = 1; i < OwnPictures::kMost; ++i) own.add(ramp(i), 1);
  EXPECT_ERROR(own.add(ramp(0), 1), usage, "there is room for 200");
}

struct Arrived {
  ArrivingData data{numbered_classes(10)};
  explicit Arrived(int pictures) {
    const StripedFiles files(pictures, 1);
    data.take(File::train_labels, files.train_labels);
    data.take(File::train_images, files.train_images);
  }
};

TEST(OwnPictures, AreRepeatedSoThatTheyCount) {
  EXPECT_EQ(own_repeats(500, 0), 0);
  EXPECT_EQ(own_repeats(2400, 1), 400);  // and not 600
  EXPECT_EQ(own_repeats(2400, 10), 60);
  EXPECT_EQ(own_repeats(10, 200), 1);
}

TEST(ChosenPictures, IsTheFirstShareOfThePictures) {
  const Arrived a(500);
  const OwnPictures none;
  ChosenPictures set;
  EXPECT_EQ(set.get(a.data, 1, none), a.data.train());
  const auto part = set.get(a.data, 0.1, none);
  ASSERT_EQ(part->size(), 50);
  EXPECT_EQ(ChosenPictures::epoch(a.data, 0.1, none), 50);
  EXPECT_EQ(part->labels[49], a.data.train()->labels[49]);
  EXPECT_EQ(part->x.bytes(49).data(), a.data.train()->x.bytes(49).data());  // shared, not copied
  EXPECT_EQ(set.get(a.data, 0.1, none), part);
  EXPECT_EQ(set.get(a.data, 1e-6, none)->size(), 1);
}

TEST(ChosenPictures, HoldsTheOwnPicturesSoOftenThatTheyAreAFifth) {
  const Arrived a(500);
  OwnPictures own;
  own.add(ramp(5), 4);
  own.add(ramp(6), 2);
  ChosenPictures set;
  const auto all = set.get(a.data, 1, own);
  ASSERT_EQ(all->size(), 500 + 2 * 62);  // 500 / 4 / 2
  EXPECT_EQ(ChosenPictures::epoch(a.data, 1, own), all->size());
  EXPECT_EQ(all->labels[500 + 17], 2);
  EXPECT_EQ(all->x.bytes(500 + 17)[0], 6);
  EXPECT_EQ(all->x.bytes(499)[5], a.data.train()->x.bytes(499)[5]);
  EXPECT_EQ(all->x.scale, a.data.train()->x.scale);
  own.remove(0);
  EXPECT_EQ(set.get(a.data, 1, own)->size(), 500 + 125);
  own.clear();
  EXPECT_EQ(set.get(a.data, 1, own), a.data.train());
}

}  // namespace
}  // namespace thimble
