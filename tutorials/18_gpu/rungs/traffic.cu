#include "rungs/traffic.h"

#if !defined(__CUDACC__)
#include <cstdint>
#include <set>
#include <tuple>
#include <vector>
#endif

namespace thimble::rungs {

namespace {

Traffic total;

}  // namespace

#if !defined(__CUDACC__)
namespace {

// The n-th request of a thread belongs to its warp's n-th: no rung lets the lanes of a warp go separate ways.
struct OfBlock {
  int launch = -1;
  unsigned block = 0;
  std::vector<int> requests;  // of each thread
  std::set<std::tuple<unsigned, int, uintptr_t>> sectors;
} now;

}  // namespace

void count(const void* address, size_t bytes) {
  const unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
  if (now.launch != emulated::launches || now.block != block) {
    now = {emulated::launches, block, std::vector<int>(static_cast<size_t>(emulated::threads())), {}};
  }
  const auto thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
  const int request = now.requests[thread]++;
  total.bytes += static_cast<long long>(bytes);
  if (now.sectors.insert({thread / 32, request, reinterpret_cast<uintptr_t>(address) / 32}).second) ++total.sectors;
}
#endif

Traffic traffic() { return total; }
void forget_traffic() { total = {}; }

}  // namespace thimble::rungs
