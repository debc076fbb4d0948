#include "app/gallery.h"

#include <algorithm>

namespace thimble {

std::vector<Exhibit> gallery(const Answers& answers, std::span<const int> labels, const std::optional<Cell>& cell,
                             size_t most) {
  std::vector<Exhibit> chosen;
  for (size_t i = 0; i < std::min(answers.said.size(), labels.size()); ++i) {
    const int truth = labels[i], said = answers.said[i];
    if (cell ? *cell == Cell{truth, said} : truth != said)
      chosen.push_back({static_cast<int>(i), truth, said, answers.probability[i]});
  }
  const bool right = cell && cell->truth == cell->said;
  std::stable_sort(chosen.begin(), chosen.end(), [right](const Exhibit& a, const Exhibit& b) {
    return right ? a.probability < b.probability : a.probability > b.probability;
  });
  if (chosen.size() > most) chosen.resize(most);
  return chosen;
}

}  // namespace thimble
