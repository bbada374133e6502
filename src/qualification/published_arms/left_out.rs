//! Published arms that the model cannot express, with the reason.
//! Left out: what was found in them beside remissions.
//!
//! # Why they are listed
//!
//! A list of what was compared is worth little without what was not: here a reader can see that no arm was left out because
//! the model misses it. A reason is a drug, a selection or a mixture that the model does not have, or a number that the
//! source does not give.

use super::super::{Check, Published, check::count};
use cenersim_model::parameters::Grade;

/// A row with what was published and why nothing stands beside it.
const fn left_out(
    id: &'static str,
    what: &'static str,
    published: Published,
    source: &'static str,
    why: &'static str,
) -> Check {
    Check::new(id, [what, "", "not simulated"], published, source, Grade::A).lacking(why)
}

const DAUNORUBICIN: &str =
    "The dose of daunorubicin, the second course or the number of patients is not in what could be read.";
const VARIOUS: &str = "Patients got various regimens.";

/// They are shown, so that a reader sees what the comparison lacks.
pub const LEFT_OUT: [Check; 46] = [
    left_out(
        "arm_N09",
        "idarubicin or daunorubicin with cytarabine, 65 years and older",
        count(236, 416),
        "N09",
        "The counts pool idarubicin with daunorubicin.",
    ),
    left_out(
        "arm_N10",
        "idarubicin, cytarabine and etoposide, 15 to 60 years",
        Published::Value(0.69),
        "N10",
        "Etoposide is not in the model.",
    ),
    left_out(
        "arm_N11",
        "7 + 3 with one of three anthracyclines, above 55 years",
        Published::Value(0.42),
        "N11",
        "The counts pool idarubicin with daunorubicin and mitoxantrone.",
    ),
    left_out(
        "arm_N13",
        "7 + 3 with idarubicin 18 mg/m2, 20 to 65 years",
        Published::Value(f64::NAN),
        "N13",
        "The rate of remissions is not in what could be read.",
    ),
    left_out("arm_N14", "daunorubicin, cytarabine 200 mg/m2/d x 7", count(36, 51), "N14", DAUNORUBICIN),
    left_out("arm_N15", "daunorubicin, cytarabine 500 mg/m2 every 12 h x 12", count(37, 50), "N15", DAUNORUBICIN),
    left_out(
        "arm_N18",
        "oral idarubicin, low-dose cytarabine, 65 to 82 years",
        count(13, 32),
        "N18",
        "Oral idarubicin is not in the model: its bioavailability was not found.",
    ),
    left_out(
        "arm_N19",
        "oral idarubicin alone, 65 to 79 years",
        count(8, 20),
        "N19",
        "Oral idarubicin is not in the model: its bioavailability was not found.",
    ),
    left_out(
        "arm_R05",
        "high-dose cytarabine, refractory acute leukemia",
        count(9, 17),
        "R05",
        "The counts include lymphoblastic leukemias and four patients with doxorubicin.",
    ),
    left_out(
        "arm_R06",
        "high-dose cytarabine in two parts, poor prognosis",
        count(5, 29),
        "R06",
        "The second part was given only if blasts were left a week after the first, which no rule for courses says.",
    ),
    left_out("arm_R09", "investigators' choice of seven regimens", Published::Value(0.21), "R09", VARIOUS),
    left_out("arm_R10", "second salvage", count(76, 594), "R10", VARIOUS),
    left_out(
        "arm_N23",
        "daunorubicin, cytarabine 200 mg/m2/d x 7, below 65 years",
        Published::Value(0.58),
        "N23",
        DAUNORUBICIN,
    ),
    left_out(
        "arm_N24",
        "daunorubicin, cytarabine 2 g/m2 every 12 h x 12, below 65 years",
        Published::Value(0.55),
        "N24",
        DAUNORUBICIN,
    ),
    left_out(
        "arm_N26",
        "idarubicin, cytarabine and etoposide, 16 to 73 years",
        count(198, 286),
        "N26",
        "Etoposide is not in the model.",
    ),
    left_out("arm_N28", "intensive treatment at 70 years and older", Published::Value(0.45), "N28", VARIOUS),
    left_out("arm_N29", "cytarabine-based first courses, 1980-96", count(740, 1101), "N29", VARIOUS),
    left_out(
        "arm_N30",
        "daunorubicin, cytarabine 200 mg/m2/d x 7, above 60 years",
        Published::Value(0.55),
        "N30",
        DAUNORUBICIN,
    ),
    left_out(
        "arm_N31",
        "daunorubicin, cytarabine 200 mg/m2/d x 7, above 55 years",
        Published::Value(0.43),
        "N31",
        DAUNORUBICIN,
    ),
    left_out("arm_N32", "daunorubicin, cytarabine 100 mg/m2/d x 7", Published::Value(0.58), "N32", DAUNORUBICIN),
    left_out("arm_N33", "daunorubicin, cytarabine 200 mg/m2/d x 7", Published::Value(0.64), "N33", DAUNORUBICIN),
    left_out(
        "arm_N34",
        "thioguanine, cytarabine and daunorubicin twice",
        Published::Value(0.65),
        "N34",
        "Thioguanine is not in the model.",
    ),
    left_out(
        "arm_N35",
        "7 + 3 of those with less than 5 % blasts on day 7",
        Published::Value(0.651),
        "N35",
        "Only those who cleared their marrow by day 7 were counted, and how many of them were young is not stated.",
    ),
    left_out("arm_R12", "first relapse, 16 to 49 years", count(699, 1271), "R12", VARIOUS),
    left_out("arm_R13", "first relapse after chemotherapy only", count(508, 1015), "R13", VARIOUS),
    left_out("arm_R14", "second relapse", count(18, 33), "R14", VARIOUS),
    left_out(
        "arm_N38",
        "cytarabine and G-CSF, high-risk or elderly",
        Published::Value(0.65),
        "N38",
        "G-CSF, which brings cells into cycle, is not in the model.",
    ),
    left_out(
        "arm_N39",
        "idarubicin or rubidazone with cytarabine, 15 to 50 years",
        count(367, 517),
        "N39",
        "The counts pool idarubicin with rubidazone, which is not in the model.",
    ),
    left_out(
        "arm_R16c",
        "high-dose cytarabine and an anthracycline, not resistant",
        count(11, 17),
        "R16c",
        "Doxorubicin is not in the model.",
    ),
    left_out(
        "arm_R16d",
        "high-dose cytarabine and an anthracycline, resistant",
        count(15, 27),
        "R16d",
        "Doxorubicin is not in the model.",
    ),
    left_out(
        "arm_R17",
        "cytarabine and amsacrine, first relapse",
        count(11, 19),
        "R17",
        "Amsacrine is not in the model.",
    ),
    left_out(
        "arm_N42",
        "daunorubicin, cytarabine 200 mg/m2/d and thioguanine, above 60 years",
        Published::Value(0.62),
        "N42",
        "Thioguanine is not in the model.",
    ),
    left_out(
        "arm_N43",
        "daunorubicin, cytarabine 400 mg/m2/d and thioguanine, above 60 years",
        Published::Value(0.62),
        "N43",
        "Thioguanine is not in the model.",
    ),
    left_out("arm_R19", "salvage after one high-dose induction", Published::Value(0.22), "R19", VARIOUS),
    left_out(
        "arm_R20",
        "high-dose cytarabine and mitoxantrone",
        Published::Value(0.58),
        "R20",
        "Dose and days of mitoxantrone are not in what could be read.",
    ),
    left_out(
        "arm_N44",
        "idarubicin, cytarabine and etoposide",
        Published::Value(f64::NAN),
        "N44",
        "Etoposide is not in the model, and remissions are not counted.",
    ),
    left_out("arm_R21a", "salvage after a first remission below 12 months", Published::Value(0.17), "R21a", VARIOUS),
    left_out("arm_R21b", "salvage after a first remission of 12 to 18 months", Published::Value(0.41), "R21b", VARIOUS),
    left_out("arm_R21c", "salvage after a first remission above 18 months", count(37, 58), "R21c", VARIOUS),
    left_out("arm_R21d", "induction again after a first remission above 5 years", count(13, 15), "R21d", VARIOUS),
    left_out("arm_N45", "7 + 3 with daunorubicin, 60 to 75 years", Published::Value(0.512), "N45", DAUNORUBICIN),
    left_out("arm_N46", "7 + 3 with daunorubicin, high risk, 60 to 75 years", count(52, 156), "N46", DAUNORUBICIN),
    left_out(
        "arm_N47",
        "idarubicin arms of 18 trials",
        Published::Value(0.725),
        "N47",
        "The trials gave idarubicin in different doses and with other drugs.",
    ),
    left_out("arm_S03", "cytarabine and thioguanine", count(60, 147), "S03", "Thioguanine is not in the model."),
    left_out(
        "arm_S04",
        "cytarabine or daunorubicin alone, a summary",
        Published::Value(0.25),
        "S04",
        "A summary of ranges without doses or numbers of patients.",
    ),
    left_out(
        "arm_N48",
        "TP53-mutated, newly diagnosed",
        Published::Value(f64::NAN),
        "N48",
        "Remissions are not in what could be read.",
    ),
];
