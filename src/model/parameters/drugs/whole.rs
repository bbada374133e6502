//! What must be true of a drug as a whole, and beside the others: products with names of their own, and every number that its
//! parts need. Left out: single keys and numbers (see `table`).

use super::{
    Action, Description, Drugs,
    needs::{Known, missing},
    table::{DrugFault, check_name, fault},
};

/// Names of what a drug is turned into.
fn products(of: &Description) -> Vec<String> {
    [&of.metabolite, &of.active].into_iter().flatten().map(|product| product.name.clone()).collect()
}

/// Metabolites and active forms have names of their own and do not lead back.
///
/// # Errors
/// Two products of one name, or a product that is a drug or a product of another drug.
pub(super) fn check_products(of: &Description, drugs: &Drugs) -> Result<(), DrugFault> {
    let name = of.drug.name();
    let own = products(of);
    own.iter().try_for_each(|product| check_name(product, ""))?;
    if own.iter().any(|product| product == name) {
        return Err(fault("", format!("`{name}` is turned into `{name}`: expected a metabolite of another name")));
    }
    if own.len() == 2 && own[0] == own[1] {
        return Err(fault("", format!("metabolite and active form are both `{}`: expected different names", own[0])));
    }
    let clash = drugs.all().iter().find_map(|other| clash((name, &own), (other.drug.name(), &products(other))));
    clash.map_or(Ok(()), |message| Err(fault("", message)))
}

/// What two drugs turn into, by their names: why both cannot be.
fn clash((name, own): (&str, &[String]), (drug, theirs): (&str, &[String])) -> Option<String> {
    let (leads_there, leads_here) = (own.iter().any(|p| p == drug), theirs.iter().any(|p| p == name));
    match (leads_there, leads_here) {
        (true, true) => Some(format!(
            "`{name}` is turned into `{drug}` and `{drug}` into `{name}`: expected metabolites that do not lead back"
        )),
        (true, false) => {
            Some(format!("`{drug}` is a drug of its own: expected another name for what `{name}` is turned into"))
        }
        (false, true) => Some(format!("`{drug}` is turned into `{name}`: expected another name for this drug")),
        _ => {
            let product = own.iter().find(|product| theirs.contains(product))?;
            Some(format!("`{drug}` is turned into `{product}` too: expected another name"))
        }
    }
}

/// Every part has its numbers, and what is converted has a molar mass.
///
/// # Errors
/// The part or action that lacks a number, with an example of it; or levels in a unit that cannot be converted.
pub(super) fn check_needs(of: &Description) -> Result<(), DrugFault> {
    let name = of.drug.name();
    if let Some((part, any)) = missing(of) {
        let example = Known::named(any[0]).map_or("", |known| known.example);
        let which = any.join("` or `");
        let message = format!(
            "{part} of `{name}` needs `{which}`: expected it among its numbers, such as {} = \"{example}\"",
            any[0]
        );
        return Err(fault("numbers", message));
    }
    if of.has("central_volume") && of.has("half_life") {
        return Err(fault("numbers", format!("`{name}` has a volume and a half-life in plasma: expected one of them")));
    }
    let converts = of.saturates() || of.does(Action::Breaks) || of.plasma_unit == "umol/L";
    if converts && of.molar_mass.is_none() {
        return Err(fault("", format!("`{name}` needs `molar_mass` (g/mol): expected it, such as molar_mass = 527.5")));
    }
    if of.saturates() && of.plasma_unit != "umol/L" {
        return Err(fault(
            "plasma_unit",
            format!("levels of `{name}` that saturate are in umol/L: expected plasma_unit = \"umol/L\""),
        ));
    }
    Ok(())
}
