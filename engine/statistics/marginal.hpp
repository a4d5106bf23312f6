// Distributions of one uncertain quantity, as functions of a standard normal variable: the form in
// which sampling, the reliability index and correlation by a Gaussian copula all need them.
#pragma once

namespace hazone {

enum class Shape { normal, lognormal, uniform, truncated_normal };

/// A distribution by its mean and standard deviation; of a truncated normal one those before it is
/// cut to lowest..highest. Lognormal needs a mean above 0. Without deviation every value is the
/// mean.
class Marginal {
public:
    Marginal() = default;
    Marginal(Shape shape, double mean, double deviation);
    /// A normal distribution cut to lowest..highest, lowest < highest.
    static Marginal truncated(double mean, double deviation, double lowest, double highest);

    /// The value whose probability is that of the standard normal z: F^-1(Phi(z)).
    double at_normal(double z) const;
    /// Its derivative by z.
    double slope_at_normal(double z) const;
    /// The value below which the quantity lies with probability p. Relative error below 1e-9.
    double quantile(double p) const;

    /// Moments of the distribution as it is, truncated where it is.
    double mean() const;
    double deviation() const;
    bool certain() const { return spread_ == 0; }

private:
    double cut_normal(double z) const;

    Shape shape_ = Shape::normal;
    double centre_ = 1;  // mean; of lognormal that of the logarithm
    double spread_ = 0;  // standard deviation; of lognormal that of the logarithm
    double low_ = 0;     // limits of the truncated, in standard deviations from the mean
    double high_ = 0;
};

}  // namespace hazone
