#include "native/run_folder.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "app/models.h"
#include "core/error.h"
#include "core/file.h"
#include "native/checkpoint_file.h"
#include "plot/markup.h"

namespace thimble {

namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code none;
  return fs::is_directory(path, none);
}

std::string figures_of(const FigureSection& s) {
  std::string body = s.beside ? "<div class=\"pair\">\n" : "";
  for (const Figure& f : s.figures)
    body += std::string("<figure class=\"plot") + (f.wide ? " wide" : "") + "\">" + f.svg + "</figure>\n";
  return body + (s.beside ? "</div>\n" : "");
}

}  // namespace

bool is_run_folder(const std::string& out) {
  std::error_code none;
  if (out.empty() || fs::exists(out, none)) return is_folder(out);
  const std::string last = fs::path(out).filename().string();
  return last.empty() || last.find('.') == std::string::npos;
}

void check_out(const std::string& out) {
  if (!is_run_folder(out)) return check_output_place(out);
  fs::path nearest = fs::absolute(out);
  while (!is_folder(nearest) && nearest.has_relative_path()) {
    std::error_code none;
    if (fs::exists(nearest, none)) fail(Error::io, text(out, ": ", nearest.string(), " is a file, expected a folder"));
    nearest = nearest.parent_path();
  }
  if (::access(nearest.c_str(), W_OK | X_OK) != 0)
    fail(Error::io, text(out, ": cannot write into ", nearest.string(), ": ", std::strerror(errno)));
}

std::string run_html(const RunPage& p) {
  std::string sections;
  for (const FigureSection& s : p.sections)
    sections += section(escape_xml(s.title), escape_xml(s.note), figures_of(s), true);
  sections += confusion_section(p.confusion, p.class_names) + class_section(p.confusion, p.class_names);
  std::string made;
  if (!p.options.empty()) made += "<h3>Method</h3>\n" + keys(p.options);
  if (!p.machine.empty()) made += "<h3>Machine and time</h3>\n" + keys(p.machine);
  return page(p.head, sections + (made.empty() ? "" : section("How it was made", "", made, true)),
              "thimble with --out FOLDER");
}

void write_run(const std::string& folder, const Classifier& model, const Json& result, const RunPage& page) {
  const std::string html = run_html(page);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail(Error::io, text(folder, ": cannot make the folder: ", error.message()));
  const auto at = [&](const std::string& name) { return (fs::path(folder) / name).string(); };
  save_model(model, at("model.safetensors"));
  write_file(at("result.json"), pretty(result));
  for (const FigureSection& s : page.sections)
    for (const Figure& f : s.figures) write_file(at(f.file + ".svg"), f.svg);
  write_file(at("confusion.svg"), confusion_picture(page.confusion, page.class_names, "Confusion matrix"));
  write_file(at("report.html"), html);
}

}  // namespace thimble
