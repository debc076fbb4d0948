// A grid of settings, row by row: what each came to, what the report says, and who is chosen by what.
#pragma once

#include <optional>
#include <vector>

#include "app/verdict.h"

namespace thimble {

constexpr double kClose = 0.005;  // of a row's test accuracy to the reported one

// The row with the greatest validation accuracy, of equals the first; one that is no number last. usage error where no row has one.
int chosen_on_validation(const std::vector<Figures>& rows);

// reported.grid: train loss, validation loss, test loss, train, validation, test accuracy of each row, in the order of
// grid_rows(). Empty where there is none, or where its numbers are not six a row.
std::vector<Figures> reported_grid(const Recipe& recipe);
std::optional<int> reported_choice(const Recipe& recipe);  // reported.chosen, from 0

// The figures of a grid as a whole: those of the row chosen on validation data, and "rows_close", the share of rows whose
// test accuracy is within kClose of the reported one.
Figures grid_figures(const Recipe& recipe, const std::vector<Figures>& rows);

}  // namespace thimble
