//! Movements of a course that is known: what is on which day, and the files of the film.

use super::*;
use cenersim_model::quantity::Time;
use cenersim_model::treatment::{Drug, Route};

/// Ten days: leukemia falls by a power of ten a day, then the marrow has it back; p53 is halved.
fn curves() -> CurveSet {
    let mut curves = CurveSet { days: (0..=10).map(f64::from).collect(), ..CurveSet::default() };
    for day in 0..=10 {
        for kind in KINDS {
            let number =
                if matches!(kind, Kind::NormalStem | Kind::NormalProgenitor) { 9.0 } else { f64::from(9 - day) };
            curves.push(Variable::Cells, Some(kind), libm::pow(10.0, number.max(0.0)));
            curves.push(Variable::P53Protein, Some(kind), 0.5);
        }
    }
    curves
}

fn events() -> Vec<Event> {
    let dose = EventKind::Dose {
        drug: Drug::Cenersen,
        amount_mg: 100.0,
        duration: Time::days(4.0),
        route: Route::Intravenous,
        course: 1,
    };
    vec![
        Event { time: Time::days(0.0), kind: dose },
        Event { time: Time::days(8.0), kind: EventKind::Response(cenersim_model::curves::Response::CR) },
    ]
}

fn movement(scenes: usize) -> Movement {
    let (curves, events) = (curves(), events());
    let scene = |name| Scene { name, curves: &curves, events: &events };
    Movement::new("A course", "seed 1", &[scene("with"), scene("without")][..scenes]).expect("a movement")
}

#[test]
fn a_frame_has_the_cells_and_the_response_of_its_day() {
    let movement = movement(1);
    assert_eq!(movement.days.len(), 11);
    let blasts = |day: usize| movement.states[day][0].cells[2].expect("cells").number;
    assert_eq!([blasts(0), blasts(3), blasts(10)], [1e9, 1e6, 1.0]);
    assert_eq!(movement.states[7][0].said, "");
    assert_eq!(movement.states[9][0].said, "CR on day 8");
    assert_eq!(movement.lowest(), 9);
}

#[test]
fn nothing_is_left_on_the_stage_after_the_end_of_a_course() {
    let (long, events) = (curves(), events());
    let short = long.until(4.0);
    let scenes =
        [Scene { name: "a", curves: &long, events: &events }, Scene { name: "b", curves: &short, events: &[] }];
    let movement = Movement::new("t", "f", &scenes).expect("a movement");
    assert!(movement.states[4][1].cells[2].is_some() && movement.states[5][1].cells[2].is_none());
    assert!(Movement::new("t", "f", &[Scene { name: "a", curves: &long.until(0.0), events: &events }]).is_none());
}

#[test]
fn the_still_holds_every_frame_and_shows_the_lowest() {
    let figure = movement(2).still(&Theme::light());
    assert_eq!(figure.svg.matches("class=\"jar\"").count(), 10);
    assert_eq!(figure.svg.matches("[&quot;day ").count(), 11);
    assert!(figure.svg.contains(">day 9</text>") && figure.svg.contains("visibility=\"hidden\""));
    assert!(
        figure.alt.contains("Day 0: with: 10⁹ blasts") || figure.alt.contains("Day 0: with: 1×10⁹ blasts"),
        "{}",
        figure.alt
    );
}

#[test]
fn the_film_has_every_frame_in_both_files_and_the_same_bytes_again() {
    let (movement, theme) = (movement(2), Theme::light());
    let found = film(&movement, &theme, 160, 90);
    assert_eq!(found, film(&movement, &theme, 160, 90));
    let decoder = png::Decoder::new(std::io::Cursor::new(&found.apng));
    let reader = decoder.read_info().expect("a PNG");
    assert_eq!(reader.info().animation_control.expect("an animation").num_frames, 11);
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::Indexed);
    let mut decoder = options.read_info(&found.gif[..]).expect("a GIF");
    let mut frames = 0;
    while decoder.read_next_frame().expect("a frame").is_some() {
        frames += 1;
    }
    assert_eq!((decoder.width(), decoder.height(), frames), (160, 90, 11));
}
