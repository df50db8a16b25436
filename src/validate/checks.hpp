#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/lookup.hpp"
#include "experiment/single_checks.hpp"
#include "hux/catalog.hpp"
#include "hux/distribution.hpp"
#include "network/given_values.hpp"

/// Checks that all parts of an experiment have in common. Each throws input_error at the key it is given.
namespace hux {

/// Every value that neurons can get is finite and within the range.
void check_values(const given_values& given, range r);

/// Every value that a distribution over `count` members can give is finite and within the range.
void check_distribution(const std::string& key, const distribution& d, quantity q, range r, std::uint64_t count);

/// The distribution itself makes sense: finite numbers, bounds in order, spread not negative.
void check_shape(const std::string& key, const distribution& d);

/// A weight within the range that a receptor can take in one step, if no other arrives with it.
void check_weight(const std::string& key, double weight, quantity q, range r);

/// A time that is at least one step and a whole number of them.
void check_whole_steps(const std::string& key, double time, double dt);

/// A time from 0 on that can be counted in steps.
void check_countable(const std::string& key, double time, double dt);

/// Neurons of a population of that size.
void check_indices(const std::string& key, const std::vector<std::uint32_t>& neurons, std::uint32_t size);

/// Neurons of a population of that size, none twice.
void check_neurons(const std::string& key, const std::vector<std::uint32_t>& neurons, std::uint32_t size);

}  // namespace hux
