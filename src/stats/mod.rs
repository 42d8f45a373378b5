//! Statistics of results: how sure a number is, and whether two agree.
//!
//! Pure functions of numbers, all on `libm`, so that an interval has the same bits on every machine. Each file
//! is one family and names its method's source. Misuse (a probability outside [0, 1], an empty sample) is a
//! bug of the caller and panics; what the data cannot say is an infinite interval, `None` or NaN, as documented.

mod beta;
mod binomial;
mod contrast;
mod decision;
mod erlang;
mod evidence;
mod finite_source;
mod gamma;
mod holm;
mod indices;
mod kolmogorov;
mod moments;
mod morris;
mod normal;
mod onboarding;
mod optimum;
mod prim;
mod quantile;
mod ranks;
mod root;
mod scores;
mod selection;
mod student;

pub use beta::{beta_quantile, regularised_incomplete_beta};
pub use binomial::{binomial_cdf, binomial_pmf, binomial_two_sided_p, clopper_pearson, jeffreys, wilson};
pub use contrast::{Screened, future_means, kn_select, luck_share, regrets_less_luck, worst_mean};
pub use decision::{Newsvendor, expected, least, perfect_information, regrets};
pub use erlang::{erlang_b, erlang_c, smallest_staff, square_root_beta};
pub use evidence::{GammaRate, LocalLevel, NormalLevel, Progress, below};
pub use finite_source::finite_source_up;
pub use gamma::{gamma_quantile, regularised_incomplete_gamma};
pub use holm::holm;
pub use indices::{Indices, sobol_indices};
pub use kolmogorov::kolmogorov_smirnov_p;
pub use moments::{Moments, lag1_correlation};
pub use morris::{Effects, effects};
pub use normal::{normal_cdf, normal_density, normal_quantile};
pub use onboarding::{Growth, SharedSupervision, crowding_out};
pub use optimum::{Top, plateau, top, zero_beyond_top};
pub use prim::{Found, Limit, prim};
pub use quantile::{order_statistic_interval, quantile};
pub use ranks::{correlation, rank_correlation_interval, ranks};
pub use scores::{crps_normal, crps_sample, log_score_normal, winkler};
pub use selection::{kn_constants, ocba, rinott_h};
pub use student::{student_t_cdf, student_t_quantile};
