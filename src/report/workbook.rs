//! A workbook for spreadsheets: the answer, the assumptions, the months, the costs and the follow-up, each on its sheet.
//!
//! Numbers and dates are cells of their kind, never text, so that a Dutch spreadsheet shows them in its own form; sums are
//! formulas that stay alive. Names that somebody wrote are text, also when they begin like a formula. The same findings give the
//! same bytes: the time of creation is that of the format's first day.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use super::{assess, page, words};
use crate::{
    experiment::{
        assess::Assessment,
        closed::PaperSum,
        findings::{Findings, Promise},
    },
    model::num::Num,
};

/// What stands beside the findings.
#[derive(Default)]
pub struct Beside<'a> {
    /// Numbers that nobody knows.
    pub assumptions: &'a [Num],
    /// The sum on paper: cohort and sum.
    pub paper: &'a [(String, PaperSum)],
    pub assessment: Option<&'a Assessment>,
}

/// The bytes of an .xlsx file.
///
/// # Errors
/// What the writer of the format refuses, in words.
pub fn workbook(findings: &Findings, beside: &Beside<'_>) -> Result<Vec<u8>, String> {
    write(findings, beside).map_err(|why| format!("could not make the workbook: {why}"))
}

fn write(findings: &Findings, beside: &Beside<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // No clock reaches a result.
    let properties = DocProperties::new()
        .set_title(&findings.scenario.name)
        .set_creation_datetime(&ExcelDateTime::from_ymd(1900, 1, 1)?);
    book.set_properties(&properties);
    let forms = Forms::new();
    answer(sheet(&mut book, "Answer")?, findings, beside, &forms)?;
    if !beside.paper.is_empty() {
        paper(sheet(&mut book, "Paper sum")?, beside.paper, &forms)?;
    }
    if !beside.assumptions.is_empty() {
        assumptions(sheet(&mut book, "Assumptions")?, beside.assumptions, &forms)?;
    }
    months(sheet(&mut book, "Per month")?, findings, &forms)?;
    if findings.costs.is_some() {
        costs(sheet(&mut book, "Costs")?, findings, &forms)?;
    }
    if let Some(assessment) = beside.assessment {
        plans(sheet(&mut book, "Plans")?, assessment, &forms)?;
        follow_up(sheet(&mut book, "And if")?, assessment, &forms)?;
    }
    book.save_to_buffer()
}

struct Forms {
    head: Format,
    date: Format,
    count: Format,
    share: Format,
    euro: Format,
    wrap: Format,
}

impl Forms {
    fn new() -> Forms {
        Forms {
            head: Format::new().set_bold(),
            // Shown in the form of the reader's own language.
            date: Format::new().set_num_format_index(14),
            count: Format::new().set_num_format("#,##0"),
            share: Format::new().set_num_format("0%"),
            euro: Format::new().set_num_format("#,##0"),
            wrap: Format::new().set_text_wrap(),
        }
    }
}

fn sheet<'a>(book: &'a mut Workbook, name: &str) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    Ok(sheet)
}

fn heads(sheet: &mut Worksheet, row: u32, names: &[&str], forms: &Forms) -> Result<(), XlsxError> {
    for (column, name) in names.iter().enumerate() {
        sheet.write_string_with_format(row, column as u16, *name, &forms.head)?;
    }
    Ok(())
}

/// A number, or an empty cell for what is none.
fn put(sheet: &mut Worksheet, row: u32, column: u16, value: f64, form: &Format) -> Result<(), XlsxError> {
    if value.is_finite() {
        sheet.write_number_with_format(row, column, value, form)?;
    }
    Ok(())
}

fn put_date(sheet: &mut Worksheet, row: u32, column: u16, date: Date, forms: &Forms) -> Result<(), XlsxError> {
    let day = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?;
    sheet.write_datetime_with_format(row, column, &day, &forms.date)?;
    Ok(())
}

fn answer(sheet: &mut Worksheet, findings: &Findings, beside: &Beside<'_>, forms: &Forms) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 34)?;
    sheet.set_column_range_width(1, 9, 15)?;
    sheet.write_string_with_format(0, 0, &findings.scenario.name, &forms.head)?;
    let sentence = match beside.assessment {
        Some(assessment) => assess::sentence(assessment),
        None => page::closing(findings),
    };
    sheet.write_string(1, 0, &sentence)?;
    let names = [
        "target",
        "by",
        "verdict",
        "met",
        "at least",
        "at most",
        "8 in 10 by",
        "9 in 10 by",
        "when due: 5 %",
        "50 %",
        "95 %",
    ];
    heads(sheet, 3, &names, forms)?;
    let mut row = 4;
    for target in &findings.targets {
        sheet.write_string(row, 0, &target.says)?;
        put_date(sheet, row, 1, target.by, forms)?;
        sheet.write_string(row, 2, target.verdict.words())?;
        for (column, share) in [target.probability, target.low, target.high].into_iter().enumerate() {
            put(sheet, row, 3 + column as u16, share, &forms.share)?;
        }
        for (column, key) in ["0.8", "0.9"].into_iter().enumerate() {
            match target.dates.get(key) {
                Some(Promise::By(date)) => put_date(sheet, row, 6 + column as u16, *date, forms)?,
                Some(Promise::After { after, .. }) => {
                    sheet.write_string(row, 6 + column as u16, format!("after {}", words::date(*after)))?;
                }
                None => {}
            }
        }
        for (column, value) in target.value.into_iter().enumerate() {
            put(sheet, row, 8 + column as u16, value, &forms.count)?;
        }
        row += 1;
    }
    row += 1;
    let made = [
        ("replications", findings.replications as f64),
        ("seed", findings.seed as f64),
        ("inputs that are ranges", findings.assumptions.uncertain as f64),
        ("of these without source or agreement", findings.assumptions.unconfirmed as f64),
    ];
    for (name, value) in made {
        sheet.write_string(row, 0, name)?;
        put(sheet, row, 1, value, &forms.count)?;
        row += 1;
    }
    sheet.write_string(row, 0, "scenario (SHA-256)")?;
    sheet.write_string(row, 1, &findings.scenario.sha256)?;
    row += 2;
    heads(sheet, row, &["What belongs to this answer"], forms)?;
    for caveat in &findings.caveats {
        row += 1;
        sheet.write_string(row, 0, caveat)?;
    }
    Ok(())
}

/// Heads × months × cases a month of somebody experienced: to be changed by the reader.
fn paper(sheet: &mut Worksheet, sums: &[(String, PaperSum)], forms: &Forms) -> Result<(), XlsxError> {
    sheet.set_column_range_width(0, 4, 24)?;
    heads(sheet, 0, &["cohort", "people", "months", "cases a month each", "on paper"], forms)?;
    for (index, (cohort, sum)) in sums.iter().enumerate() {
        let row = 1 + index as u32;
        sheet.write_string(row, 0, cohort)?;
        put(sheet, row, 1, sum.heads, &forms.count)?;
        sheet.write_number(row, 2, sum.months)?;
        sheet.write_number(row, 3, sum.norm)?;
        let formula = Formula::new(format!("=B{0}*C{0}*D{0}", row + 1)).set_result(sum.decisions().to_string());
        sheet.write_formula_with_format(row, 4, formula, &forms.count)?;
    }
    let note = "What a plan promises on paper. What it leaves out (arrival, class, pace, questions, leaving, returns, signatures) \
                is what the simulation is for.";
    sheet.write_string(sums.len() as u32 + 2, 0, note)?;
    Ok(())
}

fn assumptions(sheet: &mut Worksheet, nums: &[Num], forms: &Forms) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 52)?;
    sheet.set_column_range_width(1, 5, 14)?;
    sheet.set_column_width(6, 60)?;
    heads(sheet, 0, &["input", "low", "likely", "high", "status", "owner", "source"], forms)?;
    for (index, num) in nums.iter().enumerate() {
        let row = 1 + index as u32;
        sheet.write_string(row, 0, &num.path)?;
        let (low, likely, high) = num.points().unwrap_or((num.min_value(), num.likely(), num.max_value()));
        for (column, value) in [low, likely, high].into_iter().enumerate() {
            put(sheet, row, 1 + column as u16, value / num.factor, &Format::new())?;
        }
        let said = [&num.origin.status, &num.origin.owner, &num.origin.source];
        for (column, text) in said.into_iter().enumerate() {
            if let Some(text) = text {
                sheet.write_string(row, 4 + column as u16, text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn months(sheet: &mut Worksheet, findings: &Findings, forms: &Forms) -> Result<(), XlsxError> {
    sheet.set_column_range_width(0, 1, 26)?;
    heads(sheet, 0, &["measure", "date", "mean", "5 %", "50 %", "95 %"], forms)?;
    let mut row = 0;
    for (measure, series) in &findings.series.0 {
        for (index, date) in series.dates.iter().enumerate() {
            row += 1;
            sheet.write_string(row, 0, measure)?;
            put_date(sheet, row, 1, *date, forms)?;
            let values = [&series.mean, &series.q05, &series.q50, &series.q95].map(|of| of[index]);
            for (column, value) in values.into_iter().enumerate() {
                put(sheet, row, 2 + column as u16, value, &forms.count)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if row > 0 {
        sheet.autofilter(0, 0, row, 5)?;
    }
    Ok(())
}

fn costs(sheet: &mut Worksheet, findings: &Findings, forms: &Forms) -> Result<(), XlsxError> {
    let Some(costs) = &findings.costs else { return Ok(()) };
    sheet.set_column_range_width(0, 5, 18)?;
    heads(sheet, 0, &["payer", "year", "mean, euros", "5 %", "50 %", "95 %"], forms)?;
    let mut row = 0;
    for (payer, found) in &costs.payers.0 {
        let first = row + 1;
        for (year, amount) in &found.years.0 {
            row += 1;
            sheet.write_string(row, 0, payer)?;
            put(sheet, row, 1, year.parse().unwrap_or(f64::NAN), &Format::new())?;
            for (column, value) in [amount.mean, amount.q05, amount.q50, amount.q95].into_iter().enumerate() {
                put(sheet, row, 2 + column as u16, value, &forms.euro)?;
            }
        }
        row += 1;
        sheet.write_string_with_format(row, 0, format!("{payer}, all years"), &forms.head)?;
        // Means add up; quantiles do not.
        let formula = Formula::new(format!("=SUM(C{}:C{row})", first + 1)).set_result(found.total.mean.to_string());
        sheet.write_formula_with_format(row, 2, formula, &forms.euro)?;
    }
    row += 2;
    heads(sheet, row, &["Not counted"], forms)?;
    for one in &costs.not_counted {
        row += 1;
        sheet.write_string(row, 0, one)?;
    }
    Ok(())
}

fn plans(sheet: &mut Worksheet, found: &Assessment, forms: &Forms) -> Result<(), XlsxError> {
    sheet.set_column_range_width(0, 1, 30)?;
    heads(sheet, 0, &["plan", "target", "met", "at least", "at most", "verdict", "5 %", "50 %", "95 %"], forms)?;
    let mut row = 0;
    for plan in &found.plans {
        for target in &plan.findings.targets {
            row += 1;
            sheet.write_string(row, 0, &plan.name)?;
            sheet.write_string(row, 1, &target.name)?;
            for (column, share) in [target.probability, target.low, target.high].into_iter().enumerate() {
                put(sheet, row, 2 + column as u16, share, &forms.share)?;
            }
            sheet.write_string(row, 5, target.verdict.words())?;
            for (column, value) in target.value.into_iter().enumerate() {
                put(sheet, row, 6 + column as u16, value, &forms.count)?;
            }
        }
    }
    Ok(())
}

fn follow_up(sheet: &mut Worksheet, found: &Assessment, forms: &Forms) -> Result<(), XlsxError> {
    sheet.set_column_range_width(0, 1, 36)?;
    heads(sheet, 0, &["about", "if", "met", "at least", "at most", "5 %", "50 %", "95 %", "replications"], forms)?;
    for (index, one) in found.follow_up.iter().enumerate() {
        let row = 1 + index as u32;
        sheet.write_string(row, 0, &one.about)?;
        sheet.write_string_with_format(row, 1, &one.what, &forms.wrap)?;
        for (column, share) in [one.met, one.low, one.high].into_iter().enumerate() {
            put(sheet, row, 2 + column as u16, share, &forms.share)?;
        }
        for (column, value) in one.value.into_iter().enumerate() {
            put(sheet, row, 5 + column as u16, value, &forms.count)?;
        }
        put(sheet, row, 8, one.replications as f64, &forms.count)?;
    }
    Ok(())
}
