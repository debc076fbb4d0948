// Random numbers as a pure function of what they are for: bits(key, sample, position).
//
// The generator is Philox 4x32 with ten rounds (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as
// 1, 2, 3", SC 2011). It has no state: the counter holds (position, sample, purpose, epoch), the key holds the seed. So
// neither the order of calls nor the number of threads changes a number, and a checkpoint stores only where it stands.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

// What a random number is for. Values are part of the file format of checkpoints: append, never renumber.
enum class Purpose : uint32_t {
  init = 1,
  shuffle = 2,
  split = 3,
  augment = 4,
  synthetic = 5,
  cluster = 6,
  test = 7,
  alternate = 8,
  dropout = 1000
};  // dropout + index of the layer

struct Key {
  uint64_t seed = 0;
  uint32_t purpose = 0;
  uint32_t epoch = 0;
  Key() = default;
  Key(uint64_t s, Purpose p, int e = 0, int offset = 0)
      : seed(s), purpose(static_cast<uint32_t>(p) + static_cast<uint32_t>(offset)), epoch(static_cast<uint32_t>(e)) {}
};

// The four words of the block at `position` of the stream of `sample`.
std::array<uint32_t, 4> bits(const Key& key, uint32_t sample, uint32_t position);

// A cursor over the stream of one (key, sample).
class Rng {
 public:
  explicit Rng(const Key& key, uint32_t sample = 0) : key_(key), sample_(sample) {}
  explicit Rng(uint64_t seed = 0, Purpose purpose = Purpose::init, int epoch = 0) : Rng(Key(seed, purpose, epoch)) {}

  uint32_t next();                       // 32 random bits
  float uniform();                       // [0, 1), 24 bits
  float uniform(float low, float high);  // [low, high)
  float normal();                        // mean 0, variance 1 (Box-Muller, in double)
  int below(int n);                      // 0..n-1, each equally likely (Lemire's rejection)
  bool chance(float p) { return uniform() < p; }
  void shuffle(std::span<int> values);  // Fisher-Yates from the back
  std::vector<int> permutation(int n);  // 0..n-1 shuffled

 private:
  Key key_;
  uint32_t sample_;
  uint32_t block_ = 0;
  int used_ = 4;
  std::array<uint32_t, 4> words_{};
};

}  // namespace thimble
