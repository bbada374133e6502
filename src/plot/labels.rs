//! Direct labels: a curve is named at its end, not in a legend, a long name in two lines. Labels that would overlap are moved apart as little as
//! possible, keep their order, and stay tied to
//! a curve that reaches the edge by a thin leader; one that ends before it is told by its color, dash and order. Left out: labels inside the panel.

use super::{
    page::{Frame, Page},
    text::{self, Anchor, Style},
    theme::Stroke,
};

/// The name of a curve, and a remark under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Name of the curve.
    pub text: String,
    /// A second, lighter line; empty if there is none.
    pub remark: String,
    /// End of the curve on the page (px).
    pub end: (f64, f64),
    /// Line of the curve, of which a sample stands before the name.
    pub stroke: Stroke,
}

/// Length of the sample of the line before its name (px).
const SAMPLE: f64 = 44.0;
/// Between the right edge of the panel and the samples (px).
const GAP: f64 = 30.0;
/// Between the right edge of the panel and the names (px).
pub const BESIDE: f64 = GAP + SAMPLE + 10.0;
/// Between the names and the edge of the page (px).
const EDGE: f64 = 24.0;

/// A curve that ends so near to the right edge is taken to reach it (px).
const REACHES: f64 = 12.0;

/// Between the lines of a name, as a share of its size.
const LINE: f64 = 1.1;

impl Label {
    /// The name in at most so many lines that fit beside the panel.
    fn lines(&self, page: &Page, frame: &Frame, most: usize) -> Vec<String> {
        let style = Style::new(page.theme.sizes.label, page.theme.ink).semi_bold();
        let room = f64::from(page.theme.size.0) - frame.right() - BESIDE - EDGE;
        text::condensed(&self.text, &style, room, most)
    }
}

/// Room of a label of so many lines, with its remark (px).
pub fn height(lines: usize, remark: bool, size: f64) -> f64 {
    size * (0.15 + LINE * (lines as f64 + f64::from(u8::from(remark))))
}

/// Writes labels to the right of a panel's frame, in smaller letters where there are more than fit.
pub fn draw(page: &mut Page, frame: &Frame, labels: &[Label]) {
    let room = frame.height + 12.0;
    let least: f64 = labels.iter().map(|label| height(1, !label.remark.is_empty(), page.theme.sizes.label)).sum();
    let part = (room / least).min(1.0);
    let size = part * page.theme.sizes.label;
    let lines = |most| labels.iter().map(|label| label.lines(page, frame, most)).collect::<Vec<_>>();
    let height = |(label, lines): (&Label, &Vec<String>)| height(lines.len(), !label.remark.is_empty(), size);
    let fit = |lines: &Vec<Vec<String>>| labels.iter().zip(lines).map(height).sum::<f64>() <= room + 1e-6;
    let lines = Some(lines(2)).filter(fit).unwrap_or_else(|| lines(1));
    let heights: Vec<f64> = labels.iter().zip(&lines).map(height).collect();
    let wished: Vec<f64> = labels.iter().map(|label| label.end.1).collect();
    let middles = apart(&wished, &heights, (frame.y - 6.0, frame.bottom() + 6.0));
    for ((label, lines), middle) in labels.iter().zip(&lines).zip(middles) {
        one(page, frame, (label, lines), middle, part);
    }
}

/// Leader, sample, name and remark, in letters of this part of their size.
fn one(page: &mut Page, frame: &Frame, (label, lines): (&Label, &[String]), middle: f64, part: f64) {
    let [name, remark] = [page.theme.sizes.label, page.theme.sizes.tick].map(|size| part * size);
    let (x, color) = (frame.right() + GAP, page.theme.text_in(label.stroke.color));
    let under = lines.len() - 1 + usize::from(!label.remark.is_empty());
    let baseline = middle + name * (0.36 - 0.5 * under as f64);
    let sample = baseline - name * 0.34;
    // A leader from a curve that ends early would look like its continuation.
    if label.end.0 >= frame.right() - REACHES {
        page.line(label.end, (x - 4.0, sample), &Stroke { dash: &[], width: 1.5, ..label.stroke });
    }
    page.line((x, sample), (x + SAMPLE, sample), &label.stroke);
    let at = |line: usize| (frame.right() + BESIDE, baseline + name * LINE * line as f64);
    for (line, text) in lines.iter().enumerate() {
        page.text(at(line), text, &Style::new(name, color).semi_bold());
    }
    if !label.remark.is_empty() {
        let style = Style::new(remark, page.theme.muted).anchored(Anchor::Start);
        page.text(at(lines.len()), &label.remark, &style);
    }
}

/// Moves intervals apart: given their wished middles and their heights, the middles nearest to the wishes (least
/// squares) that do not overlap and stay within the bounds, in the order of the wishes. Pool adjacent violators.
///
/// The pool-adjacent-violators algorithm is that of isotonic regression, applied to what is left of the wishes when the
/// heights below are taken off.
pub fn apart(wished: &[f64], heights: &[f64], bounds: (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wished.len()).collect();
    order.sort_by(|a, b| wished[*a].total_cmp(&wished[*b]));
    // In these coordinates, the top of each label less the heights of those above it, "no overlap" is "not decreasing".
    let mut above = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for i in &order {
        pools.push((wished[*i] - heights[*i] / 2.0 - above, 1));
        above += heights[*i];
        merge_violators(&mut pools);
    }
    let highest = (bounds.1 - above).max(bounds.0);
    let starts = pools.iter().flat_map(|(start, count)| std::iter::repeat_n(start.clamp(bounds.0, highest), *count));
    let mut middles = vec![0.0; wished.len()];
    let mut above = 0.0;
    for (i, start) in order.into_iter().zip(starts) {
        middles[i] = start + above + heights[i] / 2.0;
        above += heights[i];
    }
    middles
}

/// Neighbors that would overlap become one pool with the mean of their wishes.
fn merge_violators(pools: &mut Vec<(f64, usize)>) {
    while let [.., (before, m), (last, n)] = pools[..] {
        if before <= last {
            return;
        }
        let mean = (before * m as f64 + last * n as f64) / (m + n) as f64;
        pools.truncate(pools.len() - 2);
        pools.push((mean, m + n));
    }
}

#[cfg(test)]
mod tests {
    use super::apart;
    use cenersim_model::engine::Seed;

    #[test]
    fn labels_that_do_not_overlap_stay_where_they_are() {
        assert_eq!(apart(&[10.0, 50.0], &[20.0, 20.0], (0.0, 100.0)), [10.0, 50.0]);
    }

    #[test]
    fn labels_of_one_place_are_centered_around_it() {
        assert_eq!(apart(&[50.0, 50.0], &[20.0, 20.0], (0.0, 100.0)), [40.0, 60.0]);
    }

    #[test]
    fn labels_never_overlap_keep_their_order_and_stay_inside() {
        for i in 0..500 {
            let draw = |name: &str, n: u64| Seed::new(i).named(name).number(n).uniform();
            let wished: Vec<f64> = (0..6).map(|n| -20.0 + 340.0 * draw("place", n)).collect();
            let heights: Vec<f64> = (0..6).map(|n| 20.0 + 25.0 * draw("height", n)).collect();
            let middles = apart(&wished, &heights, (0.0, 300.0));
            let mut order: Vec<usize> = (0..6).collect();
            order.sort_by(|a, b| wished[*a].total_cmp(&wished[*b]));
            let edges = |i: usize| (middles[i] - heights[i] / 2.0, middles[i] + heights[i] / 2.0);
            assert!(order.windows(2).all(|pair| edges(pair[0]).1 <= edges(pair[1]).0 + 1e-9), "{i}: {middles:?}");
            assert!((0..6).all(|i| edges(i).0 >= -1e-9 && edges(i).1 <= 300.0 + 1e-9), "{i}: {middles:?}");
        }
    }
}
