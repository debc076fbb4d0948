// Chapter 15: why the same program says something else the next time, and what to do so that it does not.
#include <cstdio>

#include "core/file.h"
#include "core/functions.h"
#include "journey.h"
#include "nn/dense.h"
#include "plot/chart.h"
#include "sums.h"

using namespace thimble;

void sums() {
  const std::vector<float> values = many_numbers(), backwards(values.rbegin(), values.rend());
  double exact = 0;
  for (const float v : values) exact += double(v);
  std::printf("100,000 numbers, %.8f in double\nhow                       in float  bits\n", exact);
  print_sum("first to last", in_order(values));
  print_sum("last to first", in_order(backwards));
  for (const int threads : {2, 3, 4})
    print_sum("a piece a thread, " + std::to_string(threads), one_piece_a_thread(values, threads));
  for (const int threads : {1, 2, 3}) {
    set_threads(threads);
    print_sum("fixed pieces, " + std::to_string(threads), fixed_pieces(values));
  }
}

// [generator]
// A generator that everybody shares: whoever comes later gets what those before have left.
float first_weight(Rng& shared) {
  Dense layer(4);
  layer.build({4}, shared);
  return layer.weight().value(0, 0);
}
// [end]

void random_numbers() {
  Rng shared(42);
  const float first = first_weight(shared), second = first_weight(shared);
  Rng one(42), two(42);
  const float alone = first_weight(one), alone_too = first_weight(two);
  std::printf("\nseed 42, one generator for all: first weight %.6f, of the second network %.6f\n", double(first),
              double(second));
  std::printf("seed 42, a generator a network: first weight %.6f, of the second network %.6f\n", double(alone),
              double(alone_too));
}

const char* same(const Journey& a, const Journey& b) {
  return a.net.weights_sha256() == b.net.weights_sha256() ? "the same bits" : "other bits";
}

// [resume]
// 25 of 60 steps, into a file, and on from it: with all that was in the file, or with a part of it.
void interrupted() {
  Journey whole;
  whole.steps(60);
  Journey first;
  first.steps(25);
  const std::vector<uint8_t> file = first.bytes();

  Journey resumed;
  resumed.resume(file);
  resumed.steps(35);

  Journey without_moments;  // weights and place, but a fresh Adam
  without_moments.resume(file);
  *without_moments.adam = Adam();
  without_moments.steps(35);

  Journey from_weights;  // weights alone: the first epoch begins again
  for (size_t i = 0; i < first.net.parameters().size(); ++i)
    from_weights.net.parameters()[i]->value = first.net.parameters()[i]->value;
  from_weights.steps(35);
  // [end]
  std::printf("\nresumed after 25 of 60 steps     weights at the end  loss of the next step\n");
  std::printf("never interrupted                                        %.4f\n", whole.losses[25]);
  std::printf("everything                       %-18s      %.4f\n", same(whole, resumed), resumed.losses[0]);
  std::printf("weights and place, fresh Adam    %-18s      %.4f\n", same(whole, without_moments),
              without_moments.losses[0]);
  std::printf("weights alone                    %-18s      %.4f\n", same(whole, from_weights), from_weights.losses[0]);
  std::vector<Series> curves{{"never interrupted", {}}, {"fresh Adam", {}}};
  for (int i = 20; i < 45; ++i) curves[0].points.push_back({i + 1.0, whole.losses[size_t(i)]});
  for (int i = 25; i < 45; ++i) curves[1].points.push_back({i + 1.0, without_moments.losses[size_t(i - 25)]});
  write_file("figures/resume.svg",
             line_chart(curves, {.title = "Loss around step 25", .x_label = "step", .y_label = "loss", .height = 300}));
}

void a_hair_apart() {
  std::vector<Series> curves{apart("rate 0.003", 0.003f), apart("rate 0.03", 0.03f)};
  std::printf("\nsteps  rate 0.003  rate 0.03\n");
  for (const size_t step : {0u, 1u, 30u, 100u, 200u, 300u})
    std::printf("%5d  %10.1e  %9.1e\n", int(step), curves[0].points[step].y, curves[1].points[step].y);
  std::printf("another seed, at the start: %.0f\n", distance(Journey(1), Journey(2)));
  for (Series& curve : curves)
    for (Point& p : curve.points) p.y = log_exact(p.y) / log_exact(10.0);
  write_file("figures/apart.svg", line_chart(curves, {.title = "One last bit apart",
                                                      .x_label = "step",
                                                      .y_label = "log10 of the distance",
                                                      .height = 300}));
}

int main() {
  sums();
  random_numbers();
  Journey one, three;
  set_threads(1);
  one.steps(60);
  set_threads(3);
  three.steps(60);
  std::printf("\ntrained with 1 thread and with 3: %s\n", same(one, three));
  interrupted();
  a_hair_apart();
}
