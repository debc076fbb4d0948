// The k nearest of one query so far, while candidates come in the order of their indices.
#pragma once

#include <span>

namespace thimble {

// Key: what the metric sums up before its root, uint64_t for bytes, float for features. The lists belong to the caller.
template <class Key>
class NearestFew {
 public:
  NearestFew(std::span<Key> keys, std::span<int> indices) : keys_(keys), indices_(indices) {}

  // Of equal keys the one that comes later counts as nearer.
  bool takes(Key key) const { return size_ < keys_.size() || key <= keys_[size_ - 1]; }

  bool full() const { return size_ == keys_.size(); }
  Key last() const { return keys_[size_ - 1]; }  // the farthest

  void insert(Key key, int index) {
    size_t at = size_ < keys_.size() ? size_++ : size_ - 1;
    for (; at > 0 && key <= keys_[at - 1]; --at) {
      keys_[at] = keys_[at - 1];
      indices_[at] = indices_[at - 1];
    }
    keys_[at] = key;
    indices_[at] = index;
  }

 private:
  std::span<Key> keys_;
  std::span<int> indices_;
  size_t size_ = 0;
};

}  // namespace thimble
