#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "hux/parameter.hpp"

/// Where the neurons of a population are, um. Each layout fills a box that begins at the origin, so that populations
/// over the same box lie above each other.
namespace hux {

/// In rows of so many neurons, one after the other; each in the middle of a square of that size.
struct grid_layout {
  std::uint32_t columns = 0;  ///< the population's size is a multiple of it; as many as neurons: a line
  double spacing = 0;         ///< um

  static constexpr std::string_view name = "grid";
  static constexpr std::string_view description = "in rows, each neuron in the middle of a square of its own";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"columns", quantity::dimensionless, 0, range::positive,
                           "neurons in a row; as many as there are: a line", true},
            parameter_info{"spacing", quantity::length, 0, range::positive, "distance between neighbours", true}};
  }
  static constexpr std::tuple members{&grid_layout::columns, &grid_layout::spacing};
};

/// Each drawn uniformly from a box.
struct random_layout {
  double width = 0;   ///< um, in x
  double height = 0;  ///< um, in y
  double depth = 0;   ///< um, in z

  static constexpr std::string_view name = "random";
  static constexpr std::string_view description = "drawn uniformly from a box, each neuron independently";
  static std::vector<parameter_info> parameters() {
    return {parameter_info{"width", quantity::length, 0, range::positive, "extent in x", true},
            parameter_info{"height", quantity::length, 0, range::non_negative, "extent in y"},
            parameter_info{"depth", quantity::length, 0, range::non_negative, "extent in z"}};
  }
  static constexpr std::tuple members{&random_layout::width, &random_layout::height, &random_layout::depth};
};

/// One by one. y and z are empty (then 0) or as long as x.
struct listed_layout {
  std::vector<double> x;  ///< um
  std::vector<double> y;  ///< um
  std::vector<double> z;  ///< um

  static constexpr std::string_view name = "list";
  static constexpr std::string_view description = "one by one: the lists x, y and z, of which y and z may be left out";
};

using layout = std::variant<grid_layout, random_layout, listed_layout>;

}  // namespace hux
