//! Means, their standard errors and z-scores of independent repetitions.

/// z at which a test fails: 4.9 leaves one false alarm in a million seeds.
pub const Z: f64 = 4.9;

/// Independent repetitions of one number.
#[derive(Clone, Debug, Default)]
pub struct Sample(Vec<f64>);

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Sample {
    fn n(&self) -> f64 {
        self.0.len() as f64
    }

    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.n()
    }

    fn moment(&self, power: i32) -> f64 {
        let mean = self.mean();
        self.0.iter().map(|x| (x - mean).powi(power)).sum::<f64>() / self.n()
    }

    pub fn variance(&self) -> f64 {
        self.moment(2) * self.n() / (self.n() - 1.0)
    }

    /// Standard error of the mean.
    pub fn error(&self) -> f64 {
        (self.variance() / self.n()).sqrt()
    }

    /// Root of the mean square.
    pub fn rms(&self) -> f64 {
        (self.0.iter().map(|x| x * x).sum::<f64>() / self.n()).sqrt()
    }

    /// How many standard errors the mean is away from `expected`.
    pub fn z(&self, expected: f64) -> f64 {
        (self.mean() - expected) / self.error()
    }

    /// How many standard errors the variance is away from `expected`.
    pub fn variance_z(&self, expected: f64) -> f64 {
        let error = ((self.moment(4) - self.moment(2).powi(2)) / self.n()).sqrt();
        (self.variance() - expected) / error
    }

    /// How many standard errors two means are apart.
    pub fn z_against(&self, other: &Self) -> f64 {
        (self.mean() - other.mean()) / self.error().hypot(other.error())
    }

    /// Fails when the mean is implausibly far from `expected`.
    pub fn assert_mean(&self, expected: f64, what: &str) {
        let z = self.z(expected);
        assert!(z.abs() < Z, "{what}: {} +- {}, expected {expected} (z = {z:.1})", self.mean(), self.error());
    }
}
