#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hux/network.hpp"

namespace hux::test {

inline constexpr double time_step = 0.05;  // ms, unless told otherwise

/// A population of a model with its defaults.
inline population cells(const std::string& name, std::uint32_t size, const std::string& model) {
  population p;
  p.name = name;
  p.size = size;
  p.model = model;
  return p;
}

/// Cells without any channel: c_m V' = input, and c_m = 1. They stay where they are without input.
inline population integrators(const std::string& name, std::uint32_t size, double v = 0) {
  auto p = cells(name, size, "hodgkin_huxley");
  p.parameters = {{"g_na", 0.0}, {"g_k", 0.0}, {"g_l", 0.0}};
  p.initial_v = v;
  return p;
}

/// Cells with so much capacitance that no input moves them: only their receptors change.
inline population clamped(const std::string& name, std::uint32_t size, double v, std::vector<receptor> receptors) {
  auto p = integrators(name, size, v);
  p.parameters["c_m"] = 1e30;
  p.receptors = std::move(receptors);
  return p;
}

inline receptor make_receptor(const std::string& name, const std::string& synapse,
                              std::map<std::string, double> parameters = {}) {
  receptor r;
  r.name = name;
  r.synapse = synapse;
  r.parameters = std::move(parameters);
  return r;
}

inline projection connect(const std::string& name, const std::string& source, const std::string& target,
                          const std::string& receptor, connection_rule rule, distribution weight, distribution delay) {
  projection p;
  p.name = name;
  p.source = source;
  p.target = target;
  p.receptor = receptor;
  p.rule = std::move(rule);
  p.weight = std::move(weight);
  p.delay = std::move(delay);
  return p;
}

inline input stimulate(const std::string& name, const std::string& population, stimulus what,
                       std::vector<std::uint32_t> neurons = {}) {
  return {name, population, std::move(neurons), std::move(what)};
}

inline recording sample(const std::string& name, const std::string& population, std::vector<std::string> variables,
                        double interval, std::vector<std::uint32_t> neurons = {}) {
  return {name, population, std::move(variables), std::move(neurons), interval};
}

/// An experiment on one thread; double precision unless told otherwise.
inline experiment experiment_of(std::vector<population> populations, double duration, double dt = time_step,
                                precision real = precision::double_) {
  experiment e;
  e.network.populations = std::move(populations);
  e.settings.duration = duration;
  e.settings.dt = dt;
  e.settings.precision = real;
  e.settings.threads = 1;
  return e;
}

}  // namespace hux::test
