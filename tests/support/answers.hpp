#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace hazone::testing {

/// One row of a table of answers: column -> text.
using Answer = std::map<std::string, std::string>;

/// Reads a table of text: a header line, then one row per line, columns parted by commas without
/// quotes. The last column takes the rest of the line, so that a source
/// may hold commas. Empty lines and lines that begin with '#' are passed over.
/// Throws when the file is absent, has no row, or a row is short: a test that compares nothing is
/// a defect.
inline std::vector<Answer> read_answer_file(const std::string& path) {
    const auto split = [](const std::string& line, std::size_t most) {
        std::vector<std::string> cells;
        std::istringstream rest(line);
        std::string cell;
        while (cells.size() + 1 < most && std::getline(rest, cell, ',')) {
            cells.push_back(cell);
        }
        if (std::getline(rest, cell)) {
            cells.push_back(cell);
        }
        return cells;
    };
    std::ifstream file(path);
    std::vector<std::string> header;
    std::vector<Answer> answers;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        if (header.empty()) {
            header = split(line,
                           static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1);
            continue;
        }
        const std::vector<std::string> cells = split(line, header.size());
        if (cells.size() != header.size()) {
            throw std::runtime_error(std::string(path).append(": short row: ").append(line));
        }
        Answer& answer = answers.emplace_back();
        for (std::size_t column = 0; column < header.size(); ++column) {
            answer[header[column]] = cells[column];
        }
    }
    if (answers.empty()) {
        throw std::runtime_error(path + ": no answers");
    }
    return answers;
}

/// read_answer_file() of tests/answers/NAME, the ending included.
inline std::vector<Answer> read_answers(const std::string& name) {
    return read_answer_file(std::string(HAZONE_SOURCE_DIR) + "/tests/answers/" + name);
}

/// The number in a column; throws when the column is absent or holds no number. "inf" and "nan"
/// are numbers.
inline double number(const Answer& answer, const std::string& column) {
    return std::stod(answer.at(column));
}

}  // namespace hazone::testing
