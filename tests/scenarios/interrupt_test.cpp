// When a signal is a request, and when it is an order.
#include "scenarios/interrupt.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

namespace hazone {
namespace {

constexpr int kNotStopped = 99;

void stop_by(int first, int second, std::chrono::milliseconds apart) {
    watch_for_interrupts();
    std::raise(first);
    std::this_thread::sleep_for(apart);
    std::raise(second);
    std::exit(interrupt_signal() == first ? first : kNotStopped);
}

TEST(Interrupt, NoneIsSeenBeforeASignal) {
    watch_for_interrupts();
    EXPECT_EQ(interrupt_signal(), 0);
}

TEST(InterruptDeathTest, OneRequestToldTwiceIsOneRequest) {
    EXPECT_EXIT(stop_by(SIGTERM, SIGTERM, std::chrono::milliseconds(0)),
                ::testing::ExitedWithCode(SIGTERM), "");
    EXPECT_EXIT(stop_by(SIGINT, SIGTERM, std::chrono::milliseconds(100)),
                ::testing::ExitedWithCode(SIGINT), "");
}

TEST(InterruptDeathTest, ASecondRequestAfterASecondEndsTheProgram) {
    EXPECT_EXIT(stop_by(SIGTERM, SIGTERM, std::chrono::milliseconds(1100)),
                ::testing::KilledBySignal(SIGTERM), "");
    EXPECT_EXIT(stop_by(SIGTERM, SIGINT, std::chrono::milliseconds(1100)),
                ::testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace hazone
