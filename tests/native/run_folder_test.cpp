// --out FOLDER of the classical commands: which files it holds, what is on the page, and that nothing is left of a run that
// failed.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <regex>

#include "native/program.h"
#include "plot/xml_checker.h"

namespace {

using nlohmann::json;
using program::Folder;
using program::run;
using program::tiny;
using program::Words;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::Not;
using thimble::occurrences;
using thimble::xml_error;

// The files in `folder`, in order.
Words names_in(const std::string& folder) {
  Words names;
  std::string line;
  for (const char c : program::shell("ls '" + folder + "'").out)
    if (c == '\n') {
      names.push_back(line);
      line.clear();
    } else {
      line += c;
    }
  return names;
}

struct Method {
  Words words, files;
  int svgs_on_page;
};

// The pictures of each method, by their files; the matrix has its own.
const std::vector<Method> kMethods = {
    {{"knn", "-k", "3"}, {"neighbours.svg", "plane.svg"}, 3},
    {{"knn", "--hog", "--pca", "5", "--metric", "l1.5"}, {"neighbours.svg", "plane.svg"}, 3},
    {{"mpp", "--case", "2", "--pca", "9"}, {"means.svg", "plane.svg"}, 3},
    {{"mpp", "--case", "1", "--pca", "1"}, {"means.svg"}, 2},  // no plane
    {{"mpp", "--case", "1"}, {"means.svg", "plane.svg"}, 3},
    {{"pca"}, {"components.svg", "plane.svg", "reconstructions.svg", "scree.svg", "variance.svg"}, 6},
    {{"fld", "--ridge", "0.1"}, {"directions.svg", "plane.svg", "ratios.svg"}, 4},
    {{"kmeans", "-k", "12"}, {"clusters.svg", "inertia.svg", "steps.svg"}, 4},
    {{"wta", "--pca", "6"}, {"clusters.svg", "steps.svg"}, 3},
    {{"som", "-k", "12", "--hog"}, {"map.svg"}, 2},
};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(RunFolder, HoldsTheModelTheResultThePageAndEachPicture) {
  for (const Method& method : kMethods) {
    SCOPED_TRACE(method.words[0]);
    const Folder folder;
    const std::string out = folder / "runs/first";
    const auto r = run(with(method.words, {"--data", tiny, "--out", out, "--json"}));
    ASSERT_EQ(r.code, 0) << r.err;
    Words expected = with(method.files, {"confusion.svg", "model.safetensors", "report.html", "result.json"});
    std::sort(expected.begin(), expected.end());
    EXPECT_THAT(names_in(out), ElementsAreArray(expected));
    EXPECT_EQ(program::read(out + "/result.json"), r.out);
    for (const std::string& file : method.files) EXPECT_EQ(xml_error(program::read(out + "/" + file)), "") << file;

    const std::string page = program::read(out + "/report.html"), doctype = "<!DOCTYPE html>\n";
    ASSERT_EQ(page.substr(0, doctype.size()), doctype);
    EXPECT_EQ(xml_error(page.substr(doctype.size())), "");
    EXPECT_EQ(occurrences(page, "<svg"), method.svgs_on_page);
    EXPECT_THAT(page, Not(HasSubstr("<h2></h2>"))) << "a section without anything in it";
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_EQ(occurrences(page, "http"), method.svgs_on_page) << "only the name space of each drawing";
    EXPECT_THAT(page, HasSubstr("prefers-color-scheme:dark"));
    char accuracy[16];
    std::snprintf(accuracy, sizeof accuracy, ">%.4f<", json::parse(r.out)["accuracy"].get<double>());
    EXPECT_THAT(page, HasSubstr(accuracy));
    EXPECT_THAT(page, HasSubstr("<code class=\"command\">thimble " + method.words[0]));
  }
}

TEST(RunFolder, ItsModelAnswersAsTheCommandDid) {
  const Folder folder;
  const auto r = run({"fld", "--ridge", "0.1", "--data", tiny, "--out", folder.path(), "--json"});
  const auto eval = run({"eval", folder / "model.safetensors", "--data", tiny, "--json"});
  EXPECT_EQ(json::parse(eval.out)["confusion"], json::parse(r.out)["confusion"]);
}

TEST(RunFolder, ThePageNamesTheCommandAndWhatWasKept) {
  const Folder folder;
  const auto r = run({"pca", "--components", "30", "--data", tiny, "--out", folder / "p"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.err, HasSubstr("written: " + (folder / "p/report.html") + " and what is beside it\n"));
  const std::string page = program::read(folder / "p/report.html");
  EXPECT_THAT(page, HasSubstr("thimble pca --components 30 --data "));
  EXPECT_THAT(page, HasSubstr("Kept: 30 of 784 components."));
  const json counts = json::parse(program::read(folder / "p/result.json"))["components_for"];
  for (const char* share : {"0.80", "0.90", "0.95", "0.99"})
    EXPECT_THAT(page, HasSubstr(">" + counts[share].dump() + ": " + std::string(share).substr(2) + " %<")) << share;
}

TEST(RunFolder, NeighboursAreRightOrWrongWithoutColour) {
  const Folder folder;
  EXPECT_EQ(run({"knn", "--data", tiny, "--out", folder / "k", "--quiet"}).code, 0);
  const std::string svg = program::read(folder / "k/neighbours.svg");
  EXPECT_EQ(occurrences(svg, "<image"), 10 * 6) << "five right, five wrong, each with five neighbours";
  EXPECT_EQ(occurrences(svg, "<title>right: ") + occurrences(svg, "<title>wrong: "), 10 * 6);
  const std::regex tile("<title>(right|wrong): ([^,]*?)( taken for [^,]*)?, (asked|[1-5], ([^,]*), [0-9]+)</title>");
  int tiles = 0;
  for (auto m = std::sregex_iterator(svg.begin(), svg.end(), tile); m != std::sregex_iterator(); ++m, ++tiles) {
    const bool asked = (*m)[4] == "asked", right = asked ? !(*m)[3].matched : (*m)[5] == (*m)[2];
    EXPECT_EQ((*m)[1], right ? "right" : "wrong") << m->str();
  }
  EXPECT_EQ(tiles, 10 * 6);
  EXPECT_EQ(occurrences(svg, "<title>wrong: "), occurrences(svg, "stroke-dasharray"));
  EXPECT_EQ(occurrences(svg, ">taken for "), 5) << "beside the rows of the mistakes";
}

TEST(RunFolder, NothingIsLeftOfARunThatFails) {
  const Folder folder;
  const auto refused = [&](Words words, int code, const std::string& out, const std::string& part) {
    const auto r = run(with(std::move(words), {"--data", tiny, "--quiet", "--out", out}));
    EXPECT_EQ(r.code, code);
    EXPECT_EQ(program::lines(r.err), 1) << r.err;
    EXPECT_THAT(r.err, HasSubstr(part));
    EXPECT_EQ(r.out, "");
  };
  refused({"mpp", "--case", "3"}, 3, folder / "a", "is singular");
  refused({"pca", "--components", "900"}, 2, folder / "a", "expected 1 to 784 components");
  refused({"knn", "-k", "201"}, 2, folder / "a", "expected k from 1 to 200");
  EXPECT_THAT(names_in(folder.path()), testing::IsEmpty());
  program::write(folder / "file", "here first");
  for (const char* method : {"knn", "pca", "fld", "kmeans"})
    refused({method}, 4, folder / "file/run", "is a file, expected a folder");
  refused({"mpp", "--case", "1"}, 4, folder / "none/model.safetensors", "cannot write into its folder");
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("file"));
  if (::geteuid() != 0) {
    ASSERT_EQ(::chmod(folder.path().c_str(), 0500), 0);
    refused({"knn"}, 4, folder / "deep/er", "cannot write into");
    ASSERT_EQ(::chmod(folder.path().c_str(), 0700), 0);
  }
}

TEST(Progress, IsForTerminalsOnly) {
  const std::string job = "cv kmeans -k 60 --folds 200 --threads 1 --data " + tiny;
  EXPECT_EQ(program::shell("\"$THIMBLE\" " + job + " 2>&1 >/dev/null").out, "");
  if (program::shell("command -v script").code != 0) GTEST_SKIP() << "no script(1) to make a terminal";
  const auto on_terminal = [&](const std::string& more) {
    return program::shell("script -qec \"'$THIMBLE' " + job + more + "\" /dev/null </dev/null").out;
  };
  const std::string seen = on_terminal("");
  EXPECT_THAT(seen, HasSubstr("\rfold "));
  EXPECT_THAT(seen, HasSubstr("/200 ["));
  EXPECT_THAT(seen, HasSubstr("\r\033[K")) << "wiped at the end";
  EXPECT_THAT(on_terminal(" --json"), Not(HasSubstr("\rfold ")));
}

}  // namespace
