#include "plot/ink.h"

namespace thimble {

const InkColour& ink_colour(Ink ink) {
  static const InkColour colours[ink_count] = {
      {"t-none", "none", "none"},        {"t-text", "#17202a", "#e8ecf0"}, {"t-soft", "#57636f", "#9fabb7"},
      {"t-axis", "#9aa5b1", "#5d6975"},  {"t-grid", "#e6e9ed", "#29313a"}, {"t-paper", "#ffffff", "#12171d"},
      {"t-good", "#00795a", "#3ecb9b"},  {"t-bad", "#c04d00", "#ff9a5c"},  {"t-heat", "#005f99", "#2a7ab0"},
      {"t-white", "#ffffff", "#ffffff"}, {"t-s0", "#0072b2", "#4aa8e0"},  // blue
      {"t-s1", "#d55e00", "#f08a4b"},                                     // vermilion
      {"t-s2", "#008f68", "#35c99a"},                                     // bluish green
      {"t-s3", "#b3578c", "#dd92bd"},                                     // reddish purple
      {"t-s4", "#a87400", "#e6a92e"},                                     // orange
      {"t-s5", "#2b8fc6", "#8cccf2"},                                     // sky blue
      {"t-s6", "#857c00", "#e8dd55"},                                     // yellow
      {"t-s7", "#3a434d", "#c3cbd3"},                                     // black
      {"t-c8", "#7a4fd0", "#b39df5"},                                     // violet
      {"t-c9", "#8f4a2b", "#cf9a7b"},                                     // brown
  };
  return colours[static_cast<int>(ink)];
}

Ink series_ink(int i) { return static_cast<Ink>(static_cast<int>(Ink::series0) + i % 8); }

const char* series_dash(int i) {
  static const char* const dashes[8] = {"", "6 4", "2 3", "9 3 2 3", "12 4", "4 2", "1 4", "9 3 2 3 2 3"};
  return dashes[i % 8];
}

Marker series_marker(int i) { return static_cast<Marker>(i % 4); }
Ink class_ink(int i) { return static_cast<Ink>(static_cast<int>(Ink::series0) + i % 10); }
Marker class_marker(int i) { return series_marker(i); }

}  // namespace thimble
