#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "hux/network.hpp"

/// What an experiment is in each of its stages: a function of the experiment as it is written, stage by stage.
namespace hux {

/// An experiment as it is before its first stage, of the duration of all of them.
experiment before_stages(const experiment& written);

/// Makes of an experiment in the stage before what it is in this one. Throws input_error at the stage's key.
/// @param number of the stage
void enter(const stage& s, std::size_t number, experiment& e);

/// What an experiment is in one of its stages. Throws as enter().
experiment in_stage(const experiment& written, std::size_t number);

/// Visits an experiment as it is in each stage in turn, if it has any, with the stage's number. Throws as enter().
void for_each_stage(const experiment& written, const std::function<void(const experiment&, std::size_t)>& visit);

/// Makes sure that an experiment can go on as it is to be in a stage. Throws input_error at the stage's key.
void require_stage(const experiment& staged, const experiment& written, std::size_t number);

/// What messages call a stage: its name, or "2 of 5".
std::string label_of_stage(const experiment& written, std::size_t number);

/// The accuracy warnings of an experiment in all its stages, each once.
std::vector<std::string> accuracy_warnings_of_all(const experiment& e);

}  // namespace hux
