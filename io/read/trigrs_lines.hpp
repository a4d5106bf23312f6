#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/error.hpp"

namespace hazone::io {

/// A text file that a Fortran program reads: headings, lines of text, and lists of values which
/// may run over several lines, as list-directed input does. Problems are collected; the values
/// concerned are 0.
class TrigrsLines {
public:
    /// InputError: no such file.
    TrigrsLines(const std::filesystem::path& file, Problems& problems);

    bool at_end() const { return next_ >= lines_.size(); }
    void heading() { line(); }
    /// The next line without spaces around it.
    std::string text(const std::string& what);
    /// `count` numbers; "1d-3" and "3*0.5" are allowed. What follows the last one in its line is
    /// passed over.
    std::vector<double> numbers(std::size_t count, const std::string& what);
    /// T, F, .true. or .false., and the word after it.
    bool flag(const std::string& what, std::string* word = nullptr);
    std::vector<std::string> words(std::size_t count, const std::string& what);

    /// "tr_in.txt, line 7", of the line read last.
    std::string place() const;
    void problem(const std::string& text) { problems_.add(place() + ": " + text); }

private:
    /// Throws InputError at the end of the file, with the problems so far.
    const std::string& line();

    std::string name_;
    std::vector<std::string> lines_;
    std::size_t next_ = 0;
    Problems& problems_;
};

/// A number as Fortran writes it; false when the text is none.
bool fortran_number(std::string text, double& value);

}  // namespace hazone::io
