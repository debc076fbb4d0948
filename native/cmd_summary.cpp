// thimble summary: a network layer by layer, without any data.

#include "nn/summary.h"

#include <fstream>
#include <memory>

#include "app/models.h"
#include "core/error.h"
#include "native/command_line.h"
#include "native/json_output.h"
#include "native/network_argument.h"
#include "nn/spec.h"
#include "plot/markup.h"

namespace thimble {

namespace {

struct Arguments {
  std::string net, shape = "1x28x28";
};

// A safetensors header begins behind eight bytes with its length.
bool is_model_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  char first[9] = {};
  return bool(in.read(first, sizeof first)) && first[8] == '{' && first[7] == 0;
}

Sequential network_of(const Arguments& a) {
  if (is_model_file(a.net)) return std::move(load_network(a.net).net);
  Sequential net = parse_network(without_final_softmax(recipe_for(a.net).net));
  const Shape sample = parse_shape(a.shape, "--shape");
  net.build(sample.rank() == 2 ? sample.with_batch(1) : sample, 0);
  return net;
}

Json extents(const Shape& shape) {
  Json list = Json::array();
  for (const int extent : shape) list.push_back(extent);
  return list;
}

Json layers_of(const Sequential& net) {
  Json list = Json::array();
  const std::vector<std::string> names = net.layer_names();
  for (int i = 0; i < net.size(); ++i) {
    const std::string& name = names[static_cast<size_t>(i)];
    int64_t parameters = 0;
    for (const Parameter* p : net.parameters())
      if (p->name.compare(0, name.size() + 1, name + ".") == 0) parameters += p->value.size();
    list.push_back({{"name", name},
                    {"text", net.layer(i).text()},
                    {"output", extents(net.output_shape(i))},
                    {"parameters", parameters}});
  }
  return list;
}

void summarise(const Arguments& a, const Shared& shared) {
  const Sequential net = network_of(a);
  if (!shared.wants_json())
    return print_out(summary(net) + text("Multiply-accumulates of one picture: ", grouped(net.macs()), "\n"));
  const int64_t trainable = net.parameter_count(true);
  const Json result = {{"net", net.text()},        {"input", extents(net.input_shape())},
                       {"layers", layers_of(net)}, {"parameters", net.parameter_count()},
                       {"trainable", trainable},   {"non_trainable", net.parameter_count() - trainable},
                       {"macs", net.macs()}};
  print_out(shared.jsonl ? one_line(result) : pretty(result));
}

}  // namespace

void add_summary(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "summary", "Show a network layer by layer: shapes and numbers of parameters",
                                  "  thimble summary S3-1\n"
                                  "  thimble summary 'conv 8 3x3, relu, flatten, dense 10' --shape 1x32x32\n"
                                  "  thimble summary my.safetensors --json");
  command.add_option("NET", a->net, "A network text, a file, a recipe or a model")->required();
  command.add_option("--shape", a->shape, "Of one picture: 28x28, or channels first: 3x32x32");
  command.callback([a, &shared] { shared.command = [a, &shared] { summarise(*a, shared); }; });
}

}  // namespace thimble
