// How well a network reads what people hand to the page: `ninja page_figures`, then
//   page_figures MODEL.safetensors                      the test set
//   page_figures MODEL.safetensors stratified:0.1 1     pictures kept aside of the training set, by this split and seed
// JSON: accuracy on the pictures themselves, on 1,000 photographed anew (JPEG, quality 60 to 95) and on 1,000 drawn.
#include <stb_image.h>
#include <stb_image_write.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/models.h"
#include "app/picture.h"
#include "core/error.h"
#include "core/file.h"
#include "core/threads.h"
#include "data/source.h"
#include "learn/split.h"
#include "plot/png.h"
#include "support/handed_in.h"

namespace thimble {
namespace {

using test_support::Ground;
constexpr int kCount = 1000;
constexpr uint64_t kSeed = 20;

Picture through_jpeg(const Picture& p, int quality) {
  std::vector<uint8_t> file;
  const auto append = [](void* out, void* data, int size) {
    const auto* bytes = static_cast<const uint8_t*>(data);
    static_cast<std::vector<uint8_t>*>(out)->insert(static_cast<std::vector<uint8_t>*>(out)->end(), bytes,
                                                    bytes + size);
  };
  stbi_write_jpg_to_func(append, &file, p.width, p.height, p.channels, p.pixels.data(), quality);
  Picture back{0, 0, 3, {}};
  int channels = 0;
  uint8_t* pixels =
      stbi_load_from_memory(file.data(), static_cast<int>(file.size()), &back.width, &back.height, &channels, 3);
  check(pixels != nullptr, "page_figures: the decoder refused what the encoder wrote");
  back.pixels.assign(pixels, pixels + 3 * back.width * back.height);
  stbi_image_free(pixels);
  return back;
}

struct Result {
  int right = 0, of = 0;
  double difference = 0;  // mean |grey level|, between the picture and what garment() made
  double accuracy() const { return static_cast<double>(right) / of; }
};

// The chosen pictures, each through `make` and garment(): what the network says.
template <class Make>
std::vector<Result> measure(NetClassifier& model, const Dataset& data, std::span<const int> rows, int kinds,
                            const Make& make) {
  const int n = static_cast<int>(rows.size());
  std::vector<uint8_t> seen(static_cast<size_t>(n) * 784);
  parallel_for(n, 8, [&](int begin, int end) {
    for (int i = begin; i < end; ++i) {
      Rng rng(Key(kSeed, Purpose::test), static_cast<uint32_t>(i));
      const std::vector<uint8_t> out = garment(make(data.x.bytes(rows[static_cast<size_t>(i)]), i, rng));
      std::copy(out.begin(), out.end(), seen.begin() + static_cast<std::ptrdiff_t>(i) * 784);
    }
  });
  std::vector<Result> results(static_cast<size_t>(kinds));
  const Samples x(Shape({28, 28}), seen);
  const std::vector<int> labels = model.predict(x);
  for (int i = 0; i < n; ++i) {
    Result& r = results[static_cast<size_t>(i % kinds)];
    const size_t row = static_cast<size_t>(rows[static_cast<size_t>(i)]);
    r.right += labels[static_cast<size_t>(i)] == data.labels[row];
    ++r.of;
    const std::span<const uint8_t> was = data.x.bytes(static_cast<int>(row));
    for (size_t k = 0; k < 784; ++k) r.difference += std::abs(int{was[k]} - int{x.bytes(i)[k]}) / 784.0;
  }
  return results;
}

// The first hundred through `make`, and what garment() makes of each, as PNG grids.
template <class Make>
void keep(const Dataset& data, std::span<const int> rows, const std::string& name, const Make& make) {
  std::vector<uint8_t> page(280 * 280, 255);
  for (int i = 0; i < 100; ++i) {
    Rng rng(Key(kSeed, Purpose::test), static_cast<uint32_t>(i));
    const std::vector<uint8_t> out = garment(make(data.x.bytes(rows[static_cast<size_t>(i)]), i, rng));
    for (int k = 0; k < 784; ++k)
      page[static_cast<size_t>((i / 10 * 28 + k / 28) * 280 + i % 10 * 28 + k % 28)] =
          static_cast<uint8_t>(255 - out[static_cast<size_t>(k)]);
  }
  write_file(name, grey_png(page, 280, 280));
}

void run(int argc, char** argv) {
  check(argc == 2 || argc == 4 || argc == 5, "page_figures: expected MODEL [SPLIT SEED [PICTURES]], got ", argc - 1,
        " arguments");
  NetClassifier model = load_network(argv[1]);
  TrainTest source = load_data("");
  Dataset data = source.test;
  if (argc >= 4) {
    const Split split = make_split(argv[2], source.train.labels, std::strtoull(argv[3], nullptr, 10));
    data = source.train.subset(split.validation);
  }
  int right = 0;
  const std::vector<int> labels = model.predict(data.x);
  for (size_t i = 0; i < labels.size(); ++i) right += labels[i] == data.labels[i];

  const std::vector<int> order = Rng(kSeed, Purpose::test).permutation(data.size());
  const std::span<const int> rows = std::span(order).subspan(0, kCount);
  const auto photograph = [](std::span<const uint8_t> garment, int i, Rng& rng) {
    const Picture p = test_support::photographed(garment, static_cast<Ground>(i % 4), rng);
    return through_jpeg(p, 60 + rng.below(36));
  };
  const auto drawing = [](std::span<const uint8_t> garment, int, Rng& rng) {
    return test_support::drawn(garment, rng);
  };
  if (argc == 5) {
    keep(data, rows, std::string(argv[4]) + "_photographed.png", photograph);
    keep(data, rows, std::string(argv[4]) + "_drawn.png", drawing);
  }
  const std::vector<Result> grounds = measure(model, data, rows, 4, photograph);
  const Result drawn = measure(model, data, rows, 1, drawing)[0];
  Result all;
  for (const Result& r : grounds) all.right += r.right, all.of += r.of;
  const char* names[] = {"white", "grey", "dark", "graded"};
  std::printf("{\n  \"pictures\": {\"count\": %d, \"accuracy\": %.4f},\n", data.size(),
              static_cast<double>(right) / data.size());
  std::printf("  \"photographed\": {\"count\": %d, \"accuracy\": %.4f, \"grounds\": {\n", all.of, all.accuracy());
  for (size_t i = 0; i < 4; ++i)
    std::printf("    \"%s\": {\"count\": %d, \"accuracy\": %.4f, \"mean_difference\": %.2f}%s\n", names[i],
                grounds[i].of, grounds[i].accuracy(), grounds[i].difference / grounds[i].of, i < 3 ? "," : "}},");
  std::printf("  \"drawn\": {\"count\": %d, \"accuracy\": %.4f}\n}\n", drawn.of, drawn.accuracy());
}

}  // namespace
}  // namespace thimble

int main(int argc, char** argv) {
  try {
    thimble::run(argc, argv);
  } catch (const thimble::Error& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return e.kind;
  }
  return 0;
}
