//! `points`: one row for each point at which the model was asked, with every number that was varied and every answer.
//! Left out: the design (Morris, Sobol'), which the order of the rows follows.

use super::super::table::Column;
use cenersim_analyses::sensitivity::{Asked, Output, SensitivityResult};

/// Stage, trajectory or row, draws, inputs, outputs.
pub fn columns(result: &SensitivityResult) -> Vec<Column<'_, &Asked>> {
    let stage = "screening (one number moved from point to point) or variance (Sobol').";
    let group = "Number of the trajectory or of the row, from 1.";
    let replicate = "Draws of cells and complications: 0, or 1 when they were drawn again.";
    let mut columns = vec![
        Column::text("stage", "", stage, |asked: &&Asked| asked.stage),
        Column::long("group", "", group, |asked: &&Asked| asked.group.cast_signed()),
        Column::integer("replicate", "", replicate, |asked: &&Asked| asked.replicate.cast_signed()),
    ];
    columns.extend(result.inputs.iter().enumerate().map(|(index, input)| {
        Column::double(
            &input.path,
            "",
            &format!("{} In the unit of `value` of tables/inputs.csv.", input.about),
            move |asked: &&Asked| asked.inputs[index],
        )
    }));
    columns.extend(Output::ALL.into_iter().enumerate().map(|(index, output)| {
        let about = format!("{}: mean over the same virtual patients.", output.label());
        Column::double(output.name(), output.unit(), &about, move |asked: &&Asked| asked.outputs[index])
    }));
    columns
}
