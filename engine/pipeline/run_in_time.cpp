#include "engine/pipeline/run_in_time.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"

namespace hazone {
namespace {

/// The time loop of one model.
class Clock {
public:
    Clock(const Model& model, const Params& params, FieldSet& fields, const RunHooks& hooks)
        : model_(model),
          params_(params),
          fields_(fields),
          hooks_(hooks),
          series_(fields.series(kRain)),
          state_(fields.grid()),
          rain_(fields.extent()),
          now_{.model = &model, .count = series_.steps()} {}

    void run(const std::function<void(double)>& progress) {
        model_.start(params_, fields_, state_);
        if (hooks_.resume) {
            now_ = hooks_.resume(now_, state_);
        }
        for (double length = next_length(); length > 0;) {
            if (hooks_.stop && hooks_.stop()) {
                pause(Pause::stop);
                throw_if_stopped(hooks_);
            }
            read_rain();
            model_.step(params_, fields_, time_step(length), state_);
            pass(length);
            if (progress) {
                progress(static_cast<double>(now_.next) /
                         static_cast<double>(std::max<Index>(now_.count, 1)));
            }
            length = next_length();
            pause(length > 0 ? Pause::step : Pause::end);
        }
        model_.finish(params_, fields_, state_);
    }

private:
    bool rains() const { return now_.next < now_.count; }

    void pause(Pause why) const {
        if (hooks_.pause) {
            hooks_.pause(now_, state_, why);
        }
    }

    /// Length of the next step, s; 0 when the run is over.
    double next_length() const {
        const double rest = rains() ? series_.length(now_.next) - now_.within : 0.0;
        if (model_.next_step == nullptr) {
            return rest;
        }
        const double length = model_.next_step(params_, fields_, state_, rest);
        return rains() ? std::min(length, rest) : length;
    }

    void read_rain() {
        if (rain_of_ == now_.next) {
            return;
        }
        if (rains()) {
            series_.read(now_.next, rain_);
        } else {
            rain_ = Raster<float>(rain_.extent(), 0.0F);
        }
        rain_of_ = now_.next;
    }

    TimeStep time_step(double length) const {
        const double begin = rains() ? series_.begin(now_.next) : series_.end();
        return {.number = now_.next,
                .count = now_.count,
                .start = series_.start() + static_cast<UtcSeconds>(begin + now_.within),
                .length = length,
                .rain = rain_.view(),
                .share = rains() ? length / series_.length(now_.next) : 1.0};
    }

    void pass(double length) {
        constexpr double kSameTime = 1e-9;  // share of a step by which rounding may miss its end
        now_.within += length;
        if (rains() && now_.within >= series_.length(now_.next) * (1 - kSameTime)) {
            ++now_.next;
            now_.within = 0;
        }
    }

    const Model& model_;
    const Params& params_;
    FieldSet& fields_;
    const RunHooks& hooks_;
    const RainSeries& series_;
    FieldSet state_;
    Raster<float> rain_;
    Index rain_of_ = -1;  // the step whose rain this is
    TimePoint now_;
};

}  // namespace

Index run_in_time(const Model& model,
                  const Params& params,
                  FieldSet& fields,
                  const RunHooks& hooks,
                  const std::function<void(double share)>& progress) {
    Clock(model, params, fields, hooks).run(progress);
    return fields.series(kRain).steps();
}

void throw_if_stopped(const RunHooks& hooks) {
    if (hooks.stop && hooks.stop()) {
        throw Interrupted("stopped on request; no file is half written");
    }
}

}  // namespace hazone
