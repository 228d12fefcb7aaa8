//! The problems, as expressions.

use partials_symbolic::{Function, Graph, Rational, graph::Handle};

/// A function of some variables, and the name that its C has.
pub struct Problem {
    pub name: &'static str,
    pub graph: Graph,
    pub function: partials_symbolic::graph::Id,
    pub variables: Vec<String>,
}

pub fn all(polynomial: &str) -> Vec<Problem> {
    vec![
        make("rosenbrock", 100, rosenbrock),
        make("log_sum_exp", 100, log_sum_exp),
        make("network", 97, network),
        make("arm", 6, arm),
        make("polynomial", 5, |graph, x| terms(graph, x, polynomial)),
    ]
}

fn make(
    name: &'static str,
    count: usize,
    build: impl for<'g> Fn(&'g Graph, &[Handle<'g>]) -> Handle<'g>,
) -> Problem {
    let graph = Graph::new();
    let variables: Vec<String> = (0..count).map(|i| format!("x{i}")).collect();
    let function = {
        let x: Vec<_> = variables.iter().map(|name| graph.variable(name)).collect();
        build(&graph, &x).id()
    };
    Problem {
        name,
        graph,
        function,
        variables,
    }
}

fn decimal<'g>(graph: &'g Graph, text: &str) -> Handle<'g> {
    if let Some(size) = text.strip_prefix('-') {
        return -decimal(graph, size);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}");
    let number = Rational::from_decimal(&digits, -(fraction.len() as i64), 1000);
    graph.number(number.unwrap_or_default())
}

pub fn rosenbrock<'g>(graph: &'g Graph, x: &[Handle<'g>]) -> Handle<'g> {
    graph.sum(x.windows(2).flat_map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        [100 * (b - a.pow(2)).pow(2), (1 - a).pow(2)]
    }))
}

fn log_sum_exp<'g>(graph: &'g Graph, x: &[Handle<'g>]) -> Handle<'g> {
    graph.sum(x.iter().map(|x| x.exp())).ln()
}

fn network<'g>(graph: &'g Graph, x: &[Handle<'g>]) -> Handle<'g> {
    let data = |s: usize, i: usize| ((7 * s + 3 * i) % 11) as f64 / 11.0 - 0.5;
    let number = |value: f64| graph.number(Rational::from_f64(value).unwrap_or_default());
    graph.sum((0..4).map(|s| {
        let units = (0..12).map(|u| {
            let weights = (0..6).map(|i| number(data(s, i)) * x[u * 7 + i]);
            let sum = graph.sum(weights.chain([x[u * 7 + 6]]));
            graph.call(Function::Tanh, &[sum]) * x[84 + u]
        });
        let result = graph.sum(units.chain([x[96]]));
        (result - number(0.25 * s as f64 - 0.3)).pow(2)
    }))
}

fn arm<'g>(graph: &'g Graph, x: &[Handle<'g>]) -> Handle<'g> {
    let links = ["0.4", "0.35", "0.3", "0.25", "0.2", "0.15"];
    let zero = graph.number(0);
    let mut h = [zero, zero, zero];
    for j in (0..6).rev() {
        let (s, c) = (x[j].sin(), x[j].cos());
        let [a, b, d] = [h[0] + decimal(graph, links[j]), h[1], h[2]];
        h = if j % 2 == 0 {
            [c * a - s * b, s * a + c * b, d]
        } else {
            [c * a + s * d, b, c * d - s * a]
        };
    }
    let goal = ["0.5", "0.3", "0.2"];
    graph.sum(
        h.iter()
            .zip(goal)
            .map(|(h, goal)| (*h - decimal(graph, goal)).pow(2)),
    )
}

fn terms<'g>(graph: &'g Graph, x: &[Handle<'g>], text: &str) -> Handle<'g> {
    graph.sum(text.lines().map(|line| {
        let mut words = line.split(' ');
        let coefficient = decimal(graph, words.next().unwrap_or("0"));
        let powers = x.iter().zip(words).filter_map(|(x, n)| {
            let n: i64 = n.parse().ok()?;
            (n > 0).then(|| x.pow(n))
        });
        graph.product(std::iter::once(coefficient).chain(powers))
    }))
}
