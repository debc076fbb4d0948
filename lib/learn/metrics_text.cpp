#include <algorithm>

#include "core/error.h"
#include "learn/metrics.h"

namespace thimble {
namespace {

// Characters, not bytes: UTF-8's continuation bytes begin with the bits 10.
int width_of(const std::string& text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string blanks(int count) { return std::string(static_cast<size_t>(std::max(count, 0)), ' '); }
std::string right(const std::string& text, int width) { return blanks(width - width_of(text)) + text; }
std::string left(const std::string& text, int width) { return text + blanks(width - width_of(text)); }

// The sum in NumPy's order of additions, since scikit-learn's averages are NumPy's: another order may fall on the other
// side of a rounding to two digits.
double pairwise_sum(std::span<const double> v) {
  if (v.size() > 128) {
    const size_t half = v.size() / 2 / 8 * 8;
    return pairwise_sum(v.first(half)) + pairwise_sum(v.subspan(half));
  }
  double sum = 0;
  size_t i = 0;
  if (v.size() >= 8) {
    double r[8];
    for (; i < 8; ++i) r[i] = v[i];
    for (; i + 8 <= v.size(); i += 8)
      for (size_t j = 0; j < 8; ++j) r[j] += v[i + j];
    sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  }
  for (; i < v.size(); ++i) sum += v[i];
  return sum;
}

double mean(const std::vector<double>& v) { return pairwise_sum(v) / static_cast<double>(v.size()); }

double weighted_mean(std::vector<double> v, const std::vector<int64_t>& weights, int64_t total) {
  if (total == 0) return 0;
  for (size_t k = 0; k < v.size(); ++k) v[k] *= static_cast<double>(weights[k]);
  return pairwise_sum(v) / static_cast<double>(total);
}

void check_names(const ConfusionMatrix& m, const std::vector<std::string>& names) {
  check(static_cast<int>(names.size()) == m.classes() && m.classes() > 0, "report: expected ", m.classes(),
        " class names, got ", names.size());
}

}  // namespace

std::string classification_report(const ConfusionMatrix& m, const std::vector<std::string>& names, int digits) {
  check_names(m, names);
  int width = std::max(12, digits);  // of "weighted avg"
  for (const std::string& name : names) width = std::max(width, width_of(name));

  std::string report;
  const auto row = [&](const std::string& name, const std::vector<std::string>& cells) {
    report += right(name, width) + ' ';
    for (const std::string& cell : cells) report += ' ' + right(cell, 9);
    report += '\n';
  };
  const auto figures = [&](double p, double r, double f, int64_t support) {
    return std::vector<std::string>{fixed(p, digits), fixed(r, digits), fixed(f, digits), std::to_string(support)};
  };

  row("", {"precision", "recall", "f1-score", "support"});
  report += '\n';
  std::vector<double> p, r, f;
  std::vector<int64_t> support;
  for (int k = 0; k < m.classes(); ++k) {
    p.push_back(m.precision(k));
    r.push_back(m.recall(k));
    f.push_back(m.f1(k));
    support.push_back(m.row_total(k));
    row(names[static_cast<size_t>(k)], figures(p.back(), r.back(), f.back(), support.back()));
  }
  report += '\n';

  // scikit-learn prints the F1 of all classes taken together, which is the accuracy but for its last bit.
  const double a = m.accuracy(), total_f1 = a == 0 ? 0 : 2 * a * a / (a + a);
  const int64_t total = m.total();
  row("accuracy", {"", "", fixed(total_f1, digits), std::to_string(total)});
  row("macro avg", figures(mean(p), mean(r), mean(f), total));
  row("weighted avg", figures(weighted_mean(p, support, total), weighted_mean(r, support, total),
                              weighted_mean(f, support, total), total));
  return report;
}

std::string confusion_text(const ConfusionMatrix& m, const std::vector<std::string>& names) {
  check_names(m, names);
  int name_width = 0;
  for (const std::string& name : names) name_width = std::max(name_width, width_of(name));
  const int cell = std::max(4, static_cast<int>(std::to_string(m.total()).size())) + 1;
  const int number = static_cast<int>(std::to_string(m.classes() - 1).size());
  const std::string corner = "true \\ called";
  const int head = std::max(number + 1 + name_width, width_of(corner));

  std::string out = left(corner, head);
  for (int j = 0; j < m.classes(); ++j) out += right(std::to_string(j), cell);
  out += right("total", cell + 2) + '\n';
  for (int i = 0; i < m.classes(); ++i) {
    out += left(right(std::to_string(i), number) + ' ' + names[static_cast<size_t>(i)], head);
    for (int j = 0; j < m.classes(); ++j) out += right(std::to_string(m(i, j)), cell);
    out += right(std::to_string(m.row_total(i)), cell + 2) + '\n';
  }
  out += left("total", head);
  for (int j = 0; j < m.classes(); ++j) out += right(std::to_string(m.column_total(j)), cell);
  return out + right(std::to_string(m.total()), cell + 2) + '\n';
}

}  // namespace thimble
