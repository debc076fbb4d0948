// The exercises of chapter 00. A picture is 28 rows of 28 pixels, 0 is background.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

using Picture = std::vector<double>;

// 1, modify. The mean of all pixels is low for a trouser because much of its picture is empty. Make it the mean of the
// garment: of those pixels that are not 0. A picture without any garment has brightness 0.
double brightness(std::span<const uint8_t> pixels);

// 2, complete. The picture as a mirror shows it: left and right swapped, top and bottom as they were.
std::vector<uint8_t> mirrored(std::span<const uint8_t> pixels);

// 3, make. The number k of the mean picture that is nearest to `pixels`, by the distance of tutorial 00 (0.5); the
// smaller k of equals.
int nearest(const std::vector<Picture>& means, std::span<const uint8_t> pixels);
