// Report S2-1's network in dlib: conv 32 3x3, relu, max_pool 2, dense 128, relu, dense 10; Adam, batch 512. Prints one
// line of JSON with the images a second of its trainer, which prepares the next batch on a thread of its own.
//   dlib_s2_1 DATA_DIR SECONDS        DATA_DIR holds train-{images-idx3,labels-idx1}-ubyte, not packed
#include <dlib/dnn.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

using namespace dlib;

template <class Below>
using conv_32 = add_layer<con_<32, 3, 3, 1, 1, 0, 0>, Below>;
using net_type =
    loss_multiclass_log<fc<10, relu<fc<128, max_pool<2, 2, 2, 2, relu<conv_32<input<matrix<unsigned char>>>>>>>>>;

static std::vector<unsigned char> bytes_of(const std::string& path, std::ptrdiff_t skip) {
  std::ifstream in(path, std::ios::binary);
  std::vector<unsigned char> all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (all.size() < 1000) {
    std::fprintf(stderr, "dlib_s2_1: cannot read %s\n", path.c_str());
    std::exit(2);
  }
  all.erase(all.begin(), all.begin() + skip);
  return all;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[1];
  const double seconds = std::atof(argv[2]);
  const std::vector<unsigned char> pixels = bytes_of(folder + "/train-images-idx3-ubyte", 16),
                                   labels = bytes_of(folder + "/train-labels-idx1-ubyte", 8);
  constexpr size_t kBatch = 512, kValues = 28 * 28;
  net_type net;
  dnn_trainer<net_type, adam> trainer(net, adam(0, 0.9f, 0.999f));
  trainer.set_learning_rate(1e-3);
  trainer.set_mini_batch_size(kBatch);
  std::mt19937 random(0);
  const auto step = [&] {
    std::vector<matrix<unsigned char>> x(kBatch);
    std::vector<unsigned long> y(kBatch);
    for (size_t n = 0; n < kBatch; ++n) {
      const size_t row = random() % labels.size();
      x[n] = mat(pixels.data() + row * kValues, 28, 28);
      y[n] = labels[row];
    }
    trainer.train_one_step(x, y);
  };
  using clock = std::chrono::steady_clock;
  const auto since = [](clock::time_point start) {
    return std::chrono::duration<double>(clock::now() - start).count();
  };
  for (int i = 0; i < 3; ++i) step();
  trainer.get_net();  // waits for the steps under way
  std::vector<double> rates;
  for (const auto begin = clock::now(); rates.size() < 3 || since(begin) < seconds;) {
    const auto start = clock::now();
    constexpr int kSteps = 4;
    for (int i = 0; i < kSteps; ++i) step();
    trainer.get_net();
    rates.push_back(kSteps * kBatch / since(start));
  }
  std::sort(rates.begin(), rates.end());
  std::printf(
      "{\"job\": \"train\", \"name\": \"S2-1\", \"batch\": 512, \"images_per_second\": %.1f, \"best\": %.1f, "
      "\"loss\": %.4f}\n",
      rates[rates.size() / 2], rates.back(), trainer.get_average_loss());
}
