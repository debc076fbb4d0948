// thimble predict: what a saved model sees in pictures of any size.

#include <algorithm>
#include <memory>

#include "app/picture.h"
#include "core/error.h"
#include "learn/flips.h"
#include "native/command_line.h"
#include "native/devices.h"
#include "native/images.h"
#include "native/json_output.h"
#include "native/model_argument.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string model = "page", device = "cpu";
  std::vector<std::string> images;
  bool flips = false;
};

// The pictures as the model's training pictures are: grey, of its size.
Samples samples_of(const std::vector<std::string>& images, const Shape& sample, const std::string& model) {
  const int rank = sample.rank();
  if (rank < 2 || (rank == 3 && sample[0] != 1))
    fail(Error::data, text(model, ": expected a model of grey pictures, found samples of shape ", sample.text()));
  std::vector<uint8_t> pixels;
  for (const std::string& path : images) {
    const std::vector<uint8_t> one = garment(load_picture(path), sample[rank - 1], sample[rank - 2]);
    pixels.insert(pixels.end(), one.begin(), one.end());
  }
  return Samples(sample, std::move(pixels));
}

Json prediction(const std::string& file, int label, const Input& model, std::span<const float> p) {
  Json probabilities = Json::array();
  for (const float value : p) probabilities.push_back(value);
  return {{"file", file},
          {"label", label},
          {"class", model.class_names[static_cast<size_t>(label)]},
          {"probabilities", probabilities}};
}

// "shirt.png: Shirt 0.93, T-shirt/top 0.05, Coat 0.01"
std::string line(const std::string& file, const Input& model, std::span<const float> p) {
  std::vector<size_t> order(p.size());
  for (size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::stable_sort(order.begin(), order.end(), [&](size_t i, size_t j) { return p[i] > p[j]; });
  std::string words = file + ":";
  for (size_t k = 0; k < std::min<size_t>(3, order.size()); ++k)
    words += (k == 0 ? " " : ", ") + coloured(model.class_names[order[k]], k == 0 ? Colour::bold : Colour::plain) +
             " " + decimal(static_cast<double>(p[order[k]]), 3);
  return words + "\n";
}

void predict(const Arguments& a, const Shared& shared) {
  const Device* device = chosen_device(a.device);
  const std::unique_ptr<Classifier> classifier = model_for(a.model);
  move_model(*classifier, a.model, device);
  const Input model = classifier->input();
  const Samples x = samples_of(a.images, model.sample, a.model);
  Tensor p;
  a.flips ? scores_with_flips(*classifier, x, p) : classifier->scores(x, p);
  const std::vector<int> labels = argmax_rows(p);
  Json list = Json::array();
  for (int i = 0; i < x.size(); ++i) {
    const size_t n = static_cast<size_t>(i);
    if (!shared.wants_json()) {
      print_out(line(a.images[n], model, p.row(i)));
      continue;
    }
    list.push_back(prediction(a.images[n], labels[n], model, p.row(i)));
    if (shared.jsonl) print_out(one_line(list.back()));
  }
  if (shared.json && !shared.jsonl) print_out(pretty(list));
}

}  // namespace

void add_predict(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "predict", "Name what is on pictures",
                                  "  thimble predict shirt.png\n"
                                  "  thimble predict --model tiny 28x28/*.png\n"
                                  "  thimble predict --model my.safetensors --json *.jpg");
  command.add_option(
      "--model", a->model,
      "A model file, written with --out, or " + shipped_names() +
          ". Default: page, which reads photographs and drawings; tiny reads the data set's own pictures best");
  command.add_flag("--flips", a->flips, "Average what is said of each picture and of its mirror image");
  add_device_option(command, a->device);
  command.add_option("IMAGE", a->images, "PNG, JPEG, BMP or GIF")->required()->take_all();
  command.callback([a, &shared] { shared.command = [a, &shared] { predict(*a, shared); }; });
}

}  // namespace thimble
