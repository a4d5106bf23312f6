#include "io/read/trigrs_lines.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include <fmt/format.h>

#include "io/csv.hpp"

namespace hazone::io {
namespace {

/// The values of one line; a slash ends the list.
std::vector<std::string> tokens_of(const std::string& line) {
    std::vector<std::string> tokens;
    std::string token;
    for (const char letter : line + ' ') {
        if (letter == ' ' || letter == ',' || letter == '\t') {
            if (!token.empty()) {
                tokens.push_back(token);
                token.clear();
            }
        } else if (letter != '\'' && letter != '"') {
            token += letter;
        }
    }
    return tokens;
}

/// Appends the token as often as it says itself: "3*0.5" is three times 0.5.
bool append_numbers(const std::string& token, std::vector<double>& values) {
    const auto star = token.find('*');
    double times = 1;
    double value = 0;
    constexpr double kMostTimes = 1e6;
    if (star != std::string::npos &&
        (!fortran_number(token.substr(0, star), times) || times < 1 || times > kMostTimes)) {
        return false;
    }
    if (!fortran_number(star == std::string::npos ? token : token.substr(star + 1), value)) {
        return false;
    }
    values.insert(values.end(), static_cast<std::size_t>(times), value);
    return true;
}

}  // namespace

bool fortran_number(std::string text, double& value) {
    std::replace_if(
        text.begin(), text.end(), [](char letter) { return letter == 'd' || letter == 'D'; }, 'e');
    const char* begin = text.c_str();
    const char* end = begin + text.size();
    begin += text.starts_with('+') ? 1 : 0;
    const auto result = std::from_chars(begin, end, value);
    return result.ec == std::errc() && result.ptr == end && std::isfinite(value);
}

TrigrsLines::TrigrsLines(const std::filesystem::path& file, Problems& problems)
    : name_(file.string()), problems_(problems) {
    std::ifstream stream(file);
    if (!stream || std::filesystem::is_directory(file)) {
        throw InputError(fmt::format("{}: no such file, or it cannot be read", name_));
    }
    for (std::string line; std::getline(stream, line);) {
        lines_.push_back(trimmed(line));
    }
    while (!lines_.empty() && lines_.back().empty()) {
        lines_.pop_back();
    }
}

std::string TrigrsLines::place() const { return fmt::format("{}, line {}", name_, next_); }

const std::string& TrigrsLines::line() {
    if (next_ >= lines_.size()) {
        problems_.add(
            fmt::format("{}: ends at line {}, before all that TRIGRS 2.1 reads; compare "
                        "it with the sample of that version",
                        name_, lines_.size()));
        problems_.raise();
    }
    return lines_[next_++];
}

std::string TrigrsLines::text(const std::string& what) {
    std::string found = line();
    if (found.empty()) {
        problem(what + " is empty");
    }
    return found;
}

std::vector<double> TrigrsLines::numbers(std::size_t count, const std::string& what) {
    std::vector<double> values;
    while (values.size() < count) {
        for (const std::string& token : tokens_of(line())) {
            if (values.size() < count && !append_numbers(token, values)) {
                problem(fmt::format("{}: '{}' is not a number; allowed: {} number{}", what, token,
                                    count, count == 1 ? "" : "s"));
                values.resize(count, 0.0);
            }
        }
    }
    values.resize(count);
    return values;
}

std::vector<std::string> TrigrsLines::words(std::size_t count, const std::string& what) {
    std::vector<std::string> found = tokens_of(line());
    if (found.size() < count) {
        problem(fmt::format("{}: '{}' has {} values; allowed: {}", what, lines_[next_ - 1],
                            found.size(), count));
    }
    found.resize(count);
    return found;
}

bool TrigrsLines::flag(const std::string& what, std::string* word) {
    const std::vector<std::string> found = words(word == nullptr ? 1 : 2, what);
    if (word != nullptr) {
        *word = lower_case(found[1]);
    }
    const std::string letters = lower_case(found[0]);
    const char first = letters.empty() ? ' ' : letters[letters[0] == '.' && letters.size() > 1];
    if (!letters.empty() && first != 't' && first != 'f') {
        problem(fmt::format("{}: '{}'; allowed: T or F", what, found[0]));
    }
    return first == 't';
}

}  // namespace hazone::io
