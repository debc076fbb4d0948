#include "data/source.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "core/file.h"
#include "data/csv.h"
#include "data/idx.h"
#include "data/known.h"
#include "support/gzip.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kTiny = std::string(THIMBLE_SOURCE_DIR) + "/tests/data/tiny";
const std::string kWhole = "/usr/share/datasets/fashion-mnist";

// A folder of a test's own, gone when it ends.
struct Folder {
  std::string path =
      testing::TempDir() + "thimble_source_" + testing::UnitTest::GetInstance()->current_test_info()->name();
  Folder() {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  void add(const std::string& file, const Idx& idx) const { write_file(path + '/' + file, to_idx(idx)); }
  // Plain IDX files: so many training and test pictures of side 2, labels in turn.
  void fill(int train, int test, int classes) const {
    add("train-images-idx3-ubyte", {{train, 2, 2}, std::vector<uint8_t>(static_cast<size_t>(train) * 4, 7)});
    add("train-labels-idx1-ubyte", labels(train, classes));
    add("t10k-images-idx3-ubyte", {{test, 2, 2}, std::vector<uint8_t>(static_cast<size_t>(test) * 4, 9)});
    add("t10k-labels-idx1-ubyte", labels(test, classes));
  }
  static Idx labels(int n, int classes) {
    Idx idx{{n}, {}};
    for (int i = 0; i < n; ++i) idx.values.push_back(static_cast<uint8_t>(i % classes));
    return idx;
  }
};

TEST(LoadData, ReadsAFolderOfIdxFiles) {
  const Folder folder;
  folder.fill(7, 4, 3);
  const TrainTest data = load_data(folder.path);
  EXPECT_EQ(data.train.size(), 7);
  EXPECT_EQ(data.test.size(), 4);
  EXPECT_EQ(data.name, "unknown");
  EXPECT_THAT(data.train.class_names, ElementsAre("0", "1", "2"));
  EXPECT_THAT(data.test.class_names, ElementsAre("0", "1", "2"));
  EXPECT_THAT(data.test.x.bytes(3), ElementsAre(9, 9, 9, 9));
  EXPECT_EQ(data.sha256.size(), 64u);
  EXPECT_THAT(data.warnings, IsEmpty());
}

TEST(LoadData, NamesUnknownClassesFromTheirFile) {
  const Folder folder;
  folder.fill(6, 3, 2);
  write_file(folder.path + "/classes.txt", std::string_view("cat\r\ndog\n"));
  EXPECT_THAT(load_data(folder.path).train.class_names, ElementsAre("cat", "dog"));
  write_file(folder.path + "/classes.txt", std::string_view("cat\n\ndog\n"));
  EXPECT_ERROR(load_data(folder.path), data, "classes.txt:2: expected a class name, got an empty line");
  write_file(folder.path + "/classes.txt", std::string_view("cat"));
  EXPECT_ERROR(load_data(folder.path), data, "train-labels-idx1-ubyte: at byte 9: expected a label from 0 to 0, got 1");
}

TEST(LoadData, ReadsTheExcerptOfFashionMnist) {
  if (!test_support::has_gzip()) GTEST_SKIP() << "this build has no zlib";
  const TrainTest data = load_data(kTiny);
  EXPECT_THAT(data.train.class_counts(), testing::Each(20));
  EXPECT_THAT(data.test.class_counts(), testing::Each(10));
  EXPECT_EQ(data.train.class_names, fashion_class_names());
  EXPECT_EQ(data.train.labels[0], 9);  // the first training picture is an ankle boot
}

TEST(LoadData, CsvGivesTheSamePicturesAsIdx) {
  const Folder folder;
  folder.fill(6, 3, 2);
  const TrainTest idx = load_data(folder.path);
  const std::string train = folder.path + "/a,b.csv", test = folder.path + "/test.csv";
  write_file(train, to_csv(idx.train));
  write_file(test, to_csv(idx.test));
  const TrainTest csv = load_data(train + "," + test);
  EXPECT_EQ(csv.sha256, idx.sha256);
  EXPECT_EQ(csv.train.labels, idx.train.labels);
  EXPECT_THAT(csv.test.x.all_bytes(), ElementsAreArray(idx.test.x.all_bytes()));
  EXPECT_EQ(load_data(train).test.size(), 0);
  if (!test_support::has_gzip()) return;
  const std::string text = to_csv(idx.test);
  write_file(test + ".gz", gzip({reinterpret_cast<const uint8_t*>(text.data()), text.size()}));
  EXPECT_EQ(load_data(train + "," + test + ".gz").test.labels, idx.test.labels);
}

TEST(LoadData, SaysWhatIsMissing) {
  const Folder folder;
  EXPECT_ERROR(load_data(folder.path), io,
               "expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz, found neither");
  EXPECT_ERROR(load_data(folder.path + "/none"), io, "there is no such folder");
  EXPECT_ERROR(load_data(folder.path + "/none.csv"), io, "none.csv");
  write_file(folder.path + "/notes.txt", std::string_view("x"));
  EXPECT_ERROR(load_data(folder.path + "/notes.txt"), usage, "expected a folder of IDX files");
}

TEST(LoadData, TestPicturesMustHaveTheTrainingPicturesShape) {
  const Folder folder;
  folder.fill(6, 3, 2);
  folder.add("t10k-images-idx3-ubyte", {{3, 1, 4}, std::vector<uint8_t>(12)});
  EXPECT_ERROR(load_data(folder.path), data,
               "expected test pictures of the training pictures' shape (2, 2), got (1, 4)");
}

TEST(LoadData, WarnsOfAClassWithoutPictures) {
  const Folder folder;
  folder.fill(6, 3, 2);
  folder.add("train-labels-idx1-ubyte", {{6}, {0, 1, 0, 1, 0, 3}});
  EXPECT_THAT(load_data(folder.path).warnings, ElementsAre("class 2 (2) has no training picture"));
  folder.add("train-labels-idx1-ubyte", {{6}, {0, 1, 0, 1, 3, 255}});
  EXPECT_THAT(load_data(folder.path).warnings, ElementsAre("252 classes have no training picture: 2, 4 to 254"));
}

TEST(LoadData, TheEnvironmentNamesTheFolder) {
  const Folder folder;
  folder.fill(6, 3, 2);
  setenv("THIMBLE_DATA", folder.path.c_str(), 1);
  EXPECT_EQ(load_data("").train.size(), 6);
  unsetenv("THIMBLE_DATA");
}

// 60,000 pictures of one pixel, with as many of each class as MNIST's digits have.
TEST(LoadData, WarnsOfDigitsThatPoseAsGarments) {
  const Folder folder;
  folder.fill(6, 3, 2);
  const int counts[] = {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949};
  Idx labels{{60000}, {}};
  for (size_t k = 0; k < 10; ++k)
    labels.values.insert(labels.values.end(), static_cast<size_t>(counts[k]), static_cast<uint8_t>(k));
  folder.add("train-images-idx3-ubyte", {{60000, 2, 2}, std::vector<uint8_t>(240000)});
  folder.add("train-labels-idx1-ubyte", labels);
  const TrainTest data = load_data(folder.path);
  EXPECT_EQ(data.name, "MNIST (handwritten digits)");
  EXPECT_THAT(data.warnings, ElementsAre(HasSubstr("handwritten digits, not Fashion-MNIST's garments")));
  EXPECT_EQ(data.train.class_names[9], "9");
}

TEST(Identify, KnowsFashionMnistByItsFourSums) {
  const std::array<std::string, 4> sums = {"c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                                           "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                                           "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                                           "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"};
  EXPECT_EQ(identify(sums, {}).name, "Fashion-MNIST");
  EXPECT_EQ(identify(sums, {}).class_names, fashion_class_names());
  EXPECT_THAT(identify(sums, {}).warnings, IsEmpty());
  std::array<std::string, 4> other = sums;
  other[1] = "0";
  EXPECT_THAT(identify(other, {}).warnings,
              ElementsAre(HasSubstr("the training labels are not Fashion-MNIST's: SHA-256 0")));
  other = sums;
  other[0] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db";
  EXPECT_EQ(identify(other, {}).name, "MNIST (handwritten digits)");
}

TEST(RowSum, IsTheSameInAnyOrderAndSeesEveryChange) {
  const Dataset data{Samples({1, 2}, {1, 2, 3, 4, 5, 6}), {0, 1, 1}, {"a", "b"}};
  const std::vector<int> order = {2, 0, 1};
  EXPECT_EQ(row_sum(data.subset(order)), row_sum(data));
  Dataset changed = data;
  changed.labels[0] = 1;
  EXPECT_NE(row_sum(changed), row_sum(data));
  EXPECT_NE(row_sum({Samples({1, 2}, {2, 1, 3, 4, 5, 6}), {0, 1, 1}, {"a", "b"}}), row_sum(data));
}

TEST(LoadData, ReadsTheWholeFashionMnistWhereItIsInstalled) {
  if (!test_support::has_gzip()) GTEST_SKIP() << "this build has no zlib";
  if (!std::filesystem::exists(kWhole)) GTEST_SKIP() << kWhole << " is not installed";
  const TrainTest data = load_data(kWhole);
  EXPECT_EQ(data.name, "Fashion-MNIST");
  EXPECT_THAT(data.warnings, IsEmpty());
  EXPECT_THAT(data.train.class_counts(), testing::Each(6000));
  EXPECT_THAT(data.test.class_counts(), testing::Each(1000));
  EXPECT_THAT(std::vector<int>(data.test.labels.begin(), data.test.labels.begin() + 5), ElementsAre(9, 2, 1, 1, 6));
  std::vector<int> rows;
  for (int i = 0; i < 60000; ++i) rows.push_back(59999 - i);
  EXPECT_EQ(identify_rows(data.train.subset(rows), data.test).name, "Fashion-MNIST");  // as a CSV file in another order
  EXPECT_THAT(identify_rows(data.train, data.train).warnings, ElementsAre("the test rows are not Fashion-MNIST's"));
}

}  // namespace
}  // namespace thimble
