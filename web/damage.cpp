#include "web/damage.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace thimble {
namespace {

constexpr size_t kMostBoxes = 4;  // each is a round over the whole frame

Box both(const Box& a, const Box& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}
Box around(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}
float area(const Box& a) { return (a.right - a.left) * (a.bottom - a.top); }
// What two boxes cost more as one.
float waste(const Box& a, const Box& b) { return area(around(a, b)) - area(a) - area(b); }

uint64_t mixed(uint64_t hash, const void* bytes, size_t count) {
  for (size_t i = 0; i < count; i += 4) {
    uint32_t word;
    std::memcpy(&word, static_cast<const char*>(bytes) + i, 4);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  }
  return hash;
}

// Where a triangle shows that part of its texture: pictures stand upright, so the corners tell.
Box showing(const Box& place, const ImDrawVert* const (&corner)[3], const Box& part) {
  Box uv{corner[0]->uv.x, corner[0]->uv.y, corner[0]->uv.x, corner[0]->uv.y};
  for (const ImDrawVert* v : corner) uv = around(uv, {v->uv.x, v->uv.y, v->uv.x, v->uv.y});
  const Box seen = both(uv, part);
  if (seen.empty()) return {};
  const float x = (place.right - place.left) / (uv.right - uv.left),
              y = (place.bottom - place.top) / (uv.bottom - uv.top);
  return {place.left + (seen.left - uv.left) * x, place.top + (seen.top - uv.top) * y,
          place.left + (seen.right - uv.left) * x, place.top + (seen.bottom - uv.top) * y};
}

void merge(std::vector<Box>& boxes, const Box& box) {
  for (Box& b : boxes)
    if (waste(b, box) <= 0) {
      b = around(b, box);
      return;
    }
  boxes.push_back(box);
  while (boxes.size() > kMostBoxes) {
    size_t first = 0, second = 1;
    for (size_t i = 0; i < boxes.size(); ++i)
      for (size_t k = i + 1; k < boxes.size(); ++k)
        if (waste(boxes[i], boxes[k]) < waste(boxes[first], boxes[second])) first = i, second = k;
    boxes[first] = around(boxes[first], boxes[second]);
    boxes.erase(boxes.begin() + static_cast<ptrdiff_t>(second));
  }
}

}  // namespace

void Damage::take(const ImDrawData& frame) {
  now_.clear();
  differing_.clear();
  for (int l = 0; l < frame.CmdListsCount; ++l) {
    const ImDrawList& list = *frame.CmdLists[l];
    for (const ImDrawCmd& c : list.CmdBuffer) {
      const Box clip{c.ClipRect.x, c.ClipRect.y, c.ClipRect.z, c.ClipRect.w};
      const auto texture = static_cast<unsigned>(reinterpret_cast<intptr_t>(c.GetTexID()));
      const uint64_t seed = mixed(mixed(texture, &clip, sizeof clip), &l, sizeof l);
      const ImDrawVert* vertices = list.VtxBuffer.Data + c.VtxOffset;
      const ImDrawIdx* index = list.IdxBuffer.Data + c.IdxOffset;
      for (unsigned i = 0; i + 2 < c.ElemCount; i += 3) {
        const ImDrawVert* const corner[3] = {vertices + index[i], vertices + index[i + 1], vertices + index[i + 2]};
        uint64_t hash = seed;
        Box box{corner[0]->pos.x, corner[0]->pos.y, corner[0]->pos.x, corner[0]->pos.y};
        for (const ImDrawVert* v : corner) {
          hash = mixed(hash, v, sizeof *v);
          box = around(box, {v->pos.x, v->pos.y, v->pos.x, v->pos.y});
        }
        const Box seen = both(box, clip);
        if (seen.empty()) continue;
        now_.push_back({hash, seen});
        for (const Texture& t : repainted_)
          if (t.name == texture)
            if (const Box there = both(showing(box, corner, t.part), clip); !there.empty()) differing_.push_back(there);
      }
    }
  }
  repainted_.clear();
  std::sort(now_.begin(), now_.end(), [](const Triangle& a, const Triangle& b) { return a.hash < b.hash; });
}

std::vector<Box> Damage::find(const ImDrawData& frame) {
  take(frame);
  const Box whole{0, 0, frame.DisplaySize.x, frame.DisplaySize.y};
  if (known_) {
    auto a = before_.begin(), b = now_.begin();
    while (a != before_.end() || b != now_.end())
      if (b == now_.end() || (a != before_.end() && a->hash < b->hash))
        differing_.push_back((a++)->box);
      else if (a == before_.end() || b->hash < a->hash)
        differing_.push_back((b++)->box);
      else
        ++a, ++b;
  } else {
    differing_ = {whole};
  }
  known_ = true;
  before_.swap(now_);

  std::vector<Box> boxes;
  for (const Box& box : differing_) merge(boxes, box);
  const float x = frame.FramebufferScale.x, y = frame.FramebufferScale.y;
  for (Box& b : boxes)  // a pixel more: textures are read between their pixels
    b = both({std::floor(b.left * x - 1) / x, std::floor(b.top * y - 1) / y, std::ceil(b.right * x + 1) / x,
              std::ceil(b.bottom * y + 1) / y},
             whole);
  return boxes;
}

}  // namespace thimble
