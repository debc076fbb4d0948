// Report S1's second confusion matrix, as printed: a convolutional network on the test set.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

inline const std::vector<std::vector<int64_t>> kReported = {
    {848, 0, 12, 15, 4, 1, 111, 0, 9, 0},  {0, 909, 2, 22, 1, 0, 5, 0, 1, 0},   {14, 0, 820, 7, 88, 0, 68, 0, 3, 0},
    {26, 2, 12, 878, 42, 0, 36, 0, 4, 0},  {1, 0, 48, 21, 876, 0, 54, 0, 0, 0}, {0, 0, 0, 0, 0, 977, 0, 12, 0, 11},
    {129, 0, 55, 19, 83, 0, 706, 0, 8, 0}, {0, 0, 0, 0, 0, 11, 0, 965, 0, 24},  {0, 0, 4, 2, 4, 7, 2, 2, 978, 1},
    {1, 0, 0, 0, 0, 3, 0, 22, 0, 974}};

inline const std::vector<std::string> kClothes = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                                  "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
