#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/core/error.hpp"

namespace hazone {

/// Reads keys of one TOML file; what is wrong with a value becomes a problem with file, line and
/// key, and the value counts as absent.
class TomlReader {
public:
    using Keys = std::vector<std::string>;

    TomlReader(const std::filesystem::path& file, Problems& problems)
        : file_(file), problems_(problems) {}

    /// "scenario.toml:12"
    std::string where(const toml::node& node) const;
    void problem(const toml::node& node, const std::string& key, const std::string& what);
    /// Every key of the table which is not known is a problem, with the nearest known one.
    void check_keys(const toml::table& table, const std::string& prefix, const Keys& known);
    /// The table of that name; an empty one when absent, a problem when it is something else.
    const toml::table& section(const toml::table& root, const std::string& name);

    std::optional<std::string> string_at(const toml::table& table,
                                         const std::string& key,
                                         const std::string& prefix);
    std::optional<bool> flag_at(const toml::table& table,
                                const std::string& key,
                                const std::string& prefix);
    std::optional<double> number_at(const toml::table& table,
                                    const std::string& key,
                                    const std::string& prefix);
    std::optional<std::int64_t> integer_at(const toml::table& table,
                                           const std::string& key,
                                           const std::string& prefix);
    /// The position of the word among those allowed.
    std::optional<std::size_t> word_at(const toml::table& table,
                                       const std::string& key,
                                       const std::string& prefix,
                                       const Keys& words);

    const std::filesystem::path& file() const { return file_; }
    Problems& problems() { return problems_; }

private:
    template <class T>
    std::optional<T> value_at(const toml::table& table,
                              const std::string& key,
                              const std::string& prefix,
                              const char* kind);

    const std::filesystem::path& file_;
    Problems& problems_;
};

}  // namespace hazone
