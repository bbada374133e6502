//! `cenersim deck`: slides of a result, or of a comparison that is simulated for them.
//!
//! ```text
//! cenersim deck output/trial_phase2                              from a result: slides.pptx beside its figures
//! cenersim deck scenarios/phase2_arms.toml --patients 200        as `cenersim compare` with fewer --pairs and --attribution
//! cenersim deck output/trial_phase2 --template talk.potx --sections title,results,methods --name board
//! ```
//!
//! What is on the slides is what the report says. Slides that somebody has edited are never replaced without `--overwrite`.
//! Of a result only the file of the slides is written; everything else of its folder stays as it is.

use super::{
    Failure,
    compare::Compare,
    driver::{Ask, done},
    plot::stored_figures,
    print,
};
use cenersim::{
    deck::{Chapter, Template, deck},
    report::{Document, Product, SlidesFile, read_report},
};
use std::path::{Path, PathBuf};

/// Make slides (PowerPoint) of a result that exists, or of a comparison of scenarios, which is simulated first.
#[derive(clap::Args)]
#[command(mut_arg("scenarios", |sources| sources.value_name("RESULT|SCENARIO").help(
    "Folder of one result, of which nothing is simulated; or scenario files, whose arms are compared"
)))]
// A talk is made in a minute or two: fewer patients than `compare` has for what each drug and each hypothesis does.
#[command(mut_arg("pairs", |pairs| pairs.default_value("20")), mut_arg("attribution", |patients| patients.default_value("10")))]
pub struct Deck {
    /// Sections of the talk, with commas between them: title, summary, design, patients, results, mechanism, uncertainty, assumptions,
    /// methods, glossary, appendix (all other figures, for questions); by default all but the appendix.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub sections: Vec<String>,
    /// Template or presentation of PowerPoint whose master, layouts, colors and fonts the slides take.
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    #[command(flatten)]
    pub compare: Compare,
}

impl Deck {
    pub fn execute(&self) -> Result<(), Failure> {
        // Whatever is wrong with these is found before anything is simulated.
        let making = self.making()?;
        match &self.compare.scenarios[..] {
            [folder] if folder.is_dir() => self.of_result(folder, &making),
            _ => self.of_comparison(making),
        }
    }

    /// How the slides are to be.
    fn making(&self) -> Result<Making, Failure> {
        let chapters = match self.sections.is_empty() {
            true => Chapter::usual(),
            false => Chapter::named(self.sections.iter().map(String::as_str))?,
        };
        let dark = self.compare.common.look.look().dark;
        let template = self.template.as_deref().map_or_else(|| Ok(Template::own(dark)), Template::read)?;
        Ok(Making { chapters, template })
    }

    /// From what its folder keeps.
    fn of_result(&self, folder: &Path, making: &Making) -> Result<(), Failure> {
        if let Some(option) = self.compare.simulating() {
            let folder = folder.display();
            return Err(Failure::input(format!(
                "`{folder}` is a result, of which nothing is simulated: leave out {option}, or name a scenario"
            )));
        }
        let common = &self.compare.common;
        let file = SlidesFile::new(common.output_given().unwrap_or(folder), common.name.as_deref())?;
        file.check(common.overwrite)?;
        let (stored, figures) = (read_report(folder)?, stored_figures(folder, &common.look.look().theme())?);
        let document = stored.report.with(|name| figures.iter().find(|figure| figure.name == name).cloned());
        self.written(&file, making, &document)
    }

    /// Simulates, and makes slides of the product.
    fn of_comparison(&self, making: Making) -> Result<(), Failure> {
        done(&WithSlides { deck: self, making })
    }

    fn written(&self, file: &SlidesFile, making: &Making, document: &Document) -> Result<(), Failure> {
        let slides = deck(document, &making.chapters, &making.template);
        let path = file.write(&slides, self.compare.common.overwrite)?;
        if self.compare.common.is_silent() { Ok(()) } else { print(&format!("slides: {}\n", path.display())) }
    }
}

/// Which slides, and on which template.
struct Making {
    chapters: Vec<Chapter>,
    template: Template,
}

/// A comparison that ends in slides.
struct WithSlides<'a> {
    deck: &'a Deck,
    making: Making,
}

impl Ask for WithSlides<'_> {
    fn common(&self) -> &super::common::Common {
        self.deck.compare.common()
    }

    fn ask(&self) -> Result<super::driver::Asked<'_>, Failure> {
        self.deck.compare.ask()
    }

    fn conclude(&self, product: &Product) -> Result<(), Failure> {
        let common = self.common();
        let folder = common.output.join(self.deck.compare.ask()?.named(common));
        self.deck.written(&SlidesFile::new(&folder, None)?, &self.making, &product.document)
    }
}
