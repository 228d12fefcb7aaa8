//! Sparse Jacobians and Hessians are the dense ones without zeros, found in few directions.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // What is wrong fails the test.

use partials::numeric::interval::Interval;
use partials::symbolic::sparse::{Coloring, Pattern, SparseHessian, coloring};
use partials::symbolic::{Graph, Handle, Rational};
use partials::{Function, Sparse};
use partials_tests::corpus;
use partials_tests::operations::random;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

fn below(generator: &mut Xoshiro256PlusPlus, n: usize) -> usize {
    (generator.next_u64() % n as u64) as usize
}

fn random_pattern(generator: &mut Xoshiro256PlusPlus, rows: usize, columns: usize) -> Pattern {
    let count = below(generator, 3 * rows + 1);
    let entries: Vec<_> = (0..count)
        .map(|_| (below(generator, rows), below(generator, columns)))
        .collect();
    Pattern::new(rows, columns, entries)
}

/// Whether no two columns of one colour share a row.
fn separates_columns(pattern: &Pattern, coloring: &Coloring) -> bool {
    let mut seen = std::collections::HashSet::new();
    pattern
        .entries()
        .all(|(row, column)| seen.insert((row, coloring.color(column))))
}

/// Whether neighbours differ and no path of four has two colours, by looking at all paths.
fn is_star(pattern: &Pattern, coloring: &Coloring) -> bool {
    let color = |v: usize| coloring.color(v);
    let neighbours = |v: usize| pattern.column(v).iter().copied().filter(move |w| *w != v);
    (0..pattern.columns()).all(|a| {
        neighbours(a).all(|b| {
            let two = |c: usize| c != a && color(c) == color(a);
            let paths = neighbours(b).filter(|c| two(*c));
            color(a) != color(b)
                && paths
                    .flat_map(|c| neighbours(c).filter(move |d| *d != b))
                    .all(|d| color(d) != color(b))
        })
    })
}

#[test]
fn colourings_are_valid() {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(1);
    for _ in 0..300 {
        let (rows, columns) = (1 + below(&mut generator, 20), 1 + below(&mut generator, 20));
        let pattern = random_pattern(&mut generator, rows, columns);
        assert!(separates_columns(&pattern, &coloring::columns(&pattern)));
        let by_rows = coloring::rows(&pattern);
        assert!(separates_columns(&pattern.transposed(), &by_rows));
        let square = random_pattern(&mut generator, rows, rows).symmetric();
        let star = coloring::star(&square);
        assert!(is_star(&square, &star), "{square:?} {star:?}");
        assert!(star.colors().iter().all(|color| *color < star.count()));
    }
}

/// Colours by column are no star colouring of a path, and one colour separates nothing.
#[test]
fn invalid_colourings_are_noticed() {
    let path = Pattern::new(4, 4, [(0, 1), (1, 2), (2, 3)]).symmetric();
    let diagonal = Pattern::new(4, 4, (0..4).map(|i| (i, i)));
    let two = coloring::star(&Pattern::new(4, 4, [(0, 1), (2, 3)]).symmetric());
    assert_eq!(two.count(), 2);
    assert!(!is_star(&path, &two));
    let one = coloring::columns(&diagonal);
    assert_eq!(one.count(), 1);
    assert!(!separates_columns(&path, &one));
}

fn rosenbrock(graph: &Graph, n: usize) -> (Handle<'_>, Vec<partials::symbolic::graph::Symbol>) {
    let names: Vec<String> = (0..n).map(|i| format!("x{i}")).collect();
    let x: Vec<Handle<'_>> = names.iter().map(|name| graph.variable(name)).collect();
    let terms = x
        .windows(2)
        .map(|pair| 100 * (pair[1] - pair[0].pow(2)).pow(2) + (1 - pair[0]).pow(2));
    let sum = graph.sum(terms);
    let variables = graph.with(|arena| names.iter().map(|name| arena.symbol(name)).collect());
    (sum, variables)
}

#[test]
fn rosenbrock_is_tridiagonal_in_three_colours() {
    let graph = Graph::new();
    let n = 10_000;
    let (f, variables) = rosenbrock(&graph, n);
    let hessian = SparseHessian::new(&graph, f.id(), &variables);
    assert_eq!(hessian.coloring.count(), 3);
    assert_eq!(hessian.pattern.len(), 3 * n - 2);
    assert!(hessian.pattern.entries().all(|(i, j)| i.abs_diff(j) <= 1));
}

/// Whether the enclosures of the sparse form and of the dense one overlap in every entry, those
/// outside the pattern being 0; `None` where there are no values.
fn agree(dense: &Function, sparse: &Sparse, point: &[f64]) -> Option<bool> {
    let point: Vec<Rational> = point
        .iter()
        .map(|x| Rational::from_f64(*x).unwrap())
        .collect();
    let enclosures = |function: &Function| -> Option<Vec<Interval>> {
        let found = function.evaluate(&point).ok()?;
        let found: Vec<Interval> = found.iter().map(|value| value.enclosure).collect();
        found
            .iter()
            .all(|value| value.is_bounded() && !value.is_empty())
            .then_some(found)
    };
    let (expected, entries) = (enclosures(dense)?, enclosures(sparse.entries())?);
    let mut full = vec![Interval::ZERO; expected.len()];
    for ((i, j), value) in sparse.pattern().entries().zip(entries) {
        full[i * point.len() + j] = value;
    }
    let mut pairs = full.iter().zip(&expected);
    Some(pairs.all(|(a, b)| a.lo() <= b.hi() && b.lo() <= a.hi()))
}

fn compare(name: &str, function: &Function, point: &[f64]) -> usize {
    let (Ok(dense), Ok(sparse)) = (function.hessian(), function.sparse_hessian()) else {
        return 0;
    };
    match agree(&dense, &sparse, point) {
        Some(agree) => {
            assert!(agree, "{name}");
            1
        }
        None => 0,
    }
}

#[test]
fn wrong_values_are_noticed() {
    let right = Function::parse("f(x, y) = x^2*y + sin(x)").unwrap();
    let wrong = Function::parse("f(x, y) = x^2*y + 1.000001*sin(x)").unwrap();
    let sparse = wrong.sparse_hessian().unwrap();
    assert_eq!(
        agree(&wrong.hessian().unwrap(), &sparse, &[0.7, 1.3]),
        Some(true)
    );
    assert_eq!(
        agree(&right.hessian().unwrap(), &sparse, &[0.7, 1.3]),
        Some(false)
    );
}

#[test]
fn sparse_hessians_are_the_dense_ones() {
    let mut compared = 0;
    for corpus_name in ["feynman", "wild", "mgh_cute"] {
        for row in corpus(corpus_name) {
            let function = row.text("expr").map(Function::parse);
            let Some(Ok(function)) = function else {
                continue;
            };
            let n = function.variables().len();
            let point: Vec<f64> = (0..n).map(|i| 0.5 + 0.37 * (i as f64 % 5.0)).collect();
            if n <= 30 {
                compared += compare(&row.name(), &function, &point);
            }
        }
    }
    assert!(compared > 100, "{compared}");
    for seed in 0..300 {
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
        let graph = Graph::new();
        let root = random(&graph, &mut |n| below(&mut generator, n));
        let text = root.to_string();
        let Ok(function) = Function::parse(text.lines().last().unwrap()) else {
            continue;
        };
        let point: Vec<f64> = (0..function.variables().len())
            .map(|i| 0.31 + 0.17 * i as f64)
            .collect();
        compared += compare(&text, &function, &point);
    }
    assert!(compared > 200, "{compared}");
}

/// A tall and a wide Jacobian: rows or columns are coloured, whichever is cheaper.
#[test]
fn sparse_jacobians_are_the_dense_ones() {
    for (source, colours) in [
        ("[x, x + y, x*z, x*w^2, sin(x)]", 2),
        ("[a*b*c*d, a^2, b^2, c^2*d]", 2),
        ("[a + b, b*c, c*d^2]", 2),
        ("[x, x^2, 1]", 1),
        ("[x*y, if(x > 0, y, z)]", 2),
    ] {
        let function = Function::parse(source).unwrap();
        let n = function.variables().len();
        let point: Vec<f64> = (0..n).map(|i| 0.7 + 0.3 * i as f64).collect();
        let sparse = function.sparse_jacobian();
        assert_eq!(
            agree(&function.jacobian(), &sparse, &point),
            Some(true),
            "{source}"
        );
        assert_eq!(sparse.colors(), colours, "{source}");
    }
}
