//! Least squares on made-up data: what closed forms say of lines, and what bounds, weights and robust
//! losses do.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // The models have two or three parameters.

use partials_minimise::fit::{Loss, Settings};
use partials_minimise::{Bounds, Error, Matrix, Residuals};

/// The line a + b·x.
struct Line {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Line {
    fn new(y: [f64; 6]) -> Self {
        Self {
            x: vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0],
            y: y.to_vec(),
        }
    }
}

impl Residuals for Line {
    fn parameters(&self) -> usize {
        2
    }

    fn count(&self) -> usize {
        self.x.len()
    }

    fn residuals(&self, p: &[f64], residuals: &mut [f64]) {
        for ((r, x), y) in residuals.iter_mut().zip(&self.x).zip(&self.y) {
            *r = p[0] + p[1] * x - y;
        }
    }

    fn jacobian(&self, p: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        self.residuals(p, residuals);
        jacobian.columns_mut()[0].fill(1.0);
        jacobian.columns_mut()[1].copy_from_slice(&self.x);
    }
}

/// a·exp(-k·x) at 0, 1, …, 9 for a = 5 and k = 0.7.
struct Decay;

impl Residuals for Decay {
    fn parameters(&self) -> usize {
        2
    }

    fn count(&self) -> usize {
        10
    }

    fn residuals(&self, p: &[f64], residuals: &mut [f64]) {
        for (i, r) in residuals.iter_mut().enumerate() {
            *r = p[0] * (-p[1] * i as f64).exp() - 5.0 * (-0.7 * i as f64).exp();
        }
    }

    fn jacobian(&self, p: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
        self.residuals(p, residuals);
        for i in 0..10 {
            let decay = (-p[1] * i as f64).exp();
            jacobian.put(i, 0, decay);
            jacobian.put(i, 1, -p[0] * i as f64 * decay);
        }
    }
}

const NOISY: [f64; 6] = [1.1, 2.9, 5.2, 6.8, 9.1, 10.9];

/// Slope and errors by the textbook: b = Sxy/Sxx, s² = RSS/(n - 2), s²/Sxx and s²·Σx²/(n·Sxx).
#[test]
fn a_line_has_the_errors_of_the_textbook() {
    let line = Line::new(NOISY);
    for linear in [vec![], vec![0], vec![0, 1]] {
        let settings = Settings {
            linear,
            ..Settings::default()
        };
        let fit = settings.fit(&line, &[vec![0.0, 0.0]]).unwrap();
        let (n, mx) = (6.0, 2.5);
        let my = NOISY.iter().sum::<f64>() / n;
        let sxx: f64 = line.x.iter().map(|x| (x - mx) * (x - mx)).sum();
        let sxy: f64 = line
            .x
            .iter()
            .zip(NOISY)
            .map(|(x, y)| (x - mx) * (y - my))
            .sum();
        let b = sxy / sxx;
        let a = my - b * mx;
        let rss: f64 = line
            .x
            .iter()
            .zip(NOISY)
            .map(|(x, y)| (y - a - b * x).powi(2))
            .sum();
        let s2 = rss / (n - 2.0);
        let squares: f64 = line.x.iter().map(|x| x * x).sum();
        let expected = [
            (fit.parameters[0].value, a),
            (fit.parameters[1].value, b),
            (fit.parameters[1].error, (s2 / sxx).sqrt()),
            (fit.parameters[0].error, (s2 * squares / (n * sxx)).sqrt()),
            (fit.sum, rss),
            (fit.correlation(0, 1), -mx / (squares / n).sqrt()),
            (
                fit.interval(1, 0.95).1,
                b + 2.776_445_105_197_793 * (s2 / sxx).sqrt(),
            ),
        ];
        for (place, (found, expected)) in expected.into_iter().enumerate() {
            assert!(
                (found - expected).abs() < 1e-11,
                "{place}: {found} {expected}"
            );
        }
        let total: f64 = NOISY.iter().map(|y| (y - my).powi(2)).sum();
        assert!((fit.determination(&NOISY, None) - (1.0 - rss / total)).abs() < 1e-13);
    }
}

#[test]
fn exact_data_are_met_exactly() {
    for linear in [vec![], vec![0]] {
        let settings = Settings {
            linear,
            ..Settings::default()
        };
        let fit = settings.fit(&Decay, &[vec![1.0, 3.0]]).unwrap();
        assert!(fit.stop.is_minimum(), "{}", fit.stop);
        assert!((fit.parameters[0].value - 5.0).abs() < 1e-13);
        assert!((fit.parameters[1].value - 0.7).abs() < 1e-14);
    }
}

#[test]
fn robust_losses_forgive_an_outlier() {
    let mut wild = NOISY;
    wild[5] = 60.0;
    let line = Line::new(wild);
    let slope = |loss| {
        let settings = Settings {
            loss,
            ..Settings::default()
        };
        settings.fit(&line, &[vec![0.0, 0.0]]).unwrap().parameters[1].value
    };
    let (squares, huber, soft) = (
        slope(Loss::Squares),
        slope(Loss::Huber(0.2)),
        slope(Loss::SoftL1(0.2)),
    );
    assert!(squares > 7.0, "{squares}");
    assert!((huber - 2.0).abs() < 0.2, "{huber}");
    assert!((soft - 2.0).abs() < 0.2, "{soft}");
}

/// A row of weight 3 counts like three rows.
#[test]
fn weights_count_rows() {
    let line = Line::new(NOISY);
    let mut weights = vec![1.0; 6];
    weights[4] = 3.0;
    let settings = Settings {
        weights: Some(weights),
        ..Settings::default()
    };
    let weighted = settings.fit(&line, &[vec![0.0, 0.0]]).unwrap();
    let mut repeated = Line::new(NOISY);
    repeated.x.extend([4.0, 4.0]);
    repeated.y.extend([9.1, 9.1]);
    let repeated = Settings::default()
        .fit(&repeated, &[vec![0.0, 0.0]])
        .unwrap();
    for (a, b) in weighted.parameters.iter().zip(&repeated.parameters) {
        assert!((a.value - b.value).abs() < 1e-12);
    }
}

#[test]
fn bounds_hold_and_are_told() {
    let line = Line::new(NOISY);
    let bounds = Bounds::new(vec![(2.0, 10.0)]).unwrap();
    let settings = Settings {
        bounds,
        linear: vec![0, 1],
        ..Settings::default()
    };
    let fit = settings.fit(&line, &[vec![5.0, 0.0]]).unwrap();
    assert!(fit.parameters[0].held && fit.parameters[0].value == 2.0);
    assert!(fit.parameters[0].error.is_nan());
    // The best slope through (0, 2).
    let (mut above, mut below) = (0.0, 0.0);
    for (x, y) in line.x.iter().zip(NOISY) {
        above += x * (y - 2.0);
        below += x * x;
    }
    assert!((fit.parameters[1].value - above / below).abs() < 1e-12);
    assert_eq!(fit.freedom, 5);
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let mut short = Line::new(NOISY);
    short.x.truncate(1);
    short.y.truncate(1);
    let error = Settings::default()
        .fit(&short, &[vec![0.0, 0.0]])
        .unwrap_err();
    assert_eq!(
        error,
        Error::TooFew {
            parameters: 2,
            residuals: 1
        }
    );
    let nowhere = Settings::default()
        .fit(&Decay, &[vec![1.0, f64::NAN]])
        .unwrap_err();
    assert!(matches!(nowhere, Error::Undefined { .. }));
}

/// A Jacobian with the wrong sign leads nowhere, and that is said.
#[test]
fn a_wrong_jacobian_is_noticed() {
    struct Wrong(Line);
    impl Residuals for Wrong {
        fn parameters(&self) -> usize {
            2
        }
        fn count(&self) -> usize {
            6
        }
        fn residuals(&self, p: &[f64], residuals: &mut [f64]) {
            self.0.residuals(p, residuals);
        }
        fn jacobian(&self, p: &[f64], residuals: &mut [f64], jacobian: &mut Matrix) {
            self.0.jacobian(p, residuals, jacobian);
            let entries = jacobian.columns_mut().iter_mut().flatten();
            entries.for_each(|entry| *entry = -*entry);
        }
    }
    let fit = Settings::default()
        .fit(&Wrong(Line::new(NOISY)), &[vec![0.0, 0.0]])
        .unwrap();
    assert_eq!(fit.stop, partials_minimise::descent::Stop::NoLowerValue);
}
