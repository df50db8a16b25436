#pragma once

#include <memory>
#include <vector>

#include "hux/model_page.hpp"
#include "hux/network.hpp"
#include "hux/synapse_page.hpp"

namespace hux {

/// The models of a network's populations, and the synapses of its receptors, that are text and not built in, in the
/// order in which they are met.
std::vector<model_page> own_models(const network& n);
std::vector<synapse_page> own_synapses(const network& n);

/// The catalog with models or synapses that were read, each checked; the same catalog if it has them all. Throw
/// input_error at the key in the experiment.
std::shared_ptr<const catalog> with_models(const std::shared_ptr<const catalog>& known, std::vector<model_page> pages);
std::shared_ptr<const catalog> with_synapses(const std::shared_ptr<const catalog>& known,
                                             std::vector<synapse_page> pages);

}  // namespace hux
