// LibTorch's ATen/functorch/Interpreter.h includes this library, which its
// packages do not bring, for two functions that nobody here calls. Their
// bodies need these declarations and no more.
#pragma once

#include <string>

namespace nlohmann {

class json {
 public:
  json();
  template <class T>
  explicit json(const T& value);
  static json parse(const std::string& text);
  std::string dump() const;
  template <class T>
  T get() const;
};

}  // namespace nlohmann
