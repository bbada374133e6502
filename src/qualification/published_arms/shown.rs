//! Published arms that the model can express, each beside the population and the regimen that stand for it.
//! Left out: what decides on being shown (see the other file).
//!
//! | split | what it is for |
//! |---|---|
//! | target | remission counts that a calibration may fit |
//! | train | other counts of the same sources, such as deaths and resistance |
//! | context | only for judging; nothing is fitted to them |
//!
//! A number that was "recalled", or an approximate count, is said in the setting of its row. A rate without a number of
//! patients has no interval, so that its row can be read and not judged.

use super::{
    super::{
        Check, Published,
        arms::{self, Arm},
        check::count,
    },
    Endpoint::{
        self, Aplastic, Clear, Cr, CrAnyTime, CrEarly, CrLate, CrOfFirst, CrOfSurvivors, CrOrPr, DiedInInduction,
        Resistant,
    },
    Shown,
    Split::{self, Context, Target, Train},
};
use cenersim_model::parameters::Grade;

/// What stands where a source gives a rate alone.
const RATE: &str = "No number of patients is given, so that the rate has no interval.";

/// Why low doses do better in the model than in the unfit.
const ERA: &str = "Infections of 1984 to 1987 are those of today three times as often; how many died in that era is not known better, and the \
     denominator holds 21 patients without a stated outcome.";
const UNFIT: &str = "The unfit of these trials had adverse karyotypes and secondary leukemias more often than the model's patients, who are older \
     but not otherwise more resistant; and a dose under the skin every 12 h stands as an infusion of an hour.";

/// One row: what it is for, what was published, who stands for it, and what is counted.
const fn shown(split: Split, check: Check, arm: Arm, endpoint: Endpoint) -> Shown {
    Shown { split, check, arm, endpoint }
}

const fn check(
    id: &'static str,
    [what, who]: [&'static str; 2],
    published: Published,
    source: &'static str,
    grade: Grade,
) -> Check {
    Check::new(id, [what, "", who], published, source, grade)
}

/// Those meant for calibration first, then other counts, then those that are only for judging.
pub const SHOWN: [Shown; 43] = [
    shown(Target, check("arm_V01", ["idarubicin alone", "refractory or relapsed"], count(5, 28), "V01", Grade::A), arms::IDARUBICIN, Cr),
    shown(Target, check("arm_R18", ["cytarabine 1 g/m2 x 5, VALOR", "refractory, or relapsed within 24 months; one or two inductions"], count(58, 355), "R18", Grade::A), arms::VALOR, Cr),
    shown(Target, check("arm_R01b", ["cytarabine 1 g/m2 x 5, 60 and older, refractory or early", "refractory, or relapsed within 12 months; n approximate"], count(18, 180), "R01b", Grade::A), arms::OLDER_EARLY, Cr),
    shown(Target, check("arm_R01c", ["cytarabine 1 g/m2 x 5, 60 and older, late", "relapsed after 12 to 24 months; n approximate"], count(12, 43), "R01c", Grade::A), arms::OLDER_LATE, Cr),
    shown(Target, check("arm_R03", ["cytarabine 3 g/m2 every 12 h x 12", "first relapse or refractory, 14 to 76"], count(26, 81), "R03", Grade::A), arms::HIDAC_ANY, Cr),
    shown(Target, check("arm_R07", ["idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 x 6", "first relapse, median 56"], count(21, 35), "R07", Grade::A), arms::IDA_IDAC_RELAPSE, Cr),
    shown(Target, check("arm_R07a", ["as R07, first remission below 16 months", "first relapse"], count(6, 17), "R07a", Grade::A), arms::IDA_IDAC_RELAPSE, CrEarly),
    shown(Target, check("arm_R07b", ["as R07, first remission above 16 months", "first relapse"], count(15, 18), "R07b", Grade::A), arms::IDA_IDAC_RELAPSE, CrLate),
    shown(Target, check("arm_R16a", ["cytarabine 3 g/m2 x 12, sensitive to cytarabine", "relapse; stands for it: relapsed after 12 to 24 months"], count(12, 19), "R16a", Grade::A), arms::HIDAC_SENSITIVE, Cr),
    shown(Target, check("arm_R16b", ["cytarabine 3 g/m2 x 12, resistant to cytarabine", "relapse; stands for it: refractory, or relapsed within 12 months"], count(3, 15), "R16b", Grade::A), arms::HIDAC_RESISTANT, Cr),
    shown(Target, check("arm_N25", ["7 + 3 with 200 mg/m2/d, one course", "newly diagnosed, 18 to 65"], count(265, 402), "N25", Grade::A), arms::CI_200, Cr),
    shown(Target, check("arm_N04", ["7 + 3, best of two", "newly diagnosed, 15 to 80"], count(75, 105), "N04", Grade::A), arms::ANY_AGE, Cr),
    shown(Target, check("arm_N05", ["7 + 3, best of two, 1984-87", "newly diagnosed, 55 to 78; all 124 patients, of whom 21 have no stated outcome"], count(50, 124), "N05", Grade::A).because(ERA), arms::OLD_ERA, Cr),
    shown(Target, check("arm_N05_1", ["7 + 3, one course, 1984-87", "newly diagnosed, 55 to 78; all 124 patients, of whom 21 have no stated outcome"], count(37, 124), "N05", Grade::A).because("The denominator holds 21 patients without a stated outcome; of the 103 others 36 % had a remission after one course."), arms::OLD_ERA, CrOfFirst),
    shown(Target, check("arm_N08", ["idarubicin 8 mg/m2 x 5, cytarabine 100 mg/m2/d x 7", "newly diagnosed, 55 to 75; n derived"], count(72, 119), "N08", Grade::A), arms::OLDER, Cr),
    shown(Target, check("arm_L02", ["low-dose cytarabine, CR or CRi", "newly diagnosed, unfit, 75; two cycles"], count(6, 45), "L02", Grade::A).because(UNFIT), arms::UNFIT, Clear),
    shown(Train, check("arm_R03_death", ["deaths in induction, cytarabine 3 g/m2 x 12", "first relapse or refractory, 14 to 76"], count(10, 81), "R03", Grade::A), arms::HIDAC_ANY, DiedInInduction),
    shown(Train, check("arm_R07_death", ["deaths in aplasia, idarubicin 8 mg/m2 x 5", "first relapse, median 56; deaths by day 42"], count(4, 35), "R07", Grade::A), arms::IDA_IDAC_RELAPSE, DiedInInduction),
    shown(Train, check("arm_N05_resistant", ["resistant, 7 + 3, 1984-87", "newly diagnosed, 55 to 78"], count(17, 124), "N05", Grade::A), arms::OLD_ERA, Resistant),
    shown(Train, check("arm_N05_aplasia", ["deaths in aplasia, 7 + 3, 1984-87", "newly diagnosed, 55 to 78"], count(36, 124), "N05", Grade::A).because(ERA), arms::OLD_ERA, Aplastic),
    shown(Context, check("arm_N02", ["idarubicin, cytarabine 200 mg/m2/d x 5, best of two", "newly diagnosed, 17 to 60; n recalled"], count(48, 60), "N02", Grade::B).because("One center, patients of 36 years in the median."), arms::N02, Cr),
    shown(Context, check("arm_N07", ["7 + 3, best of two, Japan", "newly diagnosed, below 65"], count(181, 221), "N07", Grade::A).because("Up to three inductions and few adverse karyotypes; the model gives a second course to the resistant only."), arms::N07, Cr),
    shown(Context, check("arm_N21", ["2 + 5", "newly diagnosed, 65 to 74"], count(10, 20), "N21", Grade::A), arms::N21, Cr),
    shown(Context, check("arm_N22", ["7 + 3, one course", "newly diagnosed, 55 to 64"], count(16, 23), "N22", Grade::A), arms::N22, Cr),
    shown(Context, check("arm_N27", ["sequential high dose", "newly diagnosed, 16 to 73; idarubicin days recalled"], count(233, 286), "N27", Grade::A).because("The second block comes after a week, when the marrow recruits; patients were selected for high doses."), arms::N27, Cr),
    shown(Context, check("arm_N12", ["idarubicin, cytarabine 1.5 g/m2/d x 4", "newly diagnosed, below 50; doses recalled"], Published::Value(0.80), "N12", Grade::B).lacking(RATE), arms::N12, Cr),
    shown(Context, check("arm_N40", ["7 + 3, idarubicin 12 mg/m2", "newly diagnosed, 14 to 80; cytarabine recalled"], Published::Value(0.80), "N40", Grade::B).lacking(RATE), arms::N40, Cr),
    shown(Context, check("arm_N41", ["7 + 3, idarubicin 8 mg/m2", "newly diagnosed, 14 to 80; cytarabine recalled"], Published::Value(0.75), "N41", Grade::B).lacking(RATE), arms::N41, Cr),
    shown(Context, check("arm_L01", ["low-dose cytarabine, up to four cycles", "newly diagnosed or high-risk MDS, 74; n approximate"], count(24, 203), "L01", Grade::A).because(UNFIT), arms::L01, CrAnyTime),
    shown(Context, check("arm_L04", ["cytarabine 20 mg/m2/d x 21", "newly diagnosed, above 65; counts recalled"], count(13, 41), "L04", Grade::B).because("Counts are recalled; all remissions of the model on low doses need cells that happen to be sensitive."), arms::L04, Cr),
    shown(Context, check("arm_L05", ["cytarabine 20 mg/m2/d x 10, CR or CRp", "newly diagnosed, 73; an eighth had supportive care"], count(19, 243), "L05", Grade::A).because(UNFIT), arms::L05, Clear),
    shown(Context, check("arm_L06", ["low-dose cytarabine, CR", "newly diagnosed, unfit"], count(1, 38), "L06", Grade::A).because(UNFIT), arms::UNFIT, CrAnyTime),
    shown(Context, check("arm_L08", ["low-dose cytarabine, older trial", "newly diagnosed or high-risk MDS, unfit; half with tretinoin; n approximate"], count(19, 108), "L08", Grade::A).because(UNFIT), arms::UNFIT, CrAnyTime),
    shown(Context, check("arm_R04", ["cytarabine 3 g/m2 x 12, alive at three weeks", "refractory"], count(19, 37), "R04", Grade::A).because("Early deaths and short courses were left out of the count, and the patients of a first study were selected."), arms::HIDAC_ANY, CrOfSurvivors),
    shown(Context, check("arm_R08", ["idarubicin alone, CR or PR", "refractory or relapsed; 10, 12 or 15 mg/m2 x 3"], count(10, 23), "R08", Grade::A).because("The source counts partial remissions without counts of blood, and mixes three doses."), arms::IDARUBICIN, CrOrPr),
    shown(Context, check("arm_S01", ["cytarabine alone, 48 h every two weeks", "newly diagnosed acute leukemia"], Published::Value(0.20), "S01", Grade::A).lacking(RATE), arms::S01, CrAnyTime),
    shown(Context, check("arm_S02", ["cytarabine alone, 120 h every two weeks", "newly diagnosed acute leukemia"], Published::Value(0.38), "S02", Grade::A).lacking(RATE), arms::S02, CrAnyTime),
    shown(Context, check("arm_N04_daunorubicin", ["7 + 3 with daunorubicin 45 mg/m2, best of two", "newly diagnosed, 15 to 80"], count(65, 113), "N04", Grade::A), arms::N04_DNR, Cr),
    shown(Context, check("arm_N05_daunorubicin", ["7 + 3 with daunorubicin 45 mg/m2, best of two, 1984-87", "newly diagnosed, 55 to 78"], count(49, 125), "N05", Grade::A).because(ERA), arms::N05_DNR, Cr),
    shown(Context, check("arm_N05_daunorubicin_resistant", ["resistant, 7 + 3 with daunorubicin, 1984-87", "newly diagnosed, 55 to 78"], count(39, 125), "N05", Grade::A), arms::N05_DNR, Resistant),
    shown(Context, check("arm_N05_daunorubicin_aplasia", ["deaths in aplasia, 7 + 3 with daunorubicin, 1984-87", "newly diagnosed, 55 to 78"], count(18, 125), "N05", Grade::A).because(ERA), arms::N05_DNR, Aplastic),
    shown(Context, check("arm_N16", ["7 + 3 with daunorubicin 45 mg/m2, best of two", "newly diagnosed, up to 60"], count(136, 189), "N16", Grade::A), arms::N16, Cr),
    shown(Context, check("arm_N17", ["7 + 3 with daunorubicin 90 mg/m2, best of two", "newly diagnosed, up to 60"], count(160, 194), "N17", Grade::A), arms::N17, Cr),
];
