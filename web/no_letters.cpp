// Dear ImGui brings letters of its own, 10 kB, for whoever gives it none. The page has its font file; the linker's --wrap
// leads the one function that knows them here.
#include <cstdlib>

struct ImFont;
struct ImFontAtlas;
struct ImFontConfig;

extern "C" ImFont* __wrap__ZN11ImFontAtlas14AddFontDefaultEPK12ImFontConfig(ImFontAtlas*, const ImFontConfig*) {
  std::abort();
}
