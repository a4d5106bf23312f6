#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace hazone {

/// What the user can mend. The text names the file, band, key or line, the value, what is allowed
/// and the remedy. Several problems found together are one error with several lines.
class InputError : public std::runtime_error {
public:
    explicit InputError(const std::string& problem) : InputError(std::vector{problem}) {}
    explicit InputError(std::vector<std::string> problems);

    const std::vector<std::string>& problems() const { return problems_; }

private:
    std::vector<std::string> problems_;
};

/// Raised between two stages when the user or the system asked the run to stop (Ctrl-C, SIGTERM).
class Interrupted : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Collects problems so that a user meets all of them at once, and the same one once.
class Problems {
public:
    void add(std::string problem);
    bool empty() const { return problems_.empty(); }
    const std::vector<std::string>& list() const { return problems_; }

    /// Runs `attempt`; an InputError it throws is kept instead of passed on.
    template <class Attempt>
    void collect(Attempt attempt) {
        try {
            attempt();
        } catch (const InputError& error) {
            for (const std::string& problem : error.problems()) {
                add(problem);
            }
        }
    }
    /// Throws all collected problems as one InputError; does nothing when there are none.
    void raise() const;

private:
    std::vector<std::string> problems_;
};

/// The entry of `known` most like `word`, quoted and ready for a message: " Did you mean 'x'?".
/// Empty when nothing is near.
std::string suggestion(const std::string& word, const std::vector<std::string>& known);

}  // namespace hazone
