//! Statistics of results: how sure a number is, and whether two agree.
//!
//! Pure functions of numbers, all on `libm`, so that an interval has the same bits on every machine. Each file
//! is one family and names its method's source. Misuse (a probability outside [0, 1], an empty sample) is a
//! bug of the caller and panics; what the data cannot say is an infinite interval, `None` or NaN, as documented.

mod beta;
mod binomial;
mod finite_source;
mod holm;
mod kolmogorov;
mod moments;
mod normal;
mod quantile;
mod root;
mod student;

pub use beta::{beta_quantile, regularised_incomplete_beta};
pub use binomial::{binomial_cdf, binomial_pmf, binomial_two_sided_p, clopper_pearson, jeffreys, wilson};
pub use finite_source::finite_source_up;
pub use holm::holm;
pub use kolmogorov::kolmogorov_smirnov_p;
pub use moments::{Moments, lag1_correlation};
pub use normal::{normal_cdf, normal_quantile};
pub use quantile::{order_statistic_interval, quantile};
pub use student::{student_t_cdf, student_t_quantile};
