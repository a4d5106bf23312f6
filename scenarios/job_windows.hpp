#pragma once

#include <string>

#include "scenarios/job.hpp"

namespace hazone {

/// Libraries and working memory of the program beside the fields: 62 MiB are measured for any run,
/// 16 MiB of freed buffers are kept for the next (return_freed_memory()), the rest is for reading
/// and writing.
inline constexpr Index kProgramBytes = Index{90} << 20;

inline bool is_constant(const io::Source& source) {
    return std::holds_alternative<io::ConstantSource>(source);
}

/// Plans the run window by window and makes its stores, which are empty. InputError for a model or
/// a product which needs the whole grid in memory, too little memory, and too little room in the
/// scratch folder.
void plan_windows(Job& job);

/// Keeps the caches of a run in memory small where the user stated a limit.
void keep_to_limit(const Job& job);

/// What the reading of an input into its store may take, bytes.
Index memory_for_reading(const Job& job);

/// Window by window or not, in words; one line.
std::string windows_text(const Job& job);

/// Puts an input which is no store into the fields of one window.
void load_window_input(const Job& job, const FieldSpec& field, FieldSet& part);

}  // namespace hazone
