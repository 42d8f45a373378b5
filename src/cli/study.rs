//! What all experiments share on the command line: seeds, threads, progress, and a folder that holds the answer and, while a
//! study is under way, every run that is complete.

use std::path::{Path, PathBuf};

use super::{
    Done, Failure,
    args::{Common, Format, Study},
    console::{self, Watcher},
    results::{clock, failed, make_folder, times, told as told_of, write_report},
    run::is_workbook,
    threads,
};
use crate::{
    experiment::{
        arm::Spec,
        background::{Background, background},
        compare::Trouble,
        provenance::{DRAWS_VERSION, Manifest, Output, sha256},
        runner::Runner,
        saved::Document,
    },
    replicate::{Control, Seeds, with_threads},
    report::{
        html::{self, words::Words},
        json::json,
    },
};
use serde::Serialize;

/// The runs of a study under way.
const STORE: &str = "runs.store";

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Refused(refused) => Failure::Refused(refused),
            Trouble::Usage(why) => Failure::Usage(why),
            Trouble::Io(why) => Failure::Io(format!("could not keep the runs: {why}")),
        }
    }
}

/// An experiment as the command line asks for it.
pub(super) struct Conduct<'a> {
    /// The command: "compare".
    pub question: &'static str,
    pub files: &'a [PathBuf],
    pub study: &'a Study,
    pub common: &'a Common,
    pub futures: u64,
    pub seeds: Seeds,
    /// All that decides the numbers, as it would be typed again after the files.
    pub options: Vec<String>,
    /// Hashes of what runs.
    pub scenario_sha256: String,
}

/// What stands behind an answer: the organisation of the file, with its register.
fn background_of(spec: &Spec, widen: f64) -> Result<Background, Trouble> {
    let opened = spec.open()?;
    let study = opened.study(false, &[], widen).map_err(|(_, why)| Trouble::Usage(why))?;
    background(&opened, &study).map_err(Trouble::Usage)
}

/// What an experiment gives: findings as data, words for people, and tidy tables by file name.
pub(super) struct Outcome {
    pub json: String,
    pub page: String,
    /// The first is what `--format csv` prints.
    pub tables: Vec<(String, String)>,
    /// For a file that ends in .xlsx; none where a question has no workbook.
    pub workbook: Option<Vec<u8>>,
    pub runs: u64,
    pub interrupted: bool,
    pub is_missed: bool,
}

impl Outcome {
    pub fn new<T: Serialize>(findings: &T, page: String) -> Outcome {
        Outcome {
            json: json(findings),
            page,
            tables: Vec::new(),
            workbook: None,
            runs: 0,
            interrupted: false,
            is_missed: false,
        }
    }
}

/// The seeds that were asked for, and `luck` replications of each future where nothing else was.
pub(super) fn seeds(study: &Study, common: &Common, luck: u64) -> Seeds {
    let or = |seed: Option<u64>| seed.unwrap_or(common.seed);
    Seeds {
        inputs: or(study.seed_inputs),
        arrivals: or(study.seed_arrivals),
        work: or(study.seed_work),
        luck: study.luck.unwrap_or(luck),
    }
}

impl Conduct<'_> {
    /// An experiment's findings and page, with the organisation of `spec` behind them.
    ///
    /// # Errors
    /// As [`Spec::open`].
    pub fn outcome<T: Serialize>(&self, findings: &T, page: String, spec: &Spec) -> Result<Outcome, Trouble> {
        let background = background_of(spec, self.study.widen)?;
        let document = Document { question: self.question, findings, background: Some(&background) };
        Ok(Outcome::new(&document, page))
    }

    /// Runs an experiment: `work` asks its runner for runs and says what it found.
    ///
    /// # Errors
    /// What `work` refuses, and what cannot be written.
    pub fn run(&self, work: impl FnOnce(&mut Runner<'_>) -> Result<Outcome, Trouble> + Send) -> Result<Done, Failure> {
        if let Some(path) = &self.study.output
            && path.exists()
            && !self.study.force
        {
            return Err(Failure::Usage(format!("{} is there already; --force writes over it", path.display())));
        }
        let folder = self.folder()?;
        let started = clock();
        let control = Control::default();
        console::listen_for_ctrl_c(&control);
        let watcher = Watcher::new(self.common, &control);
        let told = |what: &str, runs: u64| watcher.begin(what, runs);
        let seeds = self.seeds;
        let count = threads(self.common)?;
        let outcome = watcher.follow(1, || {
            with_threads(count, || {
                let mut runner = Runner::new(seeds, &control, &told);
                if let Some(folder) = &folder {
                    runner.keep_in(&folder.join(STORE))?;
                }
                work(&mut runner)
            })
        });
        watcher.end();
        let mut outcome = outcome.map_err(Failure::Usage)??;
        let english = std::mem::take(&mut outcome.page);
        outcome.page = super::report::answer(&outcome.json, self.study.lang.into(), || english).map_err(Failure::Io)?;
        let mut number = 0;
        if let Some(folder) = &folder {
            number = self.write(folder, &outcome, &started, watcher.seconds())?;
            if !outcome.interrupted {
                let store = folder.join(STORE);
                std::fs::remove_file(&store).map_err(|why| failed(&store, why))?;
            }
        }
        let report = Words::of(self.study.lang.into()).plain("word.report").to_lowercase();
        let told = folder
            .as_deref()
            .map(|folder| format!("{}; {report}: {}", told_of(folder, number), folder.join(html::FILE).display()));
        self.answer(&outcome, told.as_deref(), watcher.seconds())?;
        if outcome.interrupted {
            let kept = if folder.is_some() { "; the same command goes on from here" } else { "" };
            watcher.note(&format!("interrupted, what was complete counts{kept}: {}", self.again()));
            return Ok(Done::Interrupted);
        }
        Ok(if outcome.is_missed { Done::Missed } else { Done::Well })
    }

    /// The command that does the same again, or goes on with it.
    fn again(&self) -> String {
        let mut words = vec!["surgecap".to_owned(), self.question.to_owned()];
        words.extend(self.files.iter().map(|file| file.display().to_string()));
        words.extend(self.common.sets.iter().flat_map(|set| ["--set".to_owned(), set.clone()]));
        words.extend(self.options.iter().cloned());
        let Seeds { inputs, arrivals, work, luck } = self.seeds;
        words.extend(["--seed".to_owned(), self.common.seed.to_string()]);
        for (name, seed) in [("--seed-inputs", inputs), ("--seed-arrivals", arrivals), ("--seed-work", work)] {
            if seed != self.common.seed {
                words.extend([name.to_owned(), seed.to_string()]);
            }
        }
        words.extend(["--futures".to_owned(), self.futures.to_string(), "--luck".to_owned(), luck.to_string()]);
        if self.study.widen != 1.0 {
            words.extend(["--widen".to_owned(), self.study.widen.to_string()]);
        }
        words.iter().map(|word| super::results::quoted(word)).collect::<Vec<_>>().join(" ")
    }

    fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        if self.study.no_results {
            return Ok(None);
        }
        let stem =
            |file: &PathBuf| file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let folder = self.study.results.clone().unwrap_or_else(|| {
            let hash = sha256(format!("{} {}", self.scenario_sha256, self.again()).as_bytes());
            let names: Vec<String> = self.files.iter().take(3).map(stem).collect();
            PathBuf::from("results").join(format!("{}-{}-{}", self.question, names.join("-"), &hash[..8]))
        });
        let is_whole = folder.join("manifest.json").exists() && !folder.join(STORE).exists();
        if self.study.results.is_some() && is_whole && !self.study.force {
            return Err(Failure::Usage(format!("there are results in {}; --force writes over them", folder.display())));
        }
        make_folder(&folder)?;
        Ok(Some(folder))
    }

    fn write(&self, folder: &Path, outcome: &Outcome, started: &str, seconds: f64) -> Result<u64, Failure> {
        let mut files = vec![("findings.json", &outcome.json), ("answer.txt", &outcome.page)];
        files.extend(outcome.tables.iter().map(|(name, text)| (name.as_str(), text)));
        let mut outputs = Vec::new();
        for (name, text) in files {
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(|why| failed(&path, why))?;
            outputs.push(Output { file: name.to_owned(), sha256: sha256(text.as_bytes()) });
        }
        let shown: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        let (own, all) = times(folder, &shown.join(" "));
        let mut manifest = Manifest {
            surgecap: env!("CARGO_PKG_VERSION").to_owned(),
            draws: DRAWS_VERSION.to_owned(),
            command: std::env::args().skip(1).collect(),
            scenario: shown.join(" "),
            scenario_sha256: self.scenario_sha256.clone(),
            plan: String::new(),
            seed: self.common.seed,
            replications_asked: Some(self.futures * self.seeds.luck),
            replications_done: outcome.runs,
            widen: self.study.widen,
            status: if outcome.interrupted { "interrupted" } else { "complete" }.to_owned(),
            started: started.to_owned(),
            seconds,
            outputs,
            times: own + 1,
            again: self.again(),
        };
        write_report(folder, &outcome.json, &mut manifest, self.study.lang.into())?;
        let path = folder.join("manifest.json");
        std::fs::write(&path, json(&manifest)).map_err(|why| failed(&path, why))?;
        Ok(all + 1)
    }

    fn answer(&self, outcome: &Outcome, folder: Option<&str>, seconds: f64) -> Result<(), Failure> {
        let text = match self.study.format {
            Format::Json => outcome.json.clone(),
            Format::Csv => outcome.tables.first().map_or_else(String::new, |(_, text)| text.clone()),
            Format::Page => outcome.page.clone(),
        };
        match &self.study.output {
            Some(path) if is_workbook(path) => {
                let Some(bytes) = &outcome.workbook else {
                    return Err(Failure::Usage(format!("{} makes no workbook: run and assess do", self.question)));
                };
                std::fs::write(path, bytes).map_err(|why| failed(path, why))?;
            }
            Some(path) => std::fs::write(path, text).map_err(|why| failed(path, why))?,
            None => console::say(&text).map_err(|why| Failure::Io(format!("could not write the answer: {why}")))?,
        }
        if let (Format::Page, Some(folder), false) = (self.study.format, folder, self.common.quiet) {
            console::tell(&format!("{seconds:.1} s; results in {folder}\n"));
        }
        Ok(())
    }
}
