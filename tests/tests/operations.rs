//! A function and its gradient together take few operations: of every formula of the corpora, and
//! of random graphs.

use partials::Function;
use partials::symbolic::Graph;
use partials_tests::corpus;
use partials_tests::operations::{Count, count, count_graph, random};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

/// Every formula of a corpus, counted.
fn counts(name: &str) -> Vec<(String, Count)> {
    let formulas: Vec<(String, String)> = corpus(name)
        .iter()
        .flat_map(|row| {
            let fields = ["expr", "integrand", "antiderivative", "derivative"];
            let texts = fields.into_iter().filter_map(|field| row.text(field));
            texts
                .chain(row.texts("exprs"))
                .map(|text| (row.name(), text.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    formulas
        .into_par_iter()
        .filter_map(|(id, text)| {
            let count = count(&Function::parse(&text).ok()?)?;
            Some((format!("{id}: {text}"), count))
        })
        .collect()
}

fn median(counts: &[(String, Count)], ratio: impl Fn(&Count) -> f64) -> f64 {
    let mut ratios: Vec<f64> = counts.iter().map(|(_, count)| ratio(count)).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
}

fn few_operations(name: &str, counts: &[(String, Count)]) {
    for (formula, count) in counts {
        let most = count.limit * count.function;
        assert!(count.derived <= most, "{formula}: {count:?}");
    }
    let (derived, arranged) = (
        median(counts, Count::ratio),
        median(counts, Count::arranged_ratio),
    );
    println!(
        "{name}: {} formulas, {derived:.2} times the function's operations in the median, {arranged:.2} arranged",
        counts.len()
    );
    assert!(derived <= 3.0, "{name}: {derived} in the median");
}

#[test]
fn of_the_corpora() {
    for (name, least) in [
        ("antiderivatives", 400),
        ("feynman", 36),
        ("mgh_cute", 20),
        ("nist", 8),
        ("sympy_diff", 100),
        ("wild", 300),
    ] {
        let counts = counts(name);
        assert!(counts.len() >= least, "{name}: {}", counts.len());
        few_operations(name, &counts);
    }
}

#[test]
fn of_random_graphs() {
    let counts: Vec<(String, Count)> = (0..10_000)
        .into_par_iter()
        .filter_map(|seed| {
            let mut generator = Xoshiro256PlusPlus::seed_from_u64(seed);
            let mut below = |n: usize| (generator.next_u64() % n as u64) as usize;
            let graph = Graph::new();
            let root = random(&graph, &mut below).id();
            let variables = graph.with(|arena| {
                (0..6)
                    .map(|i| arena.symbol(&format!("x{i}")))
                    .collect::<Vec<_>>()
            });
            let count = count_graph(&graph, root, &variables)?;
            Some((format!("graph {seed}: {}", graph.handle(root)), count))
        })
        .collect();
    assert!(counts.len() > 9_900);
    few_operations("random graphs", &counts);
}

/// The count itself: a gradient that is written term by term takes more than the bound allows.
#[test]
fn what_takes_too_many_is_noticed() {
    let graph = Graph::new();
    let names: Vec<String> = (0..20).map(|i| format!("x{i}")).collect();
    let product = graph.product(names.iter().map(|name| graph.variable(name)));
    let terms = names.iter().map(|name| {
        let others = names.iter().filter(|other| *other != name);
        graph
            .product(others.map(|other| graph.variable(other)))
            .sin()
    });
    let naive = graph.sum(terms);
    let operations = |id| {
        let count = |arena: &mut partials::symbolic::graph::Arena| {
            partials::symbolic::graph::Reachable::new(arena, &[id]).operations(arena)
        };
        graph.with(count)
    };
    assert_eq!(operations(product.id()), 19);
    assert_eq!(operations(naive.id()), 20 * 18 + 20 + 19);
}
