// thimble reproduce: the systems of the reports from scratch, beside the reports' own figures, with a verdict.

#include <memory>

#include "core/error.h"
#include "core/file.h"
#include "native/classical.h"
#include "native/interrupt.h"
#include "native/reproduce.h"
#include "native/reproduce_page.h"
#include "native/reproduce_text.h"
#include "native/run_folder.h"

namespace thimble {

namespace {

struct Arguments {
  std::vector<std::string> names;
  PlanOptions plan;
  std::string out;
  bool resume = false;
};

std::string folder_of(const Arguments& a) {
  if (!a.out.empty()) return a.out;
  return a.plan.quick ? "reproduced-quick" : "reproduced";
}

bool computes(const std::vector<Recipe>& recipes) {
  for (const Recipe& recipe : recipes)
    if (!recipe.net.empty() || !recipe.method.empty()) return true;
  return false;
}

void reproduce(Arguments a, const Shared& shared) {
  const std::vector<Recipe> recipes = recipes_named(a.names);
  const RunStore store(folder_of(a));
  check_out(store.path(""));
  catch_interrupts();
  a.plan.first_seed = shared.seed.value_or(1);
  TrainTest source;
  if (computes(recipes)) source = load_source(shared);
  const std::vector<Plan> plans = plans_of(recipes, a.plan, source);
  if (!a.resume) check_fresh(plans, store);
  store.make();
  RunCount count;
  for (const Plan& plan : plans) count.all += static_cast<int>(plan.runs.size());

  std::vector<Reproduced> systems;
  Json list = Json::array();
  for (const Plan& plan : plans) {
    systems.push_back(reproduce(plan, source, store, count, shared));
    list.push_back(to_json(systems.back()));
    write_file(store.path(plan.id + ".json"), pretty(list.back()));
    if (shared.jsonl) {
      print_out(one_line(list.back()));
      flush_out();
    }
  }
  write_file(store.path("result.json"), pretty(list));
  write_file(store.path("report.html"), reproduce_html(systems, source, shared.line));
  if (shared.jsonl) return;
  if (shared.json) return print_out(pretty(list));
  std::string words = table_text(systems);
  for (const Reproduced& system : systems) words += grid_text(system);
  for (const Reproduced& system : systems)
    if (!system.plan.recipe.finding.empty())
      words += "\n" + coloured(system.plan.id, Colour::bold) + ": " + system.plan.recipe.finding + "\n";
  print_out(words);
  flush_out();
  if (!shared.quiet) note_written({store.path("report.html") + " and what is beside it"});
}

}  // namespace

void add_reproduce(CLI::App& app, Shared& shared) {
  const auto a = std::make_shared<Arguments>();
  CLI::App& command = add_command(app, "reproduce", "Train the reports' systems from scratch and judge them",
                                  "  thimble reproduce S2-1\n"
                                  "  thimble reproduce S0 --seeds 3 --out runs/s0 --json\n"
                                  "  thimble reproduce all --quick        # a taste of every system, under 20 minutes\n"
                                  "  thimble reproduce all --out runs/all # Ctrl-C, then the same with --resume");
  command.add_option("ID", a->names, "S2-1, S0 (a whole report), all, or FILE.recipe; several are fine")
      ->required()
      ->expected(1, 1000)
      ->take_all();
  command.add_option("--seeds", a->plan.seeds, "How many; default: as the recipe says, mostly 5")
      ->check(whole_number_between(1, 1000));
  command.add_flag("--quick", a->plan.quick, "One seed, fewer epochs and pictures: a taste, never a reproduction");
  command.add_option("--out", a->out, "The folder for all results; default: reproduced, or reproduced-quick");
  command.add_flag("--resume", a->resume, "Go on where it stopped: what is finished in the folder is not run again");
  add_data_option(command, shared);
  command.callback([a, &shared] { shared.command = [a, &shared] { reproduce(*a, shared); }; });
}

}  // namespace thimble
