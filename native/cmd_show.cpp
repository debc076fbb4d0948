// thimble show: pictures of the data set as numbers, as blocks in the terminal, or as a PNG or SVG grid.

#include <algorithm>
#include <memory>

#include "core/error.h"
#include "core/file.h"
#include "data/augment.h"
#include "data/source.h"
#include "native/checkpoint_file.h"
#include "native/command_line.h"
#include "native/images.h"
#include "native/json_output.h"
#include "plot/image_grid.h"

namespace thimble {

namespace {

struct Arguments {
  std::string split = "train", as = "blocks", out, augment;
  int index = 0, count = 1, columns = 0;
};

// The pictures chosen, all grey and of one size.
struct Chosen {
  const Dataset* data;
  int first, count, width, height;
  std::vector<uint8_t> changed;  // by --augment; else empty
  std::span<const uint8_t> pixels(int i) const {
    if (changed.empty()) return data->x.bytes(first + i);
    const size_t area = static_cast<size_t>(width) * static_cast<size_t>(height);
    return std::span(changed).subspan(static_cast<size_t>(i) * area, area);
  }
  int label(int i) const { return data->labels[static_cast<size_t>(first + i)]; }
  std::string caption(int i) const { return text(first + i, ": ", data->class_names[static_cast<size_t>(label(i))]); }
};

Chosen choose(const Arguments& a, const Dataset& data) {
  const Shape& s = data.x.sample();
  check(s.rank() == 2 || (s.rank() == 3 && s[0] == 1), "show: expected grey pictures, the data has ", s.text());
  check(a.index < data.size(), "show: expected --index below ", data.size(), ", got ", a.index);
  return {&data, a.index, std::min(a.count, data.size() - a.index), s[s.rank() - 1], s[s.rank() - 2], {}};
}

// As the first epoch of a training with this seed meets them, if it trains on all of them.
void augment_all(const Augment& change, uint64_t seed, Chosen& chosen) {
  std::vector<uint8_t> all;
  std::vector<float> x;
  for (int i = 0; i < chosen.count; ++i) {
    const std::span<const uint8_t> pixels = chosen.pixels(i);
    x.assign(pixels.begin(), pixels.end());
    augment(change, Key(seed, Purpose::augment, 0), chosen.first + i, Shape({1, chosen.height, chosen.width}), x);
    for (const float v : x) all.push_back(static_cast<uint8_t>(std::clamp(v, 0.0f, 255.0f) + 0.5f));
  }
  chosen.changed = std::move(all);
}

std::string as_numbers(const Chosen& chosen, int i) {
  std::string lines;
  for (int y = 0; y < chosen.height; ++y, lines += '\n')
    for (int x = 0; x < chosen.width; ++x) {
      const std::string value = std::to_string(chosen.pixels(i)[static_cast<size_t>(y * chosen.width + x)]);
      lines += std::string((x == 0 ? 3 : 4) - value.size(), ' ') + value;
    }
  return lines;
}

// Two characters a pixel, so that it comes out square.
std::string as_blocks(const Chosen& chosen, int i) {
  static const char* const kShades[] = {"  ", "\u2591\u2591", "\u2592\u2592", "\u2593\u2593", "\u2588\u2588"};
  std::string lines;
  for (int y = 0; y < chosen.height; ++y, lines += '\n')
    for (int x = 0; x < chosen.width; ++x)
      lines += kShades[(chosen.pixels(i)[static_cast<size_t>(y * chosen.width + x)] * 4 + 127) / 255];
  return lines;
}

int columns_of(const Arguments& a, int count) {
  int columns = 1;
  while (columns * columns < count) ++columns;
  return a.columns > 0 ? a.columns : columns;
}

std::string svg_grid(const Chosen& chosen, int columns, const std::string& title) {
  std::vector<Tile> tiles;
  for (int i = 0; i < chosen.count; ++i) tiles.push_back({chosen.pixels(i), chosen.caption(i), Mark::none});
  return image_grid(tiles, chosen.width, chosen.height, columns, 3, title);
}

// One pixel a pixel, two between pictures, dark on white paper.
std::vector<uint8_t> png_grid(const Chosen& chosen, int columns) {
  const int gap = 2, rows = (chosen.count - 1) / columns + 1;
  const int width = columns * (chosen.width + gap) + gap, height = rows * (chosen.height + gap) + gap;
  std::vector<uint8_t> page(static_cast<size_t>(width) * static_cast<size_t>(height), 255);
  for (int i = 0; i < chosen.count; ++i) {
    const int left = gap + i % columns * (chosen.width + gap), top = gap + i / columns * (chosen.height + gap);
    for (int y = 0; y < chosen.height; ++y)
      for (int x = 0; x < chosen.width; ++x)
        page[static_cast<size_t>(top + y) * static_cast<size_t>(width) + static_cast<size_t>(left + x)] =
            static_cast<uint8_t>(255 - chosen.pixels(i)[static_cast<size_t>(y * chosen.width + x)]);
  }
  return compressed_png(page, width, height);
}

void show(const Arguments& a, const Shared& shared) {
  check(a.out.empty() || a.out.ends_with(".png") || a.out.ends_with(".svg"),
        "show: expected --out NAME.png or NAME.svg, got ", a.out);
  check_output_place(a.out);
  const TrainTest source = load_data(shared.data);
  const Dataset& data = a.split == "test" ? source.test : source.train;
  if (data.size() == 0) fail(Error::data, "show: the data has no " + a.split + " set");
  Chosen chosen = choose(a, data);
  const Augment change = parse_augment(a.augment);
  if (change.any()) augment_all(change, shared.seed.value_or(0), chosen);
  if (!a.out.empty()) {
    const int columns = columns_of(a, chosen.count);
    if (a.out.ends_with(".png")) {
      write_file(a.out, png_grid(chosen, columns));
    } else {
      write_file(a.out, svg_grid(chosen, columns, data_set_name(source.name) + ", " + a.split + " set"));
    }
    if (!shared.quiet) note_written({a.out});
    return;
  }
  Json list = Json::array();
  for (int i = 0; i < chosen.count; ++i) {
    if (shared.wants_json()) {
      list.push_back({{"index", chosen.first + i},
                      {"label", chosen.label(i)},
                      {"class", data.class_names[static_cast<size_t>(chosen.label(i))]},
                      {"pixels", std::vector<int>(chosen.pixels(i).begin(), chosen.pixels(i).end())}});
      if (shared.jsonl) print_out(one_line(list.back()));
    } else {
      print_out(coloured(chosen.caption(i), Colour::bold) + "\n" +
                (a.as == "numbers" ? as_numbers(chosen, i) : as_blocks(chosen, i)));
    }
  }
  if (shared.json && !shared.jsonl) print_out(pretty(list));
}

}  // namespace

void add_show(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "show", "Show pictures of the data set",
                                  "  thimble show --index 7\n"
                                  "  thimble show --index 7 --as numbers\n"
                                  "  thimble show --split test --count 30 --columns 10 --out grid.svg\n"
                                  "  thimble show --augment 'outline 1' --count 30 --out drawn.png");
  add_data_option(command, shared);
  command.add_option("--split", a->split, "train or test")->check(one_of({"train", "test"}));
  command.add_option("--index", a->index, "The first picture, from 0")->check(whole_number_between(0, 1'000'000'000));
  command.add_option("--count", a->count, "How many")->check(whole_number_between(1, 10'000));
  command.add_option("--as", a->as, "blocks or numbers")->check(one_of({"blocks", "numbers"}));
  command.add_option("--columns", a->columns, "Of the grid")->check(whole_number_between(1, 1000));
  command.add_option("--augment", a->augment, "Changed at random first, as 'flip, rotate 10, outline 0.3, fill 0.2'");
  command.add_option("--out", a->out, "A grid as NAME.png or NAME.svg instead");
  command.callback([a, &shared] { shared.command = [a, &shared] { show(*a, shared); }; });
}

}  // namespace thimble
