#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hux/device/variates.hpp"
#include "hux/distribution.hpp"
#include "support/thread_team.hpp"

namespace hux {

/// A distribution as a law over `count` ordinals; listed values stay where they are in d.
/// @param key names it in errors, as a dotted path. Throws input_error if d lists values but not `count` of them.
law law_of(const distribution& d, std::uint64_t count, const std::string& key);

/// A draw that must have met the bounds of d; throws input_error naming the law if x is not a number.
double found(double x, const distribution& d, const std::string& key);

/// Calls put(k, value) for each ordinal k below `count`, by a team. What is drawn depends on the stream and on
/// member_of(k) alone. Throws as law_of and found.
template <class Member, class Put>
void draw_each(const distribution& d, std::uint64_t count, const stream& s, thread_team& team, const std::string& key,
               const Member& member_of, const Put& put) {
  const law l = law_of(d, count, key);
  team.for_each(count, [&](std::uint64_t k, unsigned) { put(k, found(l(s, {member_of(k), 0, k}), d, key)); });
}

/// One value for each of `count` members, drawn by a team: member i's depends on the stream and i alone. Throws as
/// law_of and found.
std::vector<double> draw_values(const distribution& d, std::uint64_t count, const stream& s, thread_team& team,
                                const std::string& key = "distribution");

/// The interval that no value of a distribution leaves; ends may be infinite only where no machine could draw.
struct value_range {
  double min = 0;
  double max = 0;
};
value_range range_of(const distribution& d);

/// The interval that hardly any value leaves: bounds, where there are any, else so many standard deviations on either
/// side of the mean (of a lognormal law: of the logarithm).
value_range range_of(const distribution& d, double deviations);

/// The mean, where a draw outside its bounds is neither repeated nor clipped; within the bounds.
double mean_of(const distribution& d);

/// Can a draw lie within the bounds of a distribution, or be clipped to them? If not, found() throws.
bool reaches_bounds(const distribution& d);

/// The distribution in words, as in "normal (mean 1, std 0.5, between 0 and inf)".
std::string describe(const distribution& d);

}  // namespace hux
