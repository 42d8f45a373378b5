//! What cases in hand waited for, by month: said as that, not as a proven constraint (RULES 16).

use jiff::civil::Date;

use super::findings::StuckFinding;

/// Mean case-hours that begun cases waited, `[period x place]`, for one stream.
pub struct Waits<'a> {
    pub stream: &'a str,
    /// Name and words of each place; the last is a supervisor.
    pub places: &'a [(String, String)],
    pub dates: &'a [Date],
    /// `[period][place]`.
    pub hours: &'a [Vec<f64>],
}

/// The places in order of what was waited for them, most first; nothing below one case-hour.
pub fn rank(waits: &Waits<'_>) -> Vec<StuckFinding> {
    let totals: Vec<f64> =
        (0..waits.places.len()).map(|place| waits.hours.iter().map(|row| row[place]).sum()).collect();
    let all: f64 = totals.iter().sum();
    let longest = |row: &Vec<f64>| -> Option<usize> {
        let best = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]).then(b.cmp(&a)))?;
        (row[best] > 1.0).then_some(best)
    };
    let most: Vec<Option<usize>> = waits.hours.iter().map(longest).collect();
    let mut findings: Vec<StuckFinding> = waits
        .places
        .iter()
        .enumerate()
        .filter(|(place, _)| totals[*place] > 1.0)
        .map(|(place, (name, says))| {
            let periods: Vec<usize> = (0..most.len()).filter(|&period| most[period] == Some(place)).collect();
            StuckFinding {
                stream: waits.stream.to_owned(),
                waits_for: name.clone(),
                says: says.clone(),
                case_hours: totals[place],
                share: totals[place] / all,
                most_from: periods.first().map(|&period| waits.dates[period]),
                most_to: periods.last().map(|&period| waits.dates[period]),
            }
        })
        .collect();
    findings.sort_by(|a, b| b.case_hours.total_cmp(&a.case_hours));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_comes_first_with_its_months() {
        let places = [("sign".to_owned(), "Signing".to_owned()), ("supervisors".to_owned(), "a supervisor".to_owned())];
        let dates = [jiff::civil::date(2020, 9, 30), jiff::civil::date(2020, 10, 31)];
        let hours = vec![vec![10.0, 50.0], vec![30.0, 40.0]];
        let found = rank(&Waits { stream: "surge", places: &places, dates: &dates, hours: &hours });
        assert_eq!(found[0].waits_for, "supervisors");
        assert_eq!((found[0].most_from, found[0].most_to), (Some(dates[0]), Some(dates[1])));
        assert_eq!(found[1].most_from, None);
    }
}
