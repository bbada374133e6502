//! Weighted mean and covariance, the Cholesky triangle and the principal axes of a symmetric matrix. For a few dimensions,
//! the same bits on every machine. Left out: large matrices.

/// Weighted moments of draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    /// Weighted mean of each dimension.
    pub mean: Vec<f64>,
    /// Covariance of each pair of dimensions: a row for each, symmetric, in squared units of the draws.
    pub matrix: Vec<Vec<f64>>,
}

impl Covariance {
    /// Moments of draws whose weights sum to 1 (no correction for the mean).
    ///
    /// ```text
    /// mean_i = sum w x_i          covariance_ij = sum w (x_i - mean_i) (x_j - mean_j)
    /// ```
    ///
    /// `draws` has one slice per draw, all of one length, and `weights` one number per draw. No draws give no
    /// dimensions.
    pub fn of(draws: &[&[f64]], weights: &[f64]) -> Self {
        let dimensions = draws.first().map_or(0, |draw| draw.len());
        let weighted =
            |of: &dyn Fn(&[f64]) -> f64| draws.iter().zip(weights).map(|(draw, weight)| weight * of(draw)).sum();
        let mean: Vec<f64> = (0..dimensions).map(|i| weighted(&|draw| draw[i])).collect();
        let entry = |i: usize, j: usize| weighted(&|draw| (draw[i] - mean[i]) * (draw[j] - mean[j]));
        let matrix = (0..dimensions).map(|i| (0..dimensions).map(|j| entry(i, j)).collect()).collect();
        Self { mean, matrix }
    }
}

/// Lower triangle L with L L' = matrix.
///
/// `matrix` is square and symmetric; only its lower half is read. Row `i` of the triangle has `i + 1` numbers. A
/// standard normal vector z becomes one of this covariance as L z.
///
/// # Errors
/// The first row that is not independent of those before it, if the matrix is not positive definite.
pub fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, usize> {
    let mut triangle: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, row) in matrix.iter().enumerate() {
        let mut next = vec![0.0; i + 1];
        for j in 0..i {
            let known: f64 = (0..j).map(|k| next[k] * triangle[j][k]).sum();
            next[j] = (row[j] - known) / triangle[j][j];
        }
        let left = row[i] - next.iter().map(|x| x * x).sum::<f64>();
        // Rounding leaves about 1e-16 of a matrix that is singular.
        if left.is_nan() || left <= 1e-12 {
            return Err(i);
        }
        next[i] = libm::sqrt(left);
        triangle.push(next);
    }
    Ok(triangle)
}

/// Sweeps over all pairs; ten are more than enough for twenty dimensions.
const SWEEPS: usize = 30;

/// Variances and directions (unit vectors) of a symmetric matrix, the smallest variance first; rotations of Jacobi (1846).
///
/// One pair for each dimension. An axis and its opposite are the same axis: the one is given whose entry of the largest
/// size is positive.
pub fn principal_axes(matrix: &[Vec<f64>]) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.len();
    let mut left = matrix.to_vec();
    let mut axes: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..SWEEPS {
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut left, &mut axes, p, q);
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> =
        (0..n).map(|k| (left[k][k], axes.iter().map(|row| row[k]).collect())).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(variance, axis)| (variance, upright(axis))).collect()
}

/// Makes the element (p, q) zero.
fn rotate(matrix: &mut [Vec<f64>], axes: &mut [Vec<f64>], p: usize, q: usize) {
    if matrix[p][q] == 0.0 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let tangent = theta.signum() / (theta.abs() + libm::sqrt(theta * theta + 1.0));
    let tangent = if theta == 0.0 { 1.0 } else { tangent };
    let cosine = 1.0 / libm::sqrt(tangent * tangent + 1.0);
    let sine = tangent * cosine;
    let turn = |row: &mut Vec<f64>| {
        let (a, b) = (row[p], row[q]);
        (row[p], row[q]) = (cosine * a - sine * b, sine * a + cosine * b);
    };
    matrix.iter_mut().for_each(turn);
    let (upper, lower) = matrix.split_at_mut(q);
    for (a, b) in upper[p].iter_mut().zip(&mut lower[0]) {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    }
    axes.iter_mut().for_each(turn);
}

/// An axis has two directions; the one whose largest weight is positive is shown.
fn upright(axis: Vec<f64>) -> Vec<f64> {
    let largest = axis.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0);
    if largest < 0.0 { axis.into_iter().map(|weight| -weight).collect() } else { axis }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighted_moments_are_those_of_repeated_draws() {
        let draws: [&[f64]; 3] = [&[1.0, 2.0], &[3.0, 0.0], &[3.0, 0.0]];
        let found = Covariance::of(&draws[..2], &[1.0 / 3.0, 2.0 / 3.0]);
        let same = Covariance::of(&draws, &[1.0 / 3.0; 3]);
        assert!((found.mean[0] - 7.0 / 3.0).abs() < 1e-12 && (same.mean[0] - found.mean[0]).abs() < 1e-12);
        assert!((found.matrix[0][1] - same.matrix[0][1]).abs() < 1e-12 && found.matrix[0][1] < 0.0);
    }

    #[test]
    fn the_triangle_multiplies_to_the_matrix() {
        let matrix = vec![vec![4.0, 2.0, 0.4], vec![2.0, 3.0, 1.0], vec![0.4, 1.0, 2.0]];
        let triangle = cholesky(&matrix).unwrap();
        for (i, row) in matrix.iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                let product: f64 = triangle[i].iter().zip(&triangle[j]).map(|(a, b)| a * b).sum();
                assert!((product - value).abs() < 1e-12);
            }
        }
        assert_eq!(cholesky(&[vec![1.0, 2.0], vec![2.0, 1.0]]), Err(1));
    }

    #[test]
    fn axes_are_unit_vectors_that_the_matrix_only_stretches() {
        let matrix = vec![vec![2.0, -1.0, 0.3], vec![-1.0, 2.0, 0.0], vec![0.3, 0.0, 0.5]];
        let axes = principal_axes(&matrix);
        let trace: f64 = axes.iter().map(|(variance, _)| variance).sum();
        assert!((trace - 4.5).abs() < 1e-12 && axes[0].0 <= axes[1].0 && axes[1].0 <= axes[2].0);
        for (variance, axis) in &axes {
            let length: f64 = axis.iter().map(|weight| weight * weight).sum();
            assert!((length - 1.0).abs() < 1e-12);
            for (row, weight) in matrix.iter().zip(axis) {
                let image: f64 = row.iter().zip(axis).map(|(a, b)| a * b).sum();
                assert!((image - variance * weight).abs() < 1e-12);
            }
        }
        // By hand: the axes of [[2, 1], [1, 2]] are (1, -1) with 1 and (1, 1) with 3.
        let pair = principal_axes(&[vec![2.0, 1.0], vec![1.0, 2.0]]);
        assert!((pair[0].0 - 1.0).abs() < 1e-12 && (pair[1].1[0] - pair[1].1[1]).abs() < 1e-12);
    }
}
