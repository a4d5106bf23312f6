#pragma once

#include <array>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/conditioning/least_step.hpp"
#include "engine/terrain/d8.hpp"

// What slope_flats() is made of.
namespace hazone::rise {

// What is known of a cell, one or several bits.
inline constexpr std::uint8_t kSettled = 0;  // its height is final
inline constexpr std::uint8_t kRaised = 1;   // it must rise, and its height is not known yet
inline constexpr std::uint8_t kSuspect = 2;  // whether it must rise shows when the front comes
inline constexpr std::uint8_t kReachedStraight =
    4;  // it rises, and no way can better a straight one
inline constexpr std::uint8_t kReachedDiagonal = 8;  // it rises, and no diagonal way can be better
inline constexpr std::uint8_t kLevel = 16;           // it would have to rise, but was not chosen

/// A cell by its position from the first: row * stride + col, in the surface and in the marks.
using Position = Index;

/// Something that happens when the rising front has come to `height`.
struct Event {
    float height = 0;
    Position cell = 0;
    bool decides = false;  // a suspect or the rim of a flat is looked at; else the cell gets height

    friend bool operator<(const Event& a, const Event& b) {
        return std::pair(a.height, a.cell) < std::pair(b.height, b.cell);
    }
    friend bool operator>(const Event& a, const Event& b) { return b < a; }
};

using Events = std::vector<Event>;

/// Events that come in the order of heights, first in, first out.
class EventQueue {
public:
    bool empty() const { return first_ == events_.size(); }
    const Event& front() const { return events_[first_]; }
    const Event& back() const { return events_.back(); }

    void push(const Event& event) {
        constexpr std::size_t kMany = 4096;
        if (empty()) {
            clear();
        } else if (first_ > kMany && 2 * first_ > events_.size()) {
            events_.erase(events_.begin(), events_.begin() + static_cast<Index>(first_));
            first_ = 0;
        }
        events_.push_back(event);
    }

    void pop() { ++first_; }

    void clear() {
        events_.clear();
        first_ = 0;
    }

    /// Takes the events over, in their order.
    void assign(Events events) {
        events_ = std::move(events);
        first_ = 0;
    }

private:
    Events events_;
    std::size_t first_ = 0;
};

/// The events still to come, taken from the lowest. Most come in order and wait in queues.
class Agenda {
public:
    Agenda() = default;
    /// known: in the order of heights.
    explicit Agenda(Events known) { known_.assign(std::move(known)); }

    bool empty() const {
        return known_.empty() && straight_.empty() && diagonal_.empty() && others_.empty();
    }

    void add_known(const Event& event) { known_.push(event); }
    /// Where the steps are taken from a rising front, each kind comes in the order of heights.
    void add_straight(float height, Position cell) { add(straight_, {height, cell}); }
    void add_diagonal(float height, Position cell) { add(diagonal_, {height, cell}); }
    void add_decision(float height, Position cell) { others_.push({height, cell, true}); }

    Event take() {
        EventQueue* lowest = known_.empty() ? nullptr : &known_;
        for (EventQueue* queue : {&straight_, &diagonal_}) {
            if (!queue->empty() &&
                (lowest == nullptr || queue->front().height < lowest->front().height)) {
                lowest = queue;
            }
        }
        if (lowest == nullptr ||
            (!others_.empty() && others_.top().height < lowest->front().height)) {
            const Event taken = others_.top();
            others_.pop();
            return taken;
        }
        const Event taken = lowest->front();
        lowest->pop();
        return taken;
    }

private:
    void add(EventQueue& queue, const Event& event) {
        if (queue.empty() || queue.back().height <= event.height) {
            queue.push(event);
        } else {
            others_.push(event);
        }
    }

    EventQueue known_;
    EventQueue straight_;
    EventQueue diagonal_;
    std::priority_queue<Event, Events, std::greater<>> others_;
};

/// The surface with the marks of its cells and what neighbours mean to each other.
class Slopes {
public:
    Slopes(View<float> surface, const LeastStep& step)
        : surface_(surface),
          step_(step),
          marks_({surface.rows() + 2 * kMargin, surface.stride()}, kSettled) {
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            offset_[number] =
                kNeighbourOffset[number].row * surface.stride() + kNeighbourOffset[number].col;
        }
    }

    View<float> surface() const { return surface_; }
    const LeastStep& step() const { return step_; }
    Position position(Cell cell) const { return cell.row * surface_.stride() + cell.col; }
    Cell cell(Position position) const {
        return {position / surface_.stride(), position % surface_.stride()};
    }
    Position next(Position position, int number) const {
        return position + offset_[static_cast<std::size_t>(number)];
    }
    float& height(Position position) const { return surface_.data()[position]; }
    /// Also of the neighbours of cells on the edge: what lies off the grid is settled.
    std::uint8_t& mark(Position position) {
        return marks_.data()[kMargin * surface_.stride() + position];
    }

    /// Height which the cell must have to drain to its neighbour.
    float needed(Position position, int number) const {
        return step_.above(height(next(position, number)), number % 2 != 0);
    }

    /// True when an inner cell has a neighbour to which it drains by the least step.
    bool drains(Position position) const {
        for (int number = 0; number < kNeighbours; ++number) {
            if (needed(position, number) <= height(position)) {
                return true;
            }
        }
        return false;
    }

    bool is_outlet(Position position) const {
        const Cell at = cell(position);
        if (!is_inner(surface_.extent(), at)) {
            return true;
        }
        for (int number = 0; number < kNeighbours; ++number) {
            if (is_missing(height(next(position, number)))) {
                return true;
            }
        }
        return false;
    }

private:
    static constexpr Index kMargin = 2;  // rows

    View<float> surface_;
    LeastStep step_;
    Raster<std::uint8_t> marks_;
    std::array<Index, kNeighbours> offset_{};
};

/// A settled cell offers its rising neighbours a way out.
void offer_around(Position cell, Slopes& slopes, Agenda& agenda);

/// Raises the marked cells as far as their flat asks for, all other ground taken as it is: each
/// flat, the cells which hang together, for itself. What it gives is never above the surface which
/// slope_flats() looks for.
void slope_each_flat(Slopes& slopes);

}  // namespace hazone::rise
