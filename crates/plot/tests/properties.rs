//! What holds for pictures of anything.
#![allow(clippy::unwrap_used)] // What is not there fails the test.

use partials_plot::color::{Ink, Theme};
use partials_plot::contour;
use partials_plot::curve;
use partials_plot::figure::{
    Axis, Bar, Camera, Figure, Levels, Lines, Mark, Panel, Path, Plane, Scale, Space,
};
use partials_plot::grid::{Grid, spaced};
use partials_plot::terminal::Screen;
use partials_plot::text::Text;
use proptest::prelude::*;

/// Numbers of any size, and what is none.
fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -10.0..10.0,
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(0.0),
    ]
}

fn grid() -> impl Strategy<Value = Grid> {
    (1_usize..9, 1_usize..9).prop_flat_map(|(columns, rows)| {
        proptest::collection::vec(value(), columns * rows).prop_map(move |values| {
            Grid::new(
                spaced(-1.0, 1.0, columns.max(2)),
                spaced(0.0, 3.0, rows.max(2)),
                values,
            )
        })
    })
}

fn axis(name: &str, low: f64, high: f64) -> Axis {
    Axis::linear(Text::formula(name), (low, high))
}

fn figure(grid: Grid, levels: Vec<f64>, points: Vec<[f64; 2]>, camera: Camera) -> Figure {
    let mut from = vec![f64::NEG_INFINITY];
    from.extend(&levels);
    let plane = Plane {
        x: axis("x", -1.0, 1.0),
        y: axis("y", 0.0, 3.0),
        equal: true,
        marks: vec![
            Mark::Regions(contour::regions(&grid, &from)),
            Mark::Levels(Levels {
                lines: contour::lines(&grid, &levels),
                values: levels.clone(),
                labelled: true,
                filled: true,
            }),
            Mark::Lines(Lines::new(vec![points.clone()], Ink::Text).named(Text::plain("<&>"))),
            Mark::Path(Path {
                points: points.clone(),
                ink: Ink::Series(0),
                name: Text::default(),
            }),
        ],
        bar: Some(Bar {
            label: Text::formula("f"),
            scale: Scale::Steps(levels.clone()),
        }),
        ..Plane::default()
    };
    let space = Space {
        x: axis("x", -1.0, 1.0),
        y: axis("y", 0.0, 3.0),
        z: axis("z", -5.0, 5.0),
        grid,
        levels,
        paths: vec![points],
        camera,
        bar: Some(Bar {
            label: Text::default(),
            scale: Scale::Smooth(-5.0, 5.0),
        }),
        ..Space::default()
    };
    Figure {
        width: 400.0,
        height: 160.0,
        theme: Theme::Dark,
        title: Text::formula("x_1^(2*y) < 3 & \u{1b}"),
        panels: vec![Panel::Plane(plane), Panel::Space(Box::new(space))],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_values_can_be_drawn(
        grid in grid(),
        mut levels in proptest::collection::vec(-12.0..12.0, 0..6),
        points in proptest::collection::vec([value(), value()], 0..9),
        azimuth in -400.0..400.0,
        elevation in -90.0..90.0,
    ) {
        levels.sort_by(f64::total_cmp);
        let figure = figure(grid, levels, points, Camera { azimuth, elevation });
        let svg = figure.svg();
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        prop_assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        prop_assert!(figure.png(1.0).is_ok());
        for colors in [false, true] {
            let text = figure.terminal(Screen { columns: 40, colors });
            let escapes = text.contains('\u{1b}');
            prop_assert!(colors || !escapes);
        }
    }

    #[test]
    fn rings_are_closed_and_lines_stay_inside(
        grid in grid(),
        mut levels in proptest::collection::vec(-12.0..12.0, 1..6),
    ) {
        levels.sort_by(f64::total_cmp);
        let inside = |[x, y]: [f64; 2]| (-1.0..=1.0).contains(&x) && (0.0..=3.0).contains(&y);
        for line in contour::regions(&grid, &levels).concat() {
            prop_assert!(line.closed);
            prop_assert!(line.points.into_iter().all(inside));
        }
        for line in contour::lines(&grid, &levels).concat() {
            prop_assert!(line.points.into_iter().all(inside));
        }
    }

    #[test]
    fn curves_are_functions(values in proptest::collection::vec(value(), 7)) {
        let f = |x: f64| {
            let place = (x.abs() * 100.0) as usize;
            values[place % values.len()] * x
        };
        let curve = curve::sample(-1.0, 2.0, false, f);
        for piece in curve.pieces {
            prop_assert!(piece.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
            prop_assert!(piece.iter().all(|p| p[1].is_finite()));
        }
    }
}
