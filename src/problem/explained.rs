//! Why each code matters, with a file that is wrong and one that is right: what `surgecap explain CODE` shows.
//!
//! The examples are real. A test lays each over the small office of `tests/it/problems/below/office.toml`: the wrong one
//! must be refused (or warned of) with its code, the right one must pass. An example is the upper part of `plan.toml`;
//! a line `# NAME:` begins another file beside it; an example that begins with `surgecap` is a command.

/// What a code means in practice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Explanation {
    pub code: &'static str,
    /// Why it is refused or said, and what to do.
    pub why: &'static str,
    pub wrong: &'static str,
    pub right: &'static str,
}

const fn of(code: &'static str, why: &'static str, wrong: &'static str, right: &'static str) -> Explanation {
    Explanation { code, why, wrong, right }
}

/// One entry for each of [`CODES`](super::CODES), in the same order.
pub const EXPLANATIONS: &[Explanation] = &[
    of(
        "E101",
        "Without it nothing of the scenario is known. Names of files are relative to the file that names them, not to \
         the folder in which the program was started.",
        "extends = \"offce.toml\"",
        "extends = \"office.toml\"",
    ),
    of(
        "E102",
        "In another encoding letters such as é become others, and names no longer match. Every editor and spreadsheet \
         can save as UTF-8.",
        "name = \"Café\"           # saved as Windows-1252",
        "name = \"Café\"           # saved as UTF-8",
    ),
    of(
        "E103",
        "A file is laid over those that it extends. In a circle there is no lowest, so nobody can say which number \
         stands. Let the organisation be the lowest file, and let plans extend it.",
        "extends = \"plan.toml\"",
        "extends = \"office.toml\"",
    ),
    of(
        "E104",
        "Presets are built in and have versions: the same name always gives the same numbers. `surgecap preset` lists \
         them.",
        "extends = \"preset:no-such-office\"",
        "extends = \"office.toml\"",
    ),
    of(
        "E105",
        "Only the names of files or presets can be laid under a scenario.",
        "extends = 2020",
        "extends = [\"office.toml\"]",
    ),
    of(
        "E106",
        "A --set that cannot be understood would otherwise run the file as it stands, under the wrong heading.",
        "surgecap check plan.toml --set cohort.temps.headcount:80",
        "surgecap check plan.toml --set cohort.temps.headcount=80",
    ),
    of(
        "E108",
        "A misspelt name on the command line must not quietly make a second cohort beside the one that was meant. \
         What is new is written in a file that extends this one.",
        "surgecap check plan.toml --set cohort.temp.headcount=80",
        "surgecap check plan.toml --set cohort.temps.headcount=80",
    ),
    of(
        "W107",
        "It does no harm here, but other programs stumble over it. Save as \"UTF-8\" without BOM.",
        "name = \"Plan\"           # saved as \"UTF-8 with BOM\"",
        "name = \"Plan\"           # saved as \"UTF-8\"",
    ),
    of(
        "E110",
        "The file cannot be read as TOML. Text stands in quotes, numbers have a decimal point and no mark between \
         thousands, and a table is opened by its name between brackets on a line of its own.",
        "[pool.officers]\nheadcount = 12,5",
        "[pool.officers]\nheadcount = 12",
    ),
    of(
        "E111",
        "Plans are made in days. Which moment of a day is meant follows from the key: `at` and `start` mean its \
         opening, `by` and `end` its close.",
        "start = 2027-01-01T09:00:00",
        "start = 2027-01-01",
    ),
    of(
        "E112",
        "`inf` and `nan` are numbers in TOML, but no organisation has infinitely many people. For \"never\" or \"no \
         end\" leave the key out.",
        "[cohort.temps]\ncontract_months = inf",
        "[cohort.temps]\ncontract_months = 12",
    ),
    of(
        "E201",
        "If it were ignored, the run would answer a question that nobody asked. The nearest key is named beside the \
         place; `docs/keys.md` lists them all.",
        "[supervision]\nspam = 4",
        "[supervision]\nspan = 4",
    ),
    of(
        "E202",
        "No default is a guess that would be true of your organisation: what decides the answer must be written.",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 50",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 50\nby = 2027-06-30",
    ),
    of(
        "E203",
        "The key wants something else: a number without quotes, text with quotes, a date year first, a list between \
         brackets, or a table with keys of its own.",
        "[stage.draft]\ninterruptible = \"yes\"",
        "[stage.draft]\ninterruptible = true",
    ),
    of(
        "E204",
        "Every key has a range outside which a number is almost always a slip: a wrong unit, a zero too many, a \
         percentage for a share. The unit stands in the name of the key.",
        "[supervision]\nat_most_share = -0.4",
        "[supervision]\nat_most_share = 0.4",
    ),
    of(
        "E205",
        "15.350 is fifteen thousand in a Dutch letter and fifteen and a bit in TOML. Half a person is written with \
         `hours_a_week`, not with a headcount.",
        "[stream.old]\ninitial.count = 15.350",
        "[stream.old]\ninitial.count = 15350",
    ),
    of(
        "E206",
        "Whether 19 means 19 % or nineteen times is not guessed.",
        "[pool.officers]\noverhead = 19",
        "[pool.officers]\noverhead = \"19 %\"",
    ),
    of(
        "E207",
        "9 times out of 10 the truth lies between low and high, and most often near likely. All three are needed, in \
         order: without likely nobody can say where in the range it lies.",
        "[cohort.temps]\nheadcount = { low = 12, likely = 10, high = 20 }",
        "[cohort.temps]\nheadcount = { low = 8, likely = 10, high = 20 }",
    ),
    of(
        "E208",
        "They are two kinds of chance. What nobody knows is drawn once for a whole run and makes the answer \
         uncertain; what differs between cases is drawn for each case and averages out. Mixing them makes the answer \
         falsely certain.",
        "[cohort.temps]\nmonths_to_independence = { least = 3, usual = 5, most = 9 }",
        "[cohort.temps]\nmonths_to_independence = { low = 3, likely = 5, high = 9 }",
    ),
    of(
        "E209",
        "\"unknown\" takes the wide range of the preset or file below. Where none is given, a number would have to be \
         made up: ask the person who is named, or write a range that you can defend.",
        "[pool.officers]\noverhead = \"unknown\"",
        "[pool.officers]\noverhead = { low = 0.15, likely = 0.25, high = 0.40 }",
    ),
    of(
        "E210",
        "A distribution is written by its name with its mean and its coefficient of variation (standard deviation \
         divided by mean), or by its ends.",
        "[stage.draft]\neffort_hours = { lognormal = { mean = 8 } }",
        "[stage.draft]\neffort_hours = { lognormal = { mean = 8, cv = 0.6 } }",
    ),
    of(
        "E211",
        "The key knows a few words only; they are listed in the message.",
        "[stage.draft]\ndiscipline = \"oldest-first\"",
        "[stage.draft]\ndiscipline = \"oldest\"",
    ),
    of(
        "E212",
        "The key is planned, and this version cannot calculate with it. It is refused rather than ignored, since \
         readers would believe that it counts. Remove it, and say in [not-included] what is missing.",
        "[pool.officers]\nstaffed_for = \"medio\"",
        "[not-included]\nforecast = \"Staff that follows a forecast: this version does not calculate it\"",
    ),
    of(
        "E213",
        "Between quotes stands text. Numbers have no quotes, a decimal point, and no mark between thousands; only \
         percentages of a share stand in quotes.",
        "[supervision]\nminutes_per_answer = \"7,5\"",
        "[supervision]\nminutes_per_answer = 7.5",
    ),
    of(
        "E214",
        "03-04-2027 is in April for one reader and in March for another. Dates are written year first, without \
         quotes.",
        "[cohort.temps]\nordered = \"01-02-2027\"",
        "[cohort.temps]\nordered = 2027-02-01",
    ),
    of(
        "E215",
        "Two keys that say the same thing can contradict each other, and nobody would see which one stood.",
        "[stream.new]\nterm_months = 6\nterm_days = 182",
        "[stream.new]\nterm_months = 6",
    ),
    of(
        "E301",
        "A row that is longer or shorter than the first line puts numbers into the wrong column. The first line holds \
         the names of the columns.",
        "[stream.new]\ninflow.csv = \"demand.csv\"\n# demand.csv:\nmonth;cases\n2027-01;50;3",
        "[stream.new]\ninflow.csv = \"demand.csv\"\n# demand.csv:\nmonth;cases\n2027-01;50",
    ),
    of(
        "E302",
        "The names of the columns stand on the first line of the table; capitals and spaces count.",
        "[stream.new]\ninflow.csv = \"demand.csv\"\ninflow.column = \"inflow\"\n# demand.csv:\nmonth;cases\n2027-01;50",
        "[stream.new]\ninflow.csv = \"demand.csv\"\ninflow.column = \"cases\"\n# demand.csv:\nmonth;cases\n2027-01;50",
    ),
    of(
        "E303",
        "1.234 is a thousand in a Dutch spreadsheet and one and a bit in an English one. If no other cell of the \
         column shows which is meant, it is not guessed.",
        "[stream.new]\ninflow.csv = \"demand.csv\"\n# demand.csv:\nmonth;cases\n2027-01;1.234",
        "[stream.new]\ninflow.csv = \"demand.csv\"\n# demand.csv:\nmonth;cases\n2027-01;1234",
    ),
    of(
        "E304",
        "Months and dates of a table are written 2027-04 or 2027-04-03; 03-04-2027 has two readings.",
        "[stream.new]\ninflow.csv = \"demand.csv\"\n# demand.csv:\nmonth;cases\nApril;50",
        "[stream.new]\ninflow.csv = \"demand.csv\"\n# demand.csv:\nmonth;cases\n2027-04;50",
    ),
    of(
        "E401",
        "Everything with a name is a table under its kind: [stage.draft], [pool.officers]. A name that points to \
         nothing would leave cases without people, or people without work.",
        "[stage.draft]\nby = [\"officer\"]",
        "[stage.draft]\nby = [\"officers\"]",
    ),
    of(
        "E402",
        "A change takes effect on its date; what came before stays as it was. Some things cannot change on the way \
         without rewriting what has happened. A different start is a plan: [plan.NAME].",
        "[change.more-work]\nat = 2027-06-01\nstage.draft.discipline = \"oldest\"",
        "[change.more-people]\nat = 2027-06-01\npool.officers.headcount = 14",
    ),
    of(
        "E410",
        "Work is done in office hours. Without an office day between start and end nothing can happen.",
        "start = 2027-12-31\nend = 2027-01-01",
        "start = 2027-01-01\nend = 2027-12-31",
    ),
    of(
        "E411",
        "What happens during the warm-up is simulated and not counted. It must leave something to count.",
        "warm_up_days = 400",
        "warm_up_days = 90",
    ),
    of(
        "E412",
        "The key shapes the scenario itself and is not drawn for each run. Write one number, and try others with \
         --set.",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = { low = 10, likely = 20, high = 30 }\nby = 2027-12-31",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31",
    ),
    of(
        "E413",
        "What lies before the start or after the end would never happen, and the plan would look as if it did \
         nothing.",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2028-06-30",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31",
    ),
    of(
        "E420",
        "Every case belongs to one class and stands at one place. Leave the share of the first class out: it takes \
         what the others leave.",
        "[stream.old]\nshare.plain = 0.5\nshare.hard = 0.4",
        "[stream.old]\nshare.hard = 0.4",
    ),
    of(
        "E423",
        "A month is the year and the number of the month, in quotes because of the hyphen.",
        "[stream.new]\ninflow.months = { \"January 2027\" = 50 }",
        "[stream.new]\ninflow.months = { \"2027-01\" = 50 }",
    ),
    of(
        "E424",
        "A month that stands twice, or out of its place, is mostly a row that was copied wrongly. Months follow each \
         other, each with 0 cases or more.",
        "[stream.new]\ninflow.months = { \"2027-02\" = 50, \"2027-01\" = 40 }",
        "[stream.new]\ninflow.months = { \"2027-01\" = 40, \"2027-02\" = 50 }",
    ),
    of(
        "E425",
        "The stock at the start is what was there already; what comes later is inflow.",
        "[stream.old]\ninitial.count = 2\ninitial.ages_csv = \"ages.csv\"\ninitial.ages_column = \"arrived\"\n\
         # ages.csv:\narrived\n2026-11-01\n2027-03-01",
        "[stream.old]\ninitial.count = 2\ninitial.ages_csv = \"ages.csv\"\ninitial.ages_column = \"arrived\"\n\
         # ages.csv:\narrived\n2026-11-01\n2026-12-01",
    ),
    of(
        "E430",
        "Cases would pile up there for ever, and the verdict would blame the plan for a slip in the file.",
        "[stage.draft]\nby = []",
        "[stage.draft]\nby = [\"officers\"]",
    ),
    of(
        "E431",
        "In a delay time goes by and nobody works: a letter is under way, a term runs. If somebody works there, say \
         how many hours it takes.",
        "[stage.post]\ndelay_days = 7\nby = [\"officers\"]\nthen = \"closed\"",
        "[stage.post]\ndelay_days = 7\nthen = \"closed\"",
    ),
    of(
        "E432",
        "Only what people write can be signed: the drafts of a stage with `effort_hours` and `by`.",
        "[stage.sign]\nsigns = \"sign\"",
        "[stage.sign]\nsigns = \"draft\"",
    ),
    of(
        "E433",
        "A draft that is signed goes where its own stage says; a returned one goes back. A second answer would \
         contradict it.",
        "[stage.sign]\nthen = \"decided\"",
        "[stage.draft]\nthen = \"decided\"",
    ),
    of(
        "E434",
        "Every case goes somewhere. Give one of them \"rest\": it takes what the others leave.",
        "[stage.intake]\nthen = { draft = 0.6, closed = 0.3 }",
        "[stage.intake]\nthen = { draft = 0.6, closed = \"rest\" }",
    ),
    of(
        "E435",
        "Cases would go round for ever, with work each time, and never be decided.",
        "[stage.draft]\nthen = \"intake\"",
        "[stage.draft]\nthen = { intake = 0.1, decided = \"rest\" }",
    ),
    of(
        "E436",
        "Each draft is checked once. Two checks one after the other are a sign-off and a stage after it.",
        "[stage.second-look]\nsigns = \"draft\"\neffort_hours = 1\nby = [\"officers\"]",
        "[stage.draft]\nthen = \"second-look\"\n\n[stage.second-look]\neffort_hours = 1\nby = [\"officers\"]\n\
         then = \"decided\"",
    ),
    of(
        "E437",
        "Drafts of those who may not sign come there by themselves; a route would sign the work of seniors too, and \
         twice.",
        "[stage.draft]\nthen = \"sign\"",
        "[stage.draft]\nthen = \"decided\"",
    ),
    of(
        "E438",
        "A stage is one thing: work, a delay, a board or a sign-off. Rooms, interpreters and slots belong to work that somebody \
         does; a board takes nobody's hours, a delay has no queue that could be full, a draft cannot be turned away.",
        "[stage.draft]\nholds_while_asking = false\n\n[stage.sign]\nqueue_capacity = 20\nwhen_full = \"lost\"",
        "[stage.draft]\nuses = [\"rooms\"]\nholds_while_asking = false\nqueue_capacity = 20\n\n[resource.rooms]\ncapacity = 3",
    ),
    of(
        "E439",
        "The rule would change nothing, though its writer expects that it does.",
        "[pool.officers]\ncaseload_at_most = 20",
        "[pool.officers]\ncaseload_at_most = 20\n\n[stage.draft]\nowner = true",
    ),
    of(
        "E440",
        "Someone who learns the work cannot be the last to check it.",
        "[quality]\nwho_signs = [\"senior\", \"trainee\"]",
        "[quality]\nwho_signs = [\"senior\", \"independent\"]",
    ),
    of(
        "E441",
        "A sign-off that looks for errors finds none where no draft is ever wrong: the share of returned drafts is meant, or the errors were forgotten.",
        "[quality]\ngranted = 0.6\ndetection = 0.8",
        "[quality]\ngranted = 0.6\nerrors_at_start = 0.3\nerrors_experienced = 0.1\ndetection = 0.8",
    ),
    of(
        "E442",
        "Cases at court come back when a court upholds the appeal: how often and how fast must be said.",
        "[stream.new.initial]\nat_court = 40",
        "[stream.new.initial]\nat_court = 40\n[quality]\ngranted = 0.6\nappeal_after_refusal = 0.7\ncourt_months = 8\n\
         court_upholds_appeal = 0.2",
    ),
    of(
        "E443",
        "Only stages that gather information can be skipped; the price of skipping another one would never be paid.",
        "[stage.intake]\nskip_error = 1.5",
        "[stage.intake]\ninformation = true\nskip_error = 1.5",
    ),
    of(
        "E444",
        "A measured score depends on how many decisions are drawn and on how many faults are noticed.",
        "[quality]\ngranted = 0.6\nmeasured = true",
        "[quality]\ngranted = 0.6\nmeasured = true\n[quality.measuring]\ndecisions_per_quarter = 60\ndetection = 0.7\n\
         norm = 0.9",
    ),
    of(
        "E445",
        "A lower level lets cases skip the stages marked as gathering information; without one it does nothing.",
        "[quality]\ninformation = \"minimum\"",
        "[quality]\ninformation = \"minimum\"\n[stage.intake]\ninformation = true",
    ),
    of(
        "E446",
        "Between two call-ups practice is forgotten, and comes back by practice. Each call-up has a first and a last day, \
         and ends before the next one begins.",
        "[cohort.shell]\npool = \"officers\"\nheadcount = 5\ncall_up.from = [2027-03-01, 2027-05-01]\n\
         call_up.until = [2027-06-30]",
        "[cohort.shell]\npool = \"officers\"\nheadcount = 5\ncall_up.from = [2027-03-01, 2027-09-01]\n\
         call_up.until = [2027-06-30, 2027-11-30]",
    ),
    of(
        "E447",
        "Pressure is put on people to make them faster. If nobody expects that it does, it has only its price.",
        "[pool.officers]\npressure = 0.5\npressure_error = 1.5",
        "[pool.officers]\npressure = 0.5\npressure_pace = 0.15\npressure_error = 1.5",
    ),
    of(
        "E448",
        "Whoever replaces an experienced colleague is not experienced on the first day. Say how long that takes.",
        "[pool.officers]\nreplace_leavers.after_weeks = 12",
        "[pool.officers]\nreplace_leavers.after_weeks = 12\nmonths_to_independence = 9\npace_at_start = 0.4",
    ),
    of(
        "E449",
        "`wip_max` stops the stages that lead to a queue until it is shorter. Where cases go round, two such stages can wait \
         for each other and nobody works again. One stage of every circle must be free to go on.",
        "[stage.intake]\nwip_max = 10\n\n[stage.draft]\nwip_max = 10",
        "[stage.draft]\nwip_max = 10",
    ),
    of(
        "E450",
        "Seniors and trainees are shares of the same heads; who is neither is independent.",
        "[pool.officers]\nseniors = 0.7\ntrainees = 0.5",
        "[pool.officers]\nseniors = 0.7\ntrainees = 0.2",
    ),
    of(
        "E451",
        "Nobody can work more hours than the office is open. Change the calendar, or the contract.",
        "[pool.officers]\nhours_a_week = 48",
        "[pool.officers]\nhours_a_week = 36",
    ),
    of(
        "E452",
        "They would contradict each other. `months_to_independence` is the one that a manager can observe; the others \
         are for researchers.",
        "[cohort.temps]\nmonths_to_independence = 5\ntau_hours = 300",
        "[cohort.temps]\nmonths_to_independence = 5",
    ),
    of(
        "E453",
        "People who come one by one form no groups and fill no class.",
        "[cohort.helpers]\nper_month = 3\ngroups_of = 5\nwork = [\"draft\"]",
        "[cohort.helpers]\nheadcount = 15\ngroups_of = 5\nweeks_between_groups = 7\nwork = [\"draft\"]",
    ),
    of(
        "E454",
        "The pool has people of its own, whose hours and work the cohort would change too.",
        "[cohort.helpers]\nheadcount = 5\npool = \"officers\"\nhours_a_week = 32",
        "[cohort.helpers]\nheadcount = 5\npool = \"officers\"",
    ),
    of(
        "E455",
        "Without a length nobody knows how many hours a year of illness costs. Write calendar days: a spell runs through \
         weekends.",
        "[pool.officers]\nabsence.spells_per_year = 2",
        "[pool.officers]\nabsence.spells_per_year = 2\nabsence.days = { least = 1, usual = 4, most = 60 }",
    ),
    of(
        "E456",
        "A list by month begins in January and has a number for each. Only the proportions count, so percentages do as \
         well as factors.",
        "[pool.officers]\nabsence.holidays_weeks = 5\nabsence.holidays_by_month = [0, 0, 60, 40]",
        "[pool.officers]\nabsence.holidays_weeks = 5\n\
         absence.holidays_by_month = [2, 6, 3, 8, 10, 6, 20, 24, 6, 6, 2, 7]",
    ),
    of(
        "E457",
        "Everybody takes all weeks of leave, by the shares of the months: what does not fit cannot be taken.",
        "[pool.officers]\nabsence.holidays_weeks = 6\n\
         absence.holidays_by_month = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]",
        "[pool.officers]\nabsence.holidays_weeks = 6\n\
         absence.holidays_by_month = [0, 0, 0, 0, 1, 0, 1, 2, 0, 0, 0, 1]",
    ),
    of(
        "E458",
        "People who never work alone would need supervision for ever. A hearing of which 40 percent cannot be hurried never \
         reaches the pace that working alone takes.",
        "[cohort.helpers]\nheadcount = 5\nwork = [\"draft\"]\npace_at_start = 0.3\nlearning_rate = 0.8\nincompressible = 0.4",
        "[cohort.helpers]\nheadcount = 5\nwork = [\"draft\"]\npace_at_start = 0.3\nlearning_rate = 0.8\nincompressible = 0.2",
    ),
    of(
        "E459",
        "A table is read as points: as many of competence as of practice, both rising, from the first day on.",
        "[cohort.helpers]\nheadcount = 5\nwork = [\"draft\"]\nlearning_table.months = [0, 3, 6]\n\
         learning_table.competence = [0, 0.6]",
        "[cohort.helpers]\nheadcount = 5\nwork = [\"draft\"]\nlearning_table.months = [0, 3, 6]\n\
         learning_table.competence = [0, 0.6, 0.9]",
    ),
    of(
        "E460",
        "A target is a level that can be read on a day: how many are open, late, decided or employed. Waiting times \
         are results, not levels.",
        "[target.cleared]\nmeasure = \"stage.draft.wait_hours.mean\"\nat_most = 20\nby = 2027-12-31",
        "[target.cleared]\nmeasure = \"overdue.new\"\nat_most = 20\nby = 2027-12-31",
    ),
    of(
        "E461",
        "A tolerance makes a test weaker. Whoever reads the file must see why that is right here.",
        "calendar = \"continuous\"\nhours = 100\nstream.cases.inflow.per_hour = 1\npool.staff.headcount = 2\n\n\
         [stage.desk]\neffort_hours = 1\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [expect.\"stage.desk.wait_hours.mean\"]\nvalue = 0.5\nrelative_tolerance = 0.01",
        "calendar = \"continuous\"\nhours = 100\nstream.cases.inflow.per_hour = 1\npool.staff.headcount = 2\n\n\
         [stage.desk]\neffort_hours = 1\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [expect.\"stage.desk.wait_hours.mean\"]\nvalue = 0.5\nrelative_tolerance = 0.01\n\
         reason = \"the formula holds for a run without an end\"",
    ),
    of(
        "E462",
        "A value of theory holds for one set of inputs. With a range the simulation would give the mean over many.",
        "[expect.\"stock.old\"]\nvalue = 0\nat = 2027-12-31",
        "calendar = \"continuous\"\nhours = 100\nstream.cases.inflow.per_hour = 1\npool.staff.headcount = 2\n\n\
         [stage.desk]\neffort_hours = 1\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [expect.\"stage.desk.wait_hours.mean\"]\nvalue = 0.5",
    ),
    of(
        "E463",
        "Levels such as a stock are read at a moment, so they need `at`; means over the whole run do not.",
        "calendar = \"continuous\"\nhours = 100\nstream.cases.inflow.per_hour = 1\npool.staff.headcount = 2\n\n\
         [stage.desk]\neffort_hours = 1\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [expect.\"stage.dessk.wait_hours.mean\"]\nvalue = 0.5",
        "calendar = \"continuous\"\nhours = 100\nstream.cases.inflow.per_hour = 1\npool.staff.headcount = 2\n\n\
         [stage.desk]\neffort_hours = 1\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [expect.\"stage.desk.wait_hours.mean\"]\nvalue = 0.5",
    ),
    of(
        "E470",
        "The plan must stand in the file, as [plan.NAME]. `nothing` is always there.",
        "surgecap check plan.toml --plan fewr",
        "surgecap check plan.toml --plan nothing",
    ),
    of(
        "E471",
        "A plan takes over all that the plan says which it is like. In a circle there is nothing to begin with.",
        "[plan.one]\nlike = \"two\"\n\n[plan.two]\nlike = \"one\"",
        "[plan.one]\nsupervision.span = 4\n\n[plan.two]\nlike = \"one\"\ncohort.temps.headcount = 5",
    ),
    of(
        "E472",
        "Everything \"because of the plan\" is a difference with the plan `nothing`: the same without what the upper \
         file sets of pools, supervision and quality. What the organisation needs by itself belongs in the lower file.",
        "extends = \"organisation.toml\"\n\n[pool.staff]\nserves = [\"old\", \"new\"]\n\n[cohort.temps]\nheadcount = 5\n\
         # organisation.toml:\ncalendar = \"continuous\"\nmonths = 12\nstream.old.initial.count = 50\n\
         stream.new.inflow.per_month = 5\n\n[stage.desk]\neffort_hours = 8\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [pool.staff]\nheadcount = 2\nserves = [\"old\"]",
        "extends = \"organisation.toml\"\n\n[cohort.temps]\nheadcount = 5\n\
         # organisation.toml:\ncalendar = \"continuous\"\nmonths = 12\nstream.old.initial.count = 50\n\
         stream.new.inflow.per_month = 5\n\n[stage.desk]\neffort_hours = 8\nby = [\"staff\"]\nthen = \"decided\"\n\n\
         [pool.staff]\nheadcount = 2\nserves = [\"old\", \"new\"]",
    ),
    of(
        "E473",
        "What differs between two files can only be told where both have the same streams, stages, pools and cohorts. \
         Where a cohort shall not come, give it no people.",
        "baseline = \"other.toml\"\n# other.toml:\nextends = \"office.toml\"\n\n[cohort.helpers]\nheadcount = 5",
        "baseline = \"other.toml\"\n# other.toml:\nextends = \"office.toml\"\n\n[cohort.temps]\nheadcount = 0",
    ),
    of(
        "E474",
        "`nothing` is made from the file, so that nobody can choose what a plan is compared with.",
        "[plan.nothing]\nsupervision.span = 4",
        "[plan.smaller-teams]\nsupervision.span = 4",
    ),
    of(
        "E480",
        "Seasons, waves and chance lie on a rate. Counts of real months have all of that in them already, and moments \
         are exactly when cases come: laid on top it would count twice.",
        "[stream.new]\ninflow.months = { \"2027-01\" = 50 }\ninflow.season = \"preset\"",
        "[stream.new]\ninflow.per_month = 50\ninflow.season = \"preset\"",
    ),
    of(
        "E481",
        "A season says for every month how busy it is beside a mean month. Only the proportions count.",
        "[stream.new]\ninflow.season = [1, 2, 3]",
        "[stream.new]\ninflow.season = [1, 0.8, 0.8, 0.8, 0.8, 0.9, 1.1, 1.2, 1.4, 1.3, 1, 0.9]",
    ),
    of(
        "E482",
        "Cases that come together are all there at once: how many is said in one way, and the shares of the sizes are \
         those of all families.",
        "[stream.new]\ninflow.batch = { sizes = [0.6, 0.2] }",
        "[stream.new]\ninflow.batch = { sizes = [0.6, 0.2, 0.2] }",
    ),
    of(
        "E484",
        "The range of the futures is drawn through the three lines, so the lowest comes first and none is 0.",
        "[stream.new]\ninflow.minimum = 700\ninflow.medio = 600\ninflow.maximum = 900",
        "[stream.new]\ninflow.minimum = 500\ninflow.medio = 600\ninflow.maximum = 900",
    ),
    of(
        "E485",
        "Months that come again must have followed each other in reality: a gap would be filled with something that never \
         was.",
        "[stream.new]\ninflow.replay = { csv = \"real.csv\", year = 2016 }\n# real.csv:\nmonth,cases\n2015-01,40\n\
         2015-02,50",
        "[stream.new]\ninflow.resample = { csv = \"real.csv\", block_months = 1 }\n# real.csv:\nmonth,cases\n\
         2015-01,40\n2015-02,50\n2015-03,40\n2015-04,50\n2015-05,40\n2015-06,50\n2015-07,40\n2015-08,50\n\
         2015-09,40\n2015-10,50\n2015-11,40\n2015-12,50",
    ),
    of(
        "E486",
        "A longer term changes nothing for cases without a term, and a reader would think that it did.",
        "[stream.side]\ninflow.per_month = 5\n[extension.longer]\nstreams = [\"side\"]\nat = 2027-03-01\nby_months = 9",
        "[extension.longer]\nstreams = [\"new\"]\nat = 2027-03-01\nby_months = 9",
    ),
    of(
        "E487",
        "Between the two dates nothing would happen.",
        "[suspension.closed]\nfrom = 2027-05-01\nto = 2027-04-01",
        "[suspension.closed]\nfrom = 2027-04-01\nto = 2027-05-01",
    ),
    of(
        "E488",
        "Without a share of grants every decision is just a decision: no grant would ever come, and no case would be \
         opened.",
        "[stream.new.opened_by.grant]\nstream = \"old\"\noutcome = \"grant\"\nshare = 0.4",
        "[stream.new.opened_by.grant]\nstream = \"old\"\noutcome = \"grant\"\nshare = 0.4\n[quality]\ngranted = 0.7",
    ),
    of(
        "E491",
        "A penalty counts the days after a legal term: without a term no decision is late. And a case has one regime, or \
         it would pay twice.",
        "[penalty.law]\nstreams = [\"old\"]\nper_day = 23",
        "[stream.old]\nterm_months = 6\n\n[penalty.law]\nstreams = [\"old\"]\nper_day = 23",
    ),
    of(
        "E492",
        "A tier lasts so many days and then the next one begins; only the last may go on.",
        "[penalty.law]\nstreams = [\"new\"]\ntariff = [{ per_day = 23 }, { days = 14, per_day = 35 }]",
        "[penalty.law]\nstreams = [\"new\"]\ntariff = [{ days = 14, per_day = 23 }, { days = 14, per_day = 35 }]",
    ),
    of(
        "E493",
        "A notice about a late case opens a case that somebody must handle. Were that one penalised too, it would bring \
         notices about notices.",
        "[penalty.law]\nstreams = [\"new\"]\nper_day = 23\nnotice_opens = \"new\"",
        "[stream.notices]\nfirst_stage = \"draft\"\n\n[penalty.law]\nstreams = [\"new\"]\nper_day = 23\n\
         notice_opens = \"notices\"",
    ),
    of(
        "E601",
        "The settings of every set of triggers in force are made beforehand, so that a run never waits for them: six \
         triggers make 64 sets. Triggers that only hire, transfer or release do not count.",
        "[trigger.a]\nwhen = \"stock.old\"\nabove = 10\nthen.supervision.span = 1\n\
         [trigger.b]\nwhen = \"stock.old\"\nabove = 20\nthen.supervision.span = 2\n\
         [trigger.c]\nwhen = \"stock.old\"\nabove = 30\nthen.supervision.span = 3\n\
         [trigger.d]\nwhen = \"stock.old\"\nabove = 40\nthen.supervision.span = 4\n\
         [trigger.e]\nwhen = \"stock.old\"\nabove = 50\nthen.supervision.span = 5\n\
         [trigger.f]\nwhen = \"stock.old\"\nabove = 60\nthen.supervision.span = 6\n\
         [trigger.g]\nwhen = \"stock.old\"\nabove = 70\nthen.supervision.span = 7",
        "[trigger.a]\nwhen = \"stock.old\"\nabove = 10\nthen.supervision.span = 1",
    ),
    of(
        "E602",
        "It would look as if something were done. A way back lies on the other side of the level, so that what is in \
         force does not end with the report after; what lasts must be something that changes.",
        "[trigger.help]\nwhen = \"stock.old\"\nabove = 500\nstop_below = 600\nthen.supervision.span = 3",
        "[trigger.help]\nwhen = \"stock.old\"\nabove = 500\nstop_below = 200\nthen.supervision.span = 3",
    ),
    of(
        "E603",
        "A trigger reads a level that the organisation could count at the end of a week or month, by the paths of the \
         series: stock, overdue, decided, queue, staff.",
        "[trigger.help]\nwhen = \"stok.old\"\nabove = 500\nthen.supervision.span = 3",
        "[trigger.help]\nwhen = \"stock.old\"\nabove = 500\nthen.supervision.span = 3",
    ),
    of(
        "E604",
        "Only a number that nobody knows can go up and down with another one. Write the path as messages and the list of \
         `check` show it.",
        "[correlation.cause]\nbetween = [\"pool.officers.headcount\", \"pool.officers.seniors\"]\nrho = 0.5",
        "[correlation.cause]\nbetween = [\"pool.officers.headcount\", \"stream.new.inflow.per_month\"]\nrho = 0.5",
    ),
    of(
        "E605",
        "Two inputs can be opposites, three cannot: where the first is high and the second low, the third is near one of \
         them. The least correlation of n inputs is -1 / (n - 1).",
        "[correlation.cause]\nbetween = [\"pool.officers.headcount\", \"stream.new.inflow.per_month\", \
         \"stream.old.share.hard\"]\nrho = -0.6",
        "[correlation.cause]\nbetween = [\"pool.officers.headcount\", \"stream.new.inflow.per_month\", \
         \"stream.old.share.hard\"]\nrho = -0.4",
    ),
    of(
        "E606",
        "With an input in two groups the members of one go together with those of the other, and no number says how \
         much. One group with one number says it.",
        "[correlation.one]\nbetween = [\"pool.officers.headcount\", \"stream.new.inflow.per_month\"]\nrho = 0.5\n\
         [correlation.two]\nbetween = [\"pool.officers.headcount\", \"stream.old.share.hard\"]\nrho = 0.5",
        "[correlation.one]\nbetween = [\"pool.officers.headcount\", \"stream.new.inflow.per_month\", \
         \"stream.old.share.hard\"]\nrho = 0.5",
    ),
    of(
        "E607",
        "No draw of the inputs lies above the upper and below the lower bound: none could be used.",
        "[expect-before.output]\nat_least = 1700\nat_most = 1150\nsource = \"annual report\"",
        "[expect-before.output]\nat_least = 1150\nat_most = 1700\nsource = \"annual report\"",
    ),
    of(
        "E608",
        "For a figure from before the start the organisation is run without its plan and changes. What was otherwise then \
         is written with the keys of a change below `past`.",
        "[expect-before.output]\nat_least = 10\nsource = \"annual report\"\npast.pool.officers.headcount = -3",
        "[expect-before.output]\nat_least = 10\nsource = \"annual report\"\npast.pool.officers.headcount = 5",
    ),
    of(
        "E621",
        "What varies is a path of --set with its values. Each path is named once, so that it is clear which values go \
         together.",
        "surgecap sweep plan.toml --vary supervision.span=",
        "surgecap sweep plan.toml --vary supervision.span=3,5",
    ),
    of(
        "E622",
        "A grid takes every combination, so it needs values; a range is for --lhs and --sobol, which choose points \
         themselves. Lists that go along (--zip), and the rows of a table, are of one length.",
        "surgecap sweep plan.toml --vary supervision.span=3..5",
        "surgecap sweep plan.toml --vary supervision.span=3..5:3",
    ),
    of(
        "E623",
        "A misspelt measure would give an empty column. A level may say its day, PATH@2027-12-31; an average over the run \
         has none.",
        "surgecap sweep plan.toml --vary supervision.span=3,5 --measure stok.old",
        "surgecap sweep plan.toml --vary supervision.span=3,5 --measure stock.old",
    ),
    of(
        "E624",
        "Points that are all the same organisation say nothing, and look as if the lever did not matter. A path alone \
         stands for the declared range of a number that nobody knows; what is known has none.",
        "surgecap sweep plan.toml --vary supervision.span=5,5",
        "surgecap sweep plan.toml --vary supervision.span=5,4",
    ),
    of(
        "E625",
        "A group is named with the beginnings of paths of numbers that nobody knows. An input that moved with two groups \
         would count twice.",
        "surgecap sensitivity plan.toml --measure stock.old --group people=pol",
        "surgecap sensitivity plan.toml --measure stock.old --group people=pool",
    ),
    of(
        "E626",
        "A program that misspells a word would get the answer to another question. The mistake is answered in its place, and \
         the next question is read.",
        "surgecap eval plan.toml {\"sets\": {\"supervision.span\": 4}}",
        "surgecap eval plan.toml {\"set\": {\"supervision.span\": 4}}",
    ),
    of(
        "W501",
        "Above 1 hour of answers an hour the queue of questions never empties, and trainees mostly wait. Put fewer \
         trainees under one supervisor, or shorten the answers.",
        "[cohort.temps]\nquestions_a_day_at_start = 24\n\n[supervision]\nspan = 10\nminutes_per_answer = 15",
        "[cohort.temps]\nquestions_a_day_at_start = 8\n\n[supervision]\nspan = 3\nminutes_per_answer = 15",
    ),
    of(
        "W502",
        "The real span will be wider than the planned one, with longer waits for answers. The run reports it.",
        "[cohort.temps]\nheadcount = 60\nquestions_a_day_at_start = 4\n\n[supervision]\nminutes_per_answer = 10\n\
         at_most_share = 0.3",
        "[cohort.temps]\nheadcount = 10\nquestions_a_day_at_start = 4\n\n[supervision]\nminutes_per_answer = 10\n\
         at_most_share = 0.5",
    ),
    of(
        "W503",
        "Most people will leave before they work alone: they cost supervision and bring little.",
        "[cohort.temps]\ncontract_months = 4\nmonths_to_independence = 6",
        "[cohort.temps]\ncontract_months = 12\nmonths_to_independence = 4",
    ),
    of(
        "W504",
        "Until that date most of the new people still learn; the target rests on the experienced ones.",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-05-01",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31",
    ),
    of(
        "W505",
        "A target on one stream can be met by neglecting the others. A guard shows who pays.",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31\n\n\
         [target.no-new-backlog]\nmeasure = \"overdue.new\"\nat_most = 10\nby = 2027-12-31",
    ),
    of(
        "W506",
        "All the experience leaves at once, and with it what was being worked on. Let groups start one after the \
         other, or let some stay.",
        "[cohort.temps]\nheadcount = 10\ncontract_months = 9",
        "[cohort.temps]\nheadcount = 10\ncontract_months = 9\ngroups_of = 5\nweeks_between_groups = 6",
    ),
    of(
        "W507",
        "Less work and lower demands cost care: more errors, more appeals, later work. As long as that price is not \
         filled in, such a plan looks better than it is, and must not be ranked against others.",
        "[change.sign-sooner]\nat = 2027-06-01\nquality.who_signs = [\"senior\", \"independent\"]",
        "[change.more-people]\nat = 2027-06-01\npool.officers.headcount = 14",
    ),
    of(
        "W508",
        "Returned cases, contracts that end and new backlogs come after the target. A run that stops at its target \
         does not see them.",
        "[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31",
        "end = 2028-12-31\n\n[target.cleared]\nmeasure = \"stock.old\"\nat_most = 20\nby = 2027-12-31",
    ),
    of(
        "W509",
        "They are paid, and there is nothing that they may do.",
        "[pool.helpers]\nheadcount = 3",
        "[pool.helpers]\nheadcount = 3\n\n[stage.intake]\nby = [\"officers\", \"temps\", \"helpers\"]",
    ),
    of(
        "W510",
        "Overtime and pressure cost people and care, later and elsewhere. Without a price such a plan wins every comparison. \
         Write the factor, as a range if nobody knows it; a price of 1 (none) takes a source.",
        "[pool.officers]\novertime_hours_per_week = 4",
        "[pool.officers]\novertime_hours_per_week = 4\novertime_leaving = { low = 1, likely = 1.3, high = 2 }\n\
         overtime_absence = { value = 1, source = \"occupational health service, 2026\" }",
    ),
    of(
        "W511",
        "Free workers take the stages in the order of their pool. Where everybody who may decide prepares first, prepared cases \
         pile up and few are decided: in a trial the order moved the output more than any number. Put the stages near the \
         decision first, or limit what may wait for them.",
        "[stage.draft]\nby = [\"officers\"]\n\n[pool.officers]\norder = [\"intake\", \"draft\", \"sign\"]",
        "[stage.draft]\nby = [\"officers\"]\n\n[pool.officers]\norder = [\"sign\", \"draft\", \"intake\"]",
    ),
    of(
        "W591",
        "Past the maximum another day costs nothing: whoever looks at the penalties alone works off the newer cases and \
         lets those lie that wait longest. A target on the overdue cases keeps them in sight.",
        "[penalty.law]\nstreams = [\"new\"]\nper_day = 23\nat_most = 1442",
        "[penalty.law]\nstreams = [\"new\"]\nper_day = 23\nat_most = 1442\n\n\
         [target.in-time]\nmeasure = \"overdue.new\"\nat_most = 10\nby = 2027-12-31",
    ),
    of(
        "W592",
        "A place is an emergency place when the regular ones are full. Without their number nobody is ever in one, and all days \
         cost what a regular place costs: too little, where emergency places are in use.",
        "[reception]\nfreed = 0.5\n\n[money]\nreception_day_regular = 74\nreception_day_emergency = 146",
        "[reception]\nfreed = 0.5\nregular_places = 200\n\n[money]\nreception_day_regular = 74\n\
         reception_day_emergency = 146",
    ),
];

/// The explanation of a code; capitals do not count.
pub fn explanation(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS.iter().find(|one| one.code.eq_ignore_ascii_case(code))
}
