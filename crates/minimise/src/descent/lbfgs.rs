//! Second derivatives gathered from the last few gradients, as products (Nocedal 1980).

use std::collections::VecDeque;

use super::Stop;
use super::bfgs::{learnt, steepest};
use super::line_search::wolfe;
use super::run::{Place, Rule, Run};
use crate::dense::{add, dot};

/// The last steps, with the changes of the gradient.
pub struct Lbfgs {
    memory: usize,
    pairs: VecDeque<(Vec<f64>, Vec<f64>)>,
    before: Option<Place>,
}

impl Lbfgs {
    pub fn new(memory: usize) -> Self {
        Self {
            memory: memory.max(1),
            pairs: VecDeque::new(),
            before: None,
        }
    }

    /// The direction for a slope, with 0 wherever that has 0.
    fn direction(&self, held: &[bool], slope: &[f64]) -> Option<Vec<f64>> {
        let mask = |v: &[f64]| -> Vec<f64> {
            let entries = v.iter().zip(held);
            entries
                .map(|(x, held)| if *held { 0.0 } else { *x })
                .collect()
        };
        let pairs = self.pairs.iter().map(|(s, y)| (mask(s), mask(y)));
        let pairs: Vec<_> = pairs.filter(|(s, y)| dot(s, y) > 0.0).collect();
        let (s, y) = pairs.last()?;
        let scale = dot(s, y) / dot(y, y);
        let mut direction: Vec<f64> = slope.iter().map(|g| -g).collect();
        let mut factors = Vec::with_capacity(pairs.len());
        for (s, y) in pairs.iter().rev() {
            let factor = dot(s, &direction) / dot(s, y);
            add(&mut direction, -factor, y);
            factors.push(factor);
        }
        direction.iter_mut().for_each(|d| *d *= scale);
        for ((s, y), factor) in pairs.iter().zip(factors.iter().rev()) {
            let back = dot(y, &direction) / dot(s, y);
            add(&mut direction, factor - back, s);
        }
        (dot(&direction, slope) < 0.0).then_some(direction)
    }
}

impl Rule for Lbfgs {
    fn next(&mut self, run: &mut Run<'_>) -> Result<Place, Stop> {
        let pair = self
            .before
            .take()
            .and_then(|before| learnt(&before, &run.here));
        if let Some(pair) = pair {
            if self.pairs.len() == self.memory {
                self.pairs.pop_front();
            }
            self.pairs.push_back(pair);
        }
        self.before = Some(run.here.clone());
        let Some(direction) = self.direction(&run.active(), &run.slope()) else {
            self.pairs.clear();
            return steepest(run);
        };
        match wolfe(run, &direction, 1.0) {
            Err(Stop::NoLowerValue) => {
                self.pairs.clear();
                steepest(run)
            }
            found => found,
        }
    }
}
