//! What every figure must be: valid XML with every label in it, free of NaN, the same for the same input.

use super::{example::Example, *};

#[test]
fn draft() {
    let dead = |mut example: Example| {
        let event = |day, kind| crate::curves::Event { time: crate::quantity::Time::days(day), kind };
        example.events[0].push(event(55.0, crate::curves::EventKind::Relapse));
        example.events[0].push(event(61.0, crate::curves::EventKind::Death { cause: "infection" }));
        example
    };
    let long = |mut example: Example| {
        example.title = "A very long title of a scenario, with everything its author wanted to say about the patient, the arm, the schedule and the purpose, and then some more of it for good measure, because nobody stops them".into();
        example
    };
    let cases = [
        ("b1", Example::treated(1, 42.0, 1)),
        ("b20", Example::treated(20, 90.0, 2)),
        ("y2", Example::treated(5, 730.0, 6)),
        ("d1", Example::treated(1, 1.0, 1)),
        ("u", Example::untreated(60.0)),
        ("z", Example::zero()),
        ("dead", dead(Example::treated(1, 61.0, 1))),
        ("long", long(Example::treated(3, 28.0, 1))),
    ];
    let example = Example::treated(3, 42.0, 1);
    for figure in figures(&example.input(), &Theme::dark()) {
        std::fs::write(format!("/tmp/plotcheck/dark_{}.png", figure.name), png(&figure, 1920, 1080)).unwrap();
    }
    for (name, example) in cases {
        for figure in figures(&example.input(), &Theme::light()) {
            std::fs::write(format!("/tmp/plotcheck/{name}_{}.svg", figure.name), &figure.svg).unwrap();
            std::fs::write(format!("/tmp/plotcheck/{name}_{}.png", figure.name), png(&figure, 1920, 1080)).unwrap();
        }
    }
}
