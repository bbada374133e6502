//! The benchmark model in ixa: one entity for each cell with everything it carries in one property, a plan for each
//! step that visits them. Entities cannot be removed: the dead carry a flag and wait for a daughter to take their place.

mod cell;
#[path = "../../birth_death/draws.rs"]
mod draws;
#[path = "../../birth_death/rule.rs"]
mod rule;
mod tell;

use ixa::prelude::*;
use rule::{Cell, Counts, fate};
use tell::Telling;

define_entity!(Living);

/// What a cell carries, and whether it is alive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carried {
    cell: Cell,
    alive: bool,
}

impl_property!(Carried, Living, persist = false);

struct Marrow {
    telling: Telling,
    vacant: Vec<EntityId<Living>>,
    daughters: Vec<Cell>,
    step: u64,
}

define_data_plugin!(MarrowPlugin, Option<Marrow>, None);

fn marrow(context: &mut Context) -> &mut Marrow {
    context.get_data_mut(MarrowPlugin).as_mut().expect("the marrow is filled before the first step")
}

fn add(context: &mut Context, cell: Cell) {
    context.add_entity(with!(Living, Carried { cell, alive: true })).expect("a cell carries everything it needs");
}

fn step(context: &mut Context) {
    let keys = draws::StepKeys::new(marrow(context).step);
    let mut counts = Counts::default();
    for id in context.get_entity_iterator::<Living>() {
        let carried: Carried = context.get_property(id);
        if carried.alive {
            visit(context, id, carried.cell, &keys, &mut counts);
        }
    }
    for cell in std::mem::take(&mut marrow(context).daughters) {
        match marrow(context).vacant.pop() {
            Some(id) => context.set_property(id, Carried { cell, alive: true }),
            None => add(context, cell),
        }
    }
    let marrow = marrow(context);
    marrow.telling.add(counts);
    marrow.step += 1;
    if marrow.step == marrow.telling.steps {
        marrow.telling.tell();
    } else {
        context.add_plan(context.get_current_time() + 1.0, step);
    }
}

fn visit(context: &mut Context, id: EntityId<Living>, mut cell: Cell, keys: &draws::StepKeys, counts: &mut Counts) {
    let fate = cell::advance(&mut cell, keys.fate, counts);
    if fate == fate::DEATH {
        marrow(context).vacant.push(id);
    }
    if fate == fate::DIVISION {
        let (mother, daughter) = rule::divide(cell, draws::daughter(cell.lineage, keys.birth));
        cell = mother;
        marrow(context).daughters.push(daughter);
    }
    context.set_property(id, Carried { cell, alive: fate != fate::DEATH });
}

fn main() {
    let mut telling = Telling::from_arguments();
    let mut context = Context::new();
    for index in 0..telling.agents {
        add(&mut context, rule::founder(index));
    }
    telling.begin();
    *context.get_data_mut(MarrowPlugin) = Some(Marrow { telling, vacant: Vec::new(), daughters: Vec::new(), step: 0 });
    context.add_plan(0.0, step);
    context.execute();
}
