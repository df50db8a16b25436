#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hux/equations.hpp"
#include "hux/nearest.hpp"

namespace hux {

/// An input, a layout of positions, a connection rule or an integrator.
struct kind_info {
  std::string name;
  std::string description;
  std::string source;
  std::vector<parameter_info> parameters;
};

struct integrator_info : kind_info {
  double unit_of_time;    ///< of the coefficients that it takes, in steps
  bool staggered;         ///< do the gates run half a step ahead of the membrane potential?
  bool simpson;           ///< does it weigh the input at all stages, as Simpson's rule does?
  double gate_limit;      ///< largest dt times rate of a gate
  double membrane_limit;  ///< largest dt times rate of the membrane
};

struct found_terminal;
struct found_receptor;

/// Models with terminals that send a signal and receptors that join their neurons, each made when it is first asked
/// for. A copy has none yet. Threads may ask at once.
class joined_models {
 public:
  joined_models();
  joined_models(const joined_models& other);
  joined_models& operator=(const joined_models& other);
  ~joined_models();

  /// The equations of a model of the catalog with terminals and receptors of its synapses; they stay where they are.
  const equations& of(const equations& model, const std::vector<found_terminal>& terminals,
                      const std::vector<found_receptor>& receptors) const;

 private:
  struct known_models;
  std::unique_ptr<known_models> known_;
};

/// Everything an experiment can be made of. Lists are in the order in which a user should see them.
struct catalog {
  std::vector<equations> models;
  std::vector<synapse_equations> synapses;
  std::vector<kind_info> inputs;
  std::vector<kind_info> layouts;
  std::vector<kind_info> rules;
  std::vector<integrator_info> integrators;
  joined_models joined{};

  /// The entry of that name; throws input_error naming the nearest known one.
  const equations& model(std::string_view name) const;
  const synapse_equations& synapse(std::string_view name) const;
  const integrator_info& integrator(std::string_view name) const;
};

/// What every build of Hux has. A copy may be given more, for networks that want it.
std::shared_ptr<const catalog> built_in_catalog();

}  // namespace hux
