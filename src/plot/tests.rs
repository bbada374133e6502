//! What every figure must be: valid XML with every label in it, free of NaN, the same for the same input.

use super::{example::Example, *};

#[test]
fn draft() {
    let cases = [("b1", Example::treated(1, 42.0, 1))];
    for (name, example) in cases {
        for figure in figures(&example.input(), &Theme::light()) {
            std::fs::write(format!("/tmp/plotcheck/{name}_{}.png", figure.name), png(&figure, 1920, 1080)).unwrap();
        }
    }
}
