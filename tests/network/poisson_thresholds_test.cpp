#include "network/poisson_thresholds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace {

using hux::poisson_thresholds;
using testing::ElementsAre;

TEST(poisson_thresholds, are_the_cumulative_law) {
  // By mpmath, with 60 digits.
  EXPECT_THAT(poisson_thresholds(1e-9), ElementsAre(4294967292));
  EXPECT_THAT(poisson_thresholds(0.001), ElementsAre(4290674475, 4294965150, 4294967295));
  EXPECT_THAT(poisson_thresholds(0.08),
              ElementsAre(3964754518, 4281934880, 4294622094, 4294960420, 4294967186, 4294967295));
}

TEST(poisson_thresholds, of_large_means_are_the_recursion_in_a_wider_type) {
  for (const double mean : {0.5, 3.0, 30.0, 250.0, 700.0, 1000.0}) {
    long double probability = std::exp(-static_cast<long double>(mean));
    long double cumulative = 0;
    const auto thresholds = poisson_thresholds(mean);
    EXPECT_GT(thresholds.size(), static_cast<std::size_t>(mean));
    for (std::size_t k = 0; k < thresholds.size(); ++k) {
      cumulative += probability;
      probability *= static_cast<long double>(mean) / static_cast<long double>(k + 1);
      EXPECT_NEAR(thresholds[k], static_cast<double>(cumulative * 4294967296.0L), 1) << mean << ", " << k;
    }
    EXPECT_LT(probability * 4294967296.0L, 4) << mean;
  }
}

TEST(poisson_thresholds, are_none_where_no_spike_comes) { EXPECT_TRUE(poisson_thresholds(0).empty()); }

}  // namespace
