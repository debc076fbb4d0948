// What the guard against slow-downs counts: the kernels that training spends its time in, and whole steps. The same
// instructions in every run: fixed seeds, one thread, no clock.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace house {

struct Job {
  std::string name;
  std::function<void()> prepare, run;  // only run() is counted
};

std::vector<Job> counted_kernels();
std::vector<Job> counted_steps();
std::vector<Job> counted_jobs();  // both

}  // namespace house
