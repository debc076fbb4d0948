// How long one call takes: the median over blocks of calls, so that a moment's disturbance does not count.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/device.h"

namespace thimble {

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Seconds a call of step(), measured for about `seconds`: some calls to warm up, then blocks of a tenth of the time, at
// least three. What a device is asked for in a block is done at its end.
template <class Step>
double seconds_a_call(double seconds, const Step& step, const Device* device = nullptr) {
  const auto wait = [device] {
    if (device != nullptr) device->wait();
  };
  step();
  wait();
  const double begin = now(), warm = begin + seconds / 10;
  int calls = 0;
  do {
    step();
    wait();
    ++calls;
  } while (now() < warm);
  const int block = std::max(1, static_cast<int>(calls * seconds / 10 / (now() - begin)));
  std::vector<double> times;
  for (const double end = now() + seconds; times.size() < 3 || now() < end;) {
    const double start = now();
    for (int i = 0; i < block; ++i) step();
    wait();
    times.push_back((now() - start) / block);
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

}  // namespace thimble
