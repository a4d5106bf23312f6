#include "scenarios/toml_reader.hpp"

#include <algorithm>

namespace hazone {

std::string TomlReader::where(const toml::node& node) const {
    return fmt::format("{}:{}", file_.string(), node.source().begin.line);
}

void TomlReader::problem(const toml::node& node, const std::string& key, const std::string& what) {
    problems_.add(fmt::format("{}: {}: {}", where(node), key, what));
}

void TomlReader::check_keys(const toml::table& table,
                            const std::string& prefix,
                            const Keys& known) {
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            problem(node, prefix + name,
                    fmt::format("unknown key; known here: {}.{}", fmt::join(known, ", "),
                                suggestion(name, known)));
        }
    }
}

const toml::table& TomlReader::section(const toml::table& root, const std::string& name) {
    static const toml::table none;
    const toml::node* node = root.get(name);
    if (node == nullptr) {
        return none;
    }
    if (!node->is_table()) {
        problem(*node, name, fmt::format("must be a table, [{}]", name));
        return none;
    }
    return *node->as_table();
}

template <class T>
std::optional<T> TomlReader::value_at(const toml::table& table,
                                      const std::string& key,
                                      const std::string& prefix,
                                      const char* kind) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto value = node->value_exact<T>();
    if (!value) {
        problem(*node, prefix + key, fmt::format("must be {}", kind));
    }
    return value;
}

std::optional<std::string> TomlReader::string_at(const toml::table& table,
                                                 const std::string& key,
                                                 const std::string& prefix) {
    return value_at<std::string>(table, key, prefix, "a text in quotes");
}

std::optional<bool> TomlReader::flag_at(const toml::table& table,
                                        const std::string& key,
                                        const std::string& prefix) {
    return value_at<bool>(table, key, prefix, "true or false");
}

std::optional<double> TomlReader::number_at(const toml::table& table,
                                            const std::string& key,
                                            const std::string& prefix) {
    const toml::node* node = table.get(key);
    if (node != nullptr && node->is_number()) {
        return node->value<double>();
    }
    if (node != nullptr) {
        problem(*node, prefix + key, "must be a number");
    }
    return std::nullopt;
}

std::optional<std::int64_t> TomlReader::integer_at(const toml::table& table,
                                                   const std::string& key,
                                                   const std::string& prefix) {
    return value_at<std::int64_t>(table, key, prefix, "a whole number");
}

std::optional<std::size_t> TomlReader::word_at(const toml::table& table,
                                               const std::string& key,
                                               const std::string& prefix,
                                               const Keys& words) {
    const auto word = string_at(table, key, prefix);
    if (!word) {
        return std::nullopt;
    }
    const auto found = std::find(words.begin(), words.end(), *word);
    if (found == words.end()) {
        problem(*table.get(key), prefix + key,
                fmt::format("'{}' is not one of: {}", *word, fmt::join(words, ", ")));
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - words.begin());
}

}  // namespace hazone
