// The parts of the page, each drawn into the Dear ImGui window that is open.
#pragma once

#include "web/page.h"

namespace thimble {

// A window without a frame. Where it is longer than its place, a finger on its ground moves what it shows, if
// scroll_by_finger() stands behind all that is in it.
void begin_panel(const char* name, float x, float y, float width, float height, bool scrolls = false);
void scroll_by_finger(Page& page);

void tabs_panel(Page& page);
void draw_panel(Page& page, unsigned sheet, float side);   // the sheet, `side` pixels wide, and the tools
void sheet_panel(Page& page, unsigned sheet, float side);  // the sheet alone
void answer_panel(Page& page, unsigned seen, bool flat);   // the 28 x 28 that the network sees, the classes
void views_row(Page& page);                                // which of the three stands below
void classes_view(Page& page, bool flat);                  // bars, own pictures, the nearest garments
void own_pictures(Page& page);                             // to be named, kept, learned
void steps_view(Page& page);                               // how the picture came to 28 x 28, and what may be changed
void reasons_view(Page& page);                             // what the answer rests on
void error_panel(Page& page);

// The whole of the tab "Train", from `top` down.
void show_training(Page& page, unsigned seen, float top, float width, float height);

// The tab "Look inside", and the garments nearest to the picture, where they are asked for.
void show_inside(Page& page, unsigned sheet, unsigned seen, float top, float width, float height);
void nearest_row(Page& page, float width);

std::string thousands(double value);  // "12,345"

constexpr float kLabel = 112;  // where the values stand, behind their names
void train_buttons(Page& page);
void train_network(Page& page);
void train_tuning(Page& page);
void train_files(Page& page);

enum class Curve { loss, accuracy };
void curve_chart(const Page& page, Curve curve, float width, float height, double mark);  // at epoch `mark`
void confusion_chart(Page& page, float width, float height);

// The views of the network that learns; each goes down from where the cursor stands.
void views_panel(Page& page, float left, float top, float width, float height);
void view_row(Page& page, float width);
void view_shown(Page& page, float width, float height);
void time_row(Page& page, float width);
void filters_view(Page& page, float width);
void filter_strip(Page& page, const FilterBank& bank, float width, float height);
void maps_view(Page& page, float width);
void histograms_view(Page& page, float width);
void gallery_view(Page& page, float width);
std::string gallery_title(const Page& page);

void tiles(Page& page, std::span<const Tile> all, float width, float side,
           float gap);                                        // in rows, each about `side` wide
void quiet(const char* text);                                 // in pale letters
std::string shortened(const std::string& name, float width);  // as many of its small letters as fit
bool clicked(ImVec2 low, ImVec2 high);                        // or touched, in this frame

// A bar a class, in the classes' own order, so that none jumps; the likeliest in the strong colour. Without
// probabilities only the names. With pictures, one a class, they stand before the names.
void class_bars(const std::vector<std::string>& names, std::span<const float> probabilities, float row,
                Atlas* atlas = nullptr, std::span<const std::vector<uint8_t>> pictures = {});

}  // namespace thimble
