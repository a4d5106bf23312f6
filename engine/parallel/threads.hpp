#pragma once

namespace hazone {

/// Number of threads which the parallel loops use from now on. `count` < 1 means all processors.
void set_threads(int count);

/// Number of threads which the next parallel loop will use.
int threads();

/// Sets the number of threads for the lifetime of the object; tests and benchmarks use it.
class ThreadScope {
public:
    explicit ThreadScope(int count);
    ~ThreadScope();
    ThreadScope(const ThreadScope&) = delete;
    ThreadScope& operator=(const ThreadScope&) = delete;
    ThreadScope(ThreadScope&&) = delete;
    ThreadScope& operator=(ThreadScope&&) = delete;

private:
    int before_;
};

}  // namespace hazone
