//! The folder of results: what ran, what came out, and how to make it again.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use sha2::{Digest, Sha256};

use super::{
    Failure,
    args::{Run, Tables},
};
use crate::{
    experiment::{
        open::Opened,
        provenance::{DRAWS_VERSION, Manifest, Output, hexadecimal, resolved, scenario_hash, sha256},
        run::Ran,
    },
    replicate::Seeds,
    report::{
        html,
        inputs::{Drawn, FILE as INPUTS},
        json::json,
        page::page,
        parquet,
        tables::{FILES, write_tables},
    },
};

/// Where the results go; none when they are not wanted.
pub(super) fn folder(args: &Run, opened: &Opened) -> Result<Option<PathBuf>, Failure> {
    if args.no_results {
        return Ok(None);
    }
    let folder = args.results.clone().unwrap_or_else(|| {
        let stem = args.file.file_stem().map_or("scenario".into(), |stem| stem.to_string_lossy().into_owned());
        let parent = args.file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let plan = args.plan.as_ref().map_or(String::new(), |plan| format!("-{plan}"));
        let future = args.future.as_ref().map_or(String::new(), |future| format!("-{future}"));
        let parent = parent.map_or(String::new(), |parent| format!("{parent}-"));
        let hash = &scenario_hash(opened)[..8];
        let reps = args.reps.map_or(String::new(), |reps| format!("-n{reps}"));
        let widen = if args.widen == 1.0 { String::new() } else { format!("-w{}", args.widen) };
        PathBuf::from("results").join(format!("{parent}{stem}{plan}{future}-{hash}-s{}{reps}{widen}", args.common.seed))
    });
    // The same recipe makes the same bytes: only a folder that was named may be in the way.
    if args.results.is_some() && folder.join("manifest.json").exists() && !args.force {
        return Err(Failure::Usage(format!("there are results in {}; --force writes over them", folder.display())));
    }
    make_folder(&folder)?;
    Ok(Some(folder))
}

/// A folder that cannot be made is known before the long run, not after it.
pub(super) fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|why| Failure::Io(format!("could not make the folder {}: {why}", folder.display())))?;
    let probe = folder.join(".writable");
    std::fs::write(&probe, "")
        .and_then(|()| std::fs::remove_file(&probe))
        .map_err(|why| Failure::Io(format!("could not write in the folder {}: {why}", folder.display())))
}

/// A file that could not be written.
pub(super) fn failed(path: &Path, why: std::io::Error) -> Failure {
    Failure::Io(format!("could not write {}: {why}", path.display()))
}

/// Where results that were interrupted go: never over results of the same recipe that are whole.
pub(super) fn beside_whole(args: &Run, folder: PathBuf) -> PathBuf {
    if args.results.is_some() || args.force || !folder.join("manifest.json").exists() {
        return folder;
    }
    let mut name = folder.into_os_string();
    name.push("-interrupted");
    PathBuf::from(name)
}

/// Seconds since 1970, for the manifest alone.
pub(super) fn clock() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    let start = jiff::civil::date(1970, 1, 1);
    let day = crate::calendar::date_after(start, seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// The command that does the same again.
pub(super) fn command_line(args: &Run) -> String {
    let mut parts = vec!["surgecap".to_owned(), "run".to_owned(), quoted(&args.file.display().to_string())];
    for set in &args.common.sets {
        parts.push(format!("--set {}", quoted(set)));
    }
    parts.push(format!("--seed {}", args.common.seed));
    if let Some(plan) = &args.plan {
        parts.push(format!("--plan {}", quoted(plan)));
    }
    if let Some(future) = &args.future {
        parts.push(format!("--future {}", quoted(future)));
    }
    if let Some(reps) = args.reps {
        parts.push(format!("--reps {reps}"));
    }
    if args.widen != 1.0 {
        parts.push(format!("--widen {}", args.widen));
    }
    if args.tables == Tables::Parquet {
        parts.push("--tables parquet".to_owned());
    }
    if let Some(realised) = &args.realised {
        parts.push(format!("--realised {}", quoted(&realised.display().to_string())));
    }
    parts.join(" ")
}

/// A word as a shell reads it back.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// How often a scenario was run: the recipe of this folder, and all recipes of it beside this folder, by their manifests.
pub(super) fn times(folder: &Path, scenario: &str) -> (u64, u64) {
    let of = |folder: &Path| {
        let text = std::fs::read_to_string(folder.join("manifest.json")).ok()?;
        let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
        let is_same = manifest.get("scenario").and_then(|name| name.as_str()) == Some(scenario);
        // A manifest without the word is one run.
        is_same.then(|| manifest.get("times").and_then(serde_json::Value::as_u64).unwrap_or(1))
    };
    let own = of(folder).unwrap_or(0);
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = folder.file_name();
    let beside = std::fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let others: u64 =
        beside.filter(|entry| Some(entry.file_name().as_os_str()) != name).filter_map(|entry| of(&entry.path())).sum();
    (own, own + others)
}

/// "results/… (run 7 of this file in results)"; the first says nothing.
pub(super) fn told(folder: &Path, number: u64) -> String {
    let beside = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match number {
        0 | 1 => folder.display().to_string(),
        _ => format!("{} (run {number} of this file in {})", folder.display(), beside.display()),
    }
}

/// Writes every file of the results; the manifest last, so that a folder with one is whole. Gives the number of this run among
/// all of the file beside this folder.
pub(super) fn write(
    folder: &Path,
    args: &Run,
    opened: &Opened,
    ran: &mut Ran,
    started: &str,
    seconds: f64,
) -> Result<u64, Failure> {
    std::fs::create_dir_all(folder).map_err(|why| failed(folder, why))?;
    let (own, all) = times(folder, &args.file.display().to_string());
    let mut outputs = Vec::new();
    for (name, text) in resolved(opened) {
        outputs.push(write_file(folder, &name, &text)?);
    }
    let seeds = Seeds::one(args.common.seed);
    let mut inputs = Drawn::new(&ran.study, &seeds, ran.findings.replications).map_err(Failure::Io)?;
    // What lies there as the other kind would be of an earlier run.
    let stale: Vec<&str> = match args.tables {
        Tables::Csv => {
            outputs.extend(write_long_tables(folder, ran)?);
            if !inputs.is_empty() {
                let hashed = inputs.write(Hashed::new(folder, INPUTS)?).map_err(Failure::Io)?;
                outputs.push(hashed.output(INPUTS));
            }
            parquet::FILES.into_iter().chain([parquet::INPUTS]).collect()
        }
        Tables::Parquet => {
            parquet::write(folder, &ran.study, &mut ran.plan, ran.nothing.as_mut()).map_err(Failure::Io)?;
            let mut written = parquet::FILES.to_vec();
            if !inputs.is_empty() {
                parquet::write_inputs(folder, &mut inputs).map_err(Failure::Io)?;
                written.push(parquet::INPUTS);
            }
            for file in written {
                outputs.push(hashed(folder, file)?);
            }
            FILES.into_iter().chain([INPUTS]).collect()
        }
    };
    for file in stale {
        let _ = std::fs::remove_file(folder.join(file));
    }
    let findings = json(&ran.findings);
    outputs.push(write_file(folder, "findings.json", &findings)?);
    let answer = super::report::answer(&findings, args.lang.into(), || page(&ran.findings, None, None));
    outputs.push(write_file(folder, "answer.txt", &answer.map_err(Failure::Io)?)?);
    let mut manifest = Manifest {
        surgecap: ran.findings.surgecap.clone(),
        draws: DRAWS_VERSION.to_owned(),
        command: std::env::args().skip(1).collect(),
        scenario: args.file.display().to_string(),
        scenario_sha256: ran.findings.scenario.sha256.clone(),
        plan: args.plan.clone().unwrap_or_default(),
        seed: args.common.seed,
        replications_asked: args.reps,
        replications_done: ran.findings.replications,
        widen: args.widen,
        status: if ran.findings.interrupted { "interrupted" } else { "complete" }.to_owned(),
        started: started.to_owned(),
        seconds,
        outputs,
        times: own + 1,
        again: command_line(args),
    };
    write_report(folder, &findings, &mut manifest, args.lang.into())?;
    let path = folder.join("manifest.json");
    std::fs::write(&path, json(&manifest)).map_err(|why| failed(&path, why))?;
    Ok(all + 1)
}

/// Writes the report of findings beside them, and notes it in the manifest.
pub(super) fn write_report(
    folder: &Path,
    findings: &str,
    manifest: &mut Manifest,
    lang: html::words::Lang,
) -> Result<(), Failure> {
    let page = super::report::page(findings, Some(manifest), lang, None).map_err(Failure::Io)?;
    let path = folder.join(html::FILE);
    std::fs::write(&path, &page).map_err(|why| failed(&path, why))?;
    manifest.outputs.push(Output { file: html::FILE.to_owned(), sha256: sha256(page.as_bytes()) });
    Ok(())
}

/// The manifest of a folder of results; none where there is none.
pub(super) fn manifest_of(folder: &Path) -> Result<Option<Manifest>, Failure> {
    let path = folder.join("manifest.json");
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
    let foreign = |why: serde_json::Error| {
        Failure::Usage(format!("{} is no manifest of surgecap {}: {why}", path.display(), env!("CARGO_PKG_VERSION")))
    };
    serde_json::from_str(&text).map(Some).map_err(foreign)
}

fn write_file(folder: &Path, name: &str, text: &str) -> Result<Output, Failure> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(|why| failed(&path, why))?;
    Ok(Output { file: name.to_owned(), sha256: sha256(text.as_bytes()) })
}

/// A file that is there, with its hash.
fn hashed(folder: &Path, name: &str) -> Result<Output, Failure> {
    let path = folder.join(name);
    let mut digest = Sha256::new();
    File::open(&path).and_then(|mut file| std::io::copy(&mut file, &mut digest)).map_err(|why| failed(&path, why))?;
    Ok(Output { file: name.to_owned(), sha256: hexadecimal(&digest.finalize()) })
}

/// The tables have a line for each replication: they are never in memory as a whole.
fn write_long_tables(folder: &Path, ran: &mut Ran) -> Result<Vec<Output>, Failure> {
    let [runs, series, ledger] = FILES;
    let files = [Hashed::new(folder, runs)?, Hashed::new(folder, series)?, Hashed::new(folder, ledger)?];
    let written = write_tables(&ran.study, &mut ran.plan, ran.nothing.as_mut(), files).map_err(Failure::Io)?;
    Ok(FILES.into_iter().zip(written).map(|(name, hashed)| hashed.output(name)).collect())
}

/// A file, and the hash of what was written to it.
struct Hashed {
    file: File,
    digest: Sha256,
}

impl Hashed {
    fn new(folder: &Path, name: &str) -> Result<Hashed, Failure> {
        let path = folder.join(name);
        File::create(&path).map(|file| Hashed { file, digest: Sha256::new() }).map_err(|why| failed(&path, why))
    }

    fn output(self, name: &str) -> Output {
        Output { file: name.to_owned(), sha256: hexadecimal(&self.digest.finalize()) }
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
