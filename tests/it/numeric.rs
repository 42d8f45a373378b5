//! The numeric cases of theory: what the statistics give against published or exact values (`numeric-cases.json`).

use serde_json::Value;
use surgecap::{
    random::Source,
    stats::{
        GammaRate, Growth, LocalLevel, Newsvendor, NormalLevel, Progress, SharedSupervision, below, binomial_cdf,
        clopper_pearson, crowding_out, crps_normal, crps_sample, erlang_c, expected, jeffreys, kn_constants, least,
        log_score_normal, normal_cdf, normal_quantile, ocba, perfect_information, quantile, regrets, rinott_h,
        smallest_staff, sobol_indices, square_root_beta, wilson, winkler,
    },
};

/// One case: what is given, and what it should come to.
struct Case {
    id: &'static str,
    given: Value,
    wanted: Value,
}

fn case(id: &'static str) -> Case {
    let all: Value = serde_json::from_str(include_str!("numeric-cases.json")).expect("the cases are JSON");
    let found = all.as_array().expect("a list of cases").iter().find(|one| one["id"] == id);
    let found = found.unwrap_or_else(|| panic!("there is no case {id}"));
    Case { id, given: found["parameters"].clone(), wanted: found["expected"].clone() }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list of numbers").iter().map(number).collect()
}

impl Case {
    fn given(&self, name: &str) -> f64 {
        number(&self.given[name])
    }

    /// The published values have ten digits.
    fn meets(&self, name: &str, found: f64) {
        self.meets_within(name, found, 1e-8);
    }

    fn meets_within(&self, name: &str, found: f64, tolerance: f64) {
        near(&format!("{}: {name}", self.id), found, number(&self.wanted[name]), tolerance);
    }
}

fn near(what: &str, found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance * wanted.abs().max(1e-12), "{what} is {found}, should be {wanted}");
}

#[test]
fn kn_constants_a() {
    let case = case("kn-constants-a");
    let (eta, h_squared) =
        kn_constants(case.given("systems") as u32, case.given("first_stage") as u32, case.given("alpha"));
    case.meets("eta", eta);
    case.meets("h_squared", h_squared);
}

#[test]
fn rinott_h_a() {
    let case = case("rinott-h-a");
    let h = rinott_h(case.given("systems") as u32, case.given("first_stage") as u32, case.given("P_star"));
    // The case allows a thousandth: two integrals, one in the other.
    case.meets_within("h", h, 1e-3);
}

#[test]
fn ocba_a() {
    let case = case("ocba-a");
    let shares = ocba(&numbers(&case.given["means"]), &numbers(&case.given["sds"]));
    for (found, wanted) in shares.iter().zip(numbers(&case.wanted["fractions"])) {
        near("ocba-a: a share", *found, wanted, 1e-8);
    }
}

/// 2^14 points of an additive recurrence in six dimensions (powers of the root of x⁷ = x + 1), evenly spread as
/// Saltelli's own design is; the case allows 0.02.
#[test]
fn sobol_ishigami_a() {
    let case = case("sobol-ishigami-a");
    let (a, b) = (case.given("a"), case.given("b"));
    let output = |x: [f64; 3]| {
        let sine = libm::sin(x[1]);
        libm::sin(x[0]) + a * sine * sine + b * libm::pow(x[2], 4.0) * libm::sin(x[0])
    };
    let root: f64 = 1.112_775_684_278_705_5;
    let point = |first: i32, row: u64| -> [f64; 3] {
        std::array::from_fn(|input| {
            let turned = 0.5 + row as f64 * root.powi(-(first + input as i32));
            (2.0 * turned.fract() - 1.0) * std::f64::consts::PI
        })
    };
    let rows: Vec<([f64; 3], [f64; 3])> = (0..1 << 14).map(|row| (point(1, row), point(4, row))).collect();
    let at_a: Vec<f64> = rows.iter().map(|(one, _)| output(*one)).collect();
    let at_b: Vec<f64> = rows.iter().map(|(_, other)| output(*other)).collect();
    for input in 0..3 {
        let mixed = |(one, other): &([f64; 3], [f64; 3])| {
            let mut x = *one;
            x[input] = other[input];
            output(x)
        };
        let at_ab: Vec<f64> = rows.iter().map(mixed).collect();
        let indices = sobol_indices(&at_a, &at_b, &at_ab);
        assert!((indices.first - number(&case.wanted["S_first"][input])).abs() < 0.02, "{input}: {indices:?}");
        assert!((indices.total - number(&case.wanted["S_total"][input])).abs() < 0.02, "{input}: {indices:?}");
    }
}

#[test]
fn crps_a() {
    let case = case("crps-a");
    let (mean, sd, outcome) = (case.given("mean"), case.given("sd"), case.given("outcome"));
    let sample = numbers(&case.given["ensemble"]);
    case.meets("crps_gaussian", crps_normal(mean, sd, outcome));
    case.meets("crps_ensemble", crps_sample(&sample, outcome, false));
    case.meets("crps_ensemble_fair", crps_sample(&sample, outcome, true));
    case.meets("pit_gaussian", normal_cdf((outcome - mean) / sd));
    case.meets("log_score_gaussian", log_score_normal(mean, sd, outcome));
    let alpha = case.given("interval_alpha");
    let half = sd * normal_quantile(1.0 - 0.5 * alpha);
    case.meets("winkler_90_gaussian", winkler(mean - half, mean + half, alpha, outcome));
}

#[test]
fn binomial_ci_a() {
    let case = case("binomial-ci-a");
    let (hits, count) = (case.given("successes") as u64, case.given("replications") as u64);
    let confidence = case.given("confidence");
    for (name, (low, high)) in [
        ("wilson", wilson(hits, count, confidence)),
        ("clopper_pearson", clopper_pearson(hits, count, confidence)),
        ("jeffreys", jeffreys(hits, count, confidence)),
    ] {
        let wanted = numbers(&case.wanted[name]);
        near(name, low, wanted[0], 1e-8);
        near(name, high, wanted[1], 1e-8);
    }
}

/// Both rates estimated anew from their observations, 20,000 times, seed 1: the middle of the outcome's distribution has
/// the delta method's deviation within the 15 % that the case allows (the tails are heavier: a first-order method).
#[test]
fn input_uncertainty_a() {
    let case = case("input-uncertainty-a");
    let (arrival, service, count) =
        (case.given("arrival_rate"), case.given("service_rate"), case.given("observations_each"));
    let key = Source::new(1, 0).key("inputs", "estimated");
    let estimate = |rate: f64, study: u64, which: u64| {
        let mut draws = key.draws(study, which);
        count / (0..count as u64).map(|_| draws.exponential() / rate).sum::<f64>()
    };
    let rates: Vec<(f64, f64)> =
        (0..20_000).map(|study| (estimate(arrival, study, 0), estimate(service, study, 1))).collect();
    let mut times: Vec<f64> =
        rates.iter().filter(|(arrival, service)| arrival < service).map(|(a, s)| 1.0 / (s - a)).collect();
    times.sort_by(f64::total_cmp);
    let deviation = (quantile(&times, 0.75) - quantile(&times, 0.25)) / (2.0 * normal_quantile(0.75));
    case.meets("W", 1.0 / (service - arrival));
    case.meets_within("sd_input_delta", deviation, 0.15);
    // 18 unstable studies expected; the count lies within the binomial's bounds in all but one of 10,000 seeds.
    let unstable = (rates.len() - times.len()) as u64;
    let p = number(&case.wanted["p_estimated_unstable"]);
    let below = binomial_cdf(unstable, rates.len() as u64, p);
    assert!(below > 5e-5 && below < 1.0 - 5e-5, "{unstable} of {} are unstable", rates.len());
}

#[test]
fn buffer_newsvendor_a() {
    let case = case("buffer-newsvendor-a");
    let problem = Newsvendor {
        demand_mean: case.given("demand_mean"),
        demand_sd: case.given("demand_sd"),
        standing_cost: case.given("standing_cost"),
        surge_cost: case.given("surge_cost"),
    };
    let best = problem.best();
    case.meets("K_star", best);
    case.meets("buffer_over_mean", best - problem.demand_mean);
    case.meets("expected_shortfall", problem.shortfall(best));
    case.meets("expected_cost", problem.cost(best));
    case.meets("cost_if_K_is_mean", problem.cost(problem.demand_mean));
    case.meets("evpi", problem.cost(best) - problem.standing_cost * problem.demand_mean);
    case.meets("p_surge_used", 1.0 - normal_cdf((best - problem.demand_mean) / problem.demand_sd));
}

#[test]
fn regret_a() {
    let case = case("regret-a");
    let matrix =
        |name: &str| -> Vec<Vec<f64>> { case.wanted[name].as_array().expect("a matrix").iter().map(numbers).collect() };
    let costs = matrix("cost_matrix");
    let probabilities = numbers(&case.given["state_probabilities"]);
    let found = regrets(&costs);
    assert_eq!(found, matrix("regret_matrix"));
    let largest = |rows: &[Vec<f64>]| -> Vec<f64> {
        rows.iter().map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max)).collect()
    };
    assert_eq!(largest(&found), numbers(&case.wanted["max_regret"]));
    let mean = expected(&costs, &probabilities);
    for (found, wanted) in mean.iter().zip(numbers(&case.wanted["expected_cost"])) {
        near("regret-a: expected cost", *found, wanted, 1e-12);
    }
    let action = |index: usize| case.given["actions"][index][0].clone();
    assert_eq!(action(least(&largest(&found))), case.wanted["minimax_regret_action"]);
    assert_eq!(action(least(&mean)), case.wanted["min_expected_cost_action"]);
    assert_eq!(action(least(&largest(&costs))), case.wanted["minimax_cost_action"]);
    case.meets("evpi", perfect_information(&costs, &probabilities));
}

#[test]
fn kalman_local_level_a() {
    let case = case("kalman-local-level-a");
    let mut level = LocalLevel {
        mean: case.given("prior_mean"),
        variance: case.given("prior_var"),
        state_variance: case.given("state_var"),
        noise_variance: case.given("obs_var"),
    };
    let mut likelihood = 0.0;
    let rows = case.wanted["filter_t_mean_sd"].as_array().expect("rows").clone();
    for (month, (value, row)) in numbers(&case.given["y"]).iter().zip(&rows).enumerate() {
        if month > 0 {
            level = level.moved();
        }
        let (after, density) = level.seen(*value);
        level = after;
        likelihood += density;
        near("kalman: mean", level.mean, number(&row[1]), 1e-8);
        near("kalman: deviation", level.variance.sqrt(), number(&row[2]), 1e-8);
    }
    case.meets("log_likelihood", likelihood);
}

fn gamma_poisson(id: &'static str) {
    let case = case(id);
    let prior = GammaRate { shape: case.given("prior_shape"), rate: case.given("prior_rate") };
    let (target, horizon) = (case.given("target") as u64, case.given("horizon_months"));
    let months = numbers(&case.given["monthly"]);
    let mut probabilities = Vec::new();
    for row in case.wanted["rows_month_cumulative_posteriormean_probability"].as_array().expect("rows") {
        let (month, done) = (number(&row[0]), number(&row[1]) as u64);
        assert_eq!(months[..month as usize].iter().sum::<f64>() as u64, done);
        let belief = prior.after(done, month);
        near(id, belief.mean(), number(&row[2]), 1e-6);
        let probability = belief.at_least(target.saturating_sub(done), horizon - month);
        near(id, probability, number(&row[3]), 1e-6);
        probabilities.push(probability);
    }
    let (first, stays) = below(&probabilities, case.given("threshold"));
    let month = |name: &str| case.wanted[name].as_u64().map(|month| month as usize);
    assert_eq!((first, stays), (month("first_month_below_threshold"), month("first_month_below_and_staying_below")));
}

#[test]
fn evidence_gamma_poisson_a_dips_in_month_1_and_stays_below_from_month_6() {
    gamma_poisson("evidence-gamma-poisson-a");
}

#[test]
fn evidence_gamma_poisson_c() {
    gamma_poisson("evidence-gamma-poisson-c");
}

#[test]
fn evidence_normal_a_never_falls_below() {
    let case = case("evidence-normal-a");
    let prior =
        NormalLevel { mean: case.given("prior_mean"), sd: case.given("prior_sd"), month_sd: case.given("month_sd") };
    let horizon = case.given("horizon_months") as u32;
    let mut probabilities = Vec::new();
    for row in case.wanted["rows_month_cum_postmean_postsd_probability"].as_array().expect("rows") {
        let (month, done) = (number(&row[0]) as u32, number(&row[1]));
        let belief = prior.after(done, month);
        near("evidence-normal-a: mean", belief.mean, number(&row[2]), 1e-6);
        near("evidence-normal-a: deviation", belief.sd, number(&row[3]), 1e-6);
        let probability = belief.at_least(case.given("target") - done, horizon - month);
        near("evidence-normal-a: probability", probability, number(&row[4]), 1e-6);
        probabilities.push(probability);
    }
    assert_eq!(below(&probabilities, case.given("threshold")), (None, None));
}

#[test]
fn backtest_ind_taskforce_a() {
    let case = case("backtest-ind-taskforce-a");
    let points: Vec<(f64, f64)> = case.given["points_time_cumulative"]
        .as_array()
        .expect("points")
        .iter()
        .map(|point| (number(&point[0]), number(&point[1])))
        .collect();
    let rows = case.wanted["rows_time_intervalrate_remaining_requiredrate_ratio_extrapolatedfinish"].clone();
    for (pair, row) in points.windows(2).zip(rows.as_array().expect("rows")) {
        let found = Progress::between(pair[0], pair[1], case.given("stock"), case.given("deadline"));
        near("rate", found.rate, number(&row[1]), 1e-9);
        near("remaining", found.remaining, number(&row[2]), 1e-9);
        match row[3].as_f64() {
            Some(required) => {
                near("required", found.required, required, 1e-9);
                near("ratio", found.required / found.rate, number(&row[4]), 1e-9);
            }
            None => assert!(found.required.is_infinite(), "at the deadline nothing is left to require"),
        }
        near("finish", found.finish, number(&row[5]), 1e-9);
    }
}

#[test]
fn growth_bangbang_a() {
    let case = case("growth-bangbang-a");
    let growth = Growth {
        experienced: case.given("N"),
        amount: case.given("supervision_per_graduate"),
        horizon_months: case.given("horizon"),
    };
    let cases = case.given("cases_per_experienced_per_month");
    let switch = growth.switch_months();
    case.meets("switch_time", switch);
    case.meets("experts_at_switch", growth.staff_after(switch));
    case.meets("max_output", cases * growth.output(switch));
    case.meets("no_training_output", cases * growth.output(0.0));
    case.meets("ratio", growth.output(switch) / growth.output(0.0));
    case.meets("output_if_train_half_of_horizon", cases * growth.output(0.5 * growth.horizon_months));
}

#[test]
fn onboard_shared_a_has_its_best_number_and_its_zero() {
    let case = case("onboard-shared-a");
    let plan = SharedSupervision {
        experienced: case.given("N"),
        share: case.given("supervisor_share"),
        amount: case.given("supervision_per_trainee"),
        minimum_months: case.given("min_training_time"),
        trained_output: case.given("output_after"),
        horizon_months: case.given("horizon"),
    };
    let cases = case.given("cases_per_experienced_per_month");
    case.meets("n_star", plan.best());
    case.meets("T_at_n_star", plan.training_months(plan.best()));
    case.meets("gain_at_n_star", cases * plan.gain(plan.best()));
    case.meets("break_even_n_upper", plan.harmful_from());
    for row in case.wanted["Y_grid"].as_array().expect("rows") {
        let output = number(&case.wanted["baseline"]) + cases * plan.gain(number(&row[0]));
        near("onboard-shared-a: output", output, number(&row[1]), 1e-8);
    }
}

#[test]
fn cannibal_a() {
    let case = case("cannibal-a");
    let (staff, cases) = (case.given("regular_staff"), case.given("cases_per_experienced_per_month"));
    let taken = case.given("trainees") * case.given("supervision_fte_per_trainee");
    let during = cases * (staff - taken);
    let (peak, recovery) = crowding_out(
        case.given("regular_backlog0"),
        case.given("regular_inflow"),
        during,
        case.given("training_time"),
        cases * staff,
    );
    case.meets("regular_rate_during", during);
    case.meets("regular_backlog_peak", peak);
    case.meets("time_to_recover_after_training", recovery);
}

#[test]
fn sqrt_staffing_a() {
    let case = case("sqrt-staffing-a");
    let share = case.given("target_p_wait");
    let beta = square_root_beta(share);
    case.meets("beta", beta);
    for row in case.wanted["rows_R_cmin_pwait_rule"].as_array().expect("rows") {
        let load = number(&row[0]);
        let staff = smallest_staff(load, share);
        assert_eq!(u64::from(staff), row[1].as_u64().expect("a number of servers"));
        near("sqrt-staffing-a: share that waits", erlang_c(staff, load), number(&row[2]), 1e-6);
        near("sqrt-staffing-a: rule", load + beta * load.sqrt(), number(&row[3]), 1e-8);
    }
}
