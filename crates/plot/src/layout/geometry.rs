//! Lines in pixels: cut at a border, and without the points that nobody would miss.

use crate::drawing::Rect;

/// A circle as a ring of points.
pub fn circle([x, y]: [f64; 2], radius: f64) -> Vec<[f64; 2]> {
    let count = if radius < 6.0 { 16 } else { 40 };
    let angle = |i: u32| std::f64::consts::TAU * f64::from(i) / f64::from(count);
    (0..count)
        .map(|i| [x + radius * angle(i).cos(), y + radius * angle(i).sin()])
        .collect()
}

/// The distance of two places.
pub fn distance([a, b]: [f64; 2], [c, d]: [f64; 2]) -> f64 {
    (c - a).hypot(d - b)
}

/// A line without points that lie closer than `tolerance` to what is left of it (D. Douglas and
/// T. Peucker, 1973).
pub fn simplified(points: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    let mut kept = vec![false; points.len()];
    let mut keep = |i: usize| kept.get_mut(i).into_iter().for_each(|kept| *kept = true);
    let last = points.len().saturating_sub(1);
    keep(0);
    keep(last);
    let mut todo = vec![(0, last)];
    while let Some((from, to)) = todo.pop() {
        let (Some(a), Some(b)) = (points.get(from), points.get(to)) else {
            continue;
        };
        let between = points.iter().enumerate().take(to).skip(from + 1);
        let far = between
            .map(|(i, p)| (i, off(*p, *a, *b)))
            .max_by(|p, q| p.1.total_cmp(&q.1));
        if let Some((i, _)) = far.filter(|(_, off)| *off > tolerance) {
            keep(i);
            todo.push((from, i));
            todo.push((i, to));
        }
    }
    let kept = points.iter().zip(kept).filter(|(_, kept)| *kept);
    kept.map(|(point, _)| *point).collect()
}

/// A ring without points that nobody would miss.
pub fn simplified_ring(points: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    // Halved where it is farthest from its start, so that both halves are lines.
    let Some(start) = points.first() else {
        return Vec::new();
    };
    let far = points.iter().enumerate();
    let far = far.max_by(|p, q| distance(*p.1, *start).total_cmp(&distance(*q.1, *start)));
    let (first, second) = points.split_at(far.map_or(0, |(i, _)| i) + 1);
    let mut ring = simplified(first, tolerance);
    let rest: Vec<[f64; 2]> = first
        .last()
        .into_iter()
        .chain(second)
        .chain([start])
        .copied()
        .collect();
    let mut back = simplified(&rest, tolerance);
    back.pop();
    ring.extend(back.into_iter().skip(1));
    ring
}

/// The distance of a point from a segment.
fn off(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return distance(p, a);
    }
    let part = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length).clamp(0.0, 1.0);
    distance(p, [a[0] + dx * part, a[1] + dy * part])
}

/// The parts of a line within a rectangle.
pub fn clipped(points: &[[f64; 2]], rect: Rect) -> Vec<Vec<[f64; 2]>> {
    let (mut found, mut piece): (Vec<Vec<[f64; 2]>>, Vec<[f64; 2]>) = (Vec::new(), Vec::new());
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let Some((from, to)) = within(*a, *b, rect) else {
            found.extend((!piece.is_empty()).then(|| std::mem::take(&mut piece)));
            continue;
        };
        if piece.last() != Some(&from) {
            found.extend((!piece.is_empty()).then(|| std::mem::take(&mut piece)));
            piece.push(from);
        }
        piece.push(to);
    }
    found.extend((!piece.is_empty()).then_some(piece));
    found
}

/// The part of a segment within a rectangle (Y.-D. Liang and B. Barsky, 1984).
fn within(a: [f64; 2], b: [f64; 2], rect: Rect) -> Option<([f64; 2], [f64; 2])> {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    if !(dx.is_finite() && dy.is_finite()) {
        return None;
    }
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let sides = [
        (-dx, a[0] - rect.x),
        (dx, rect.right() - a[0]),
        (-dy, a[1] - rect.y),
        (dy, rect.bottom() - a[1]),
    ];
    for (outward, room) in sides {
        if outward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if outward < 0.0 {
            from = from.max(room / outward);
        } else {
            to = to.min(room / outward);
        }
    }
    let at = |part: f64| match part {
        0.0 => a,
        1.0 => b,
        part => [a[0] + dx * part, a[1] + dy * part],
    };
    (from <= to).then(|| (at(from), at(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_straight_has_two_points() {
        let line: Vec<[f64; 2]> = (0..100)
            .map(|i| [f64::from(i), 2.0 * f64::from(i)])
            .collect();
        assert_eq!(simplified(&line, 0.1), [[0.0, 0.0], [99.0, 198.0]]);
        let ring = simplified_ring(&circle([0.0, 0.0], 100.0), 0.1);
        assert!(ring.len() >= 30 && ring.len() <= 40);
        assert!(simplified(&[], 1.0).is_empty() && simplified_ring(&[], 1.0).is_empty());
    }

    #[test]
    fn rings_keep_their_shape() {
        let square: Vec<[f64; 2]> = (0..40)
            .map(|i| match (i / 10, f64::from(i % 10)) {
                (0, t) => [t, 0.0],
                (1, t) => [10.0, t],
                (2, t) => [10.0 - t, 10.0],
                (_, t) => [0.0, 10.0 - t],
            })
            .collect();
        assert_eq!(simplified_ring(&square, 0.01).len(), 4);
    }

    #[test]
    fn lines_are_cut_at_the_border() {
        let rect = Rect {
            x: 0.0,
            y: 0.0,
            width: 10.0,
            height: 10.0,
        };
        let zigzag = [
            [-5.0, 5.0],
            [5.0, 5.0],
            [5.0, 20.0],
            [8.0, 20.0],
            [8.0, 2.0],
        ];
        let found = clipped(&zigzag, rect);
        assert_eq!(
            found,
            [
                vec![[0.0, 5.0], [5.0, 5.0], [5.0, 10.0]],
                vec![[8.0, 10.0], [8.0, 2.0]]
            ]
        );
        assert!(clipped(&[[20.0, 0.0], [30.0, 5.0]], rect).is_empty());
        assert!(clipped(&[[f64::NAN, 0.0], [5.0, 5.0]], rect).is_empty());
        assert_eq!(clipped(&[[5.0, -1e300], [5.0, 1e300]], rect).len(), 1);
    }
}
