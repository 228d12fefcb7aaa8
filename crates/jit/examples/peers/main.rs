//! Times machine code against C by hand, value and gradient, on the problems of
//! `benches/peers/c`, after the values were compared. `bash benches/peers/c/run` builds the C and
//! runs this.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(unsafe_code, missing_docs)]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)] // What is missing ends it.

mod problems;

use std::time::{Duration, Instant};

use libloading::Library;
use partials_jit::{Jit, Single, Target};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::{Tape, TapeOptions};
use partials_symbolic::derive;
use partials_symbolic::graph::Id;

use problems::Problem;

type Peer = unsafe extern "C" fn(*const f64, *mut f64, usize);

/// The best time of the runs in a fifth of a second, in seconds.
fn best(mut work: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_millis(200) {
        let start = Instant::now();
        work();
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

/// Code of value and gradient, and the milliseconds that tape, code and machine code took.
fn compile(problem: &Problem, roots: &[Id], target: Target) -> (Code, Jit, [f64; 3]) {
    let options = TapeOptions { decimals: true };
    let start = Instant::now();
    let tape = Tape::new(&problem.graph, roots, &problem.variables, options).unwrap();
    let taped = Instant::now();
    let code = Code::new(&tape, Mode::Fast).unwrap();
    let coded = Instant::now();
    let jit = Jit::for_target(&code, target).unwrap();
    let times = [taped - start, coded - taped, coded.elapsed()];
    (code, jit, times.map(|time| time.as_secs_f64() * 1e3))
}

/// Points between -1 and 1, column by column.
fn points(count: usize) -> Vec<f64> {
    let mut state = 1u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

fn compare(problem: &Problem, expected: &[f64], found: &[f64], points: usize) {
    for (row, (expected, found)) in expected
        .chunks(points)
        .zip(found.chunks(points))
        .enumerate()
    {
        let size = expected.iter().fold(1e-3f64, |size, v| size.max(v.abs()));
        for (c, own) in expected.iter().zip(found) {
            let name = problem.name;
            assert!(
                (c - own).abs() <= 1e-9 * size,
                "{name}, output {row}: {own}, not {c}"
            );
        }
    }
}

/// Libraries of the problems in C: for many points, for one, and for one with -ffast-math.
struct Peers {
    many: Vec<Library>,
    one: Library,
    fast: Library,
}

impl Peers {
    fn open(paths: &str) -> Vec<Library> {
        // SAFETY: the libraries were made of benches/peers/c, which has no initialisers.
        let open = |path| unsafe { Library::new(path).unwrap() };
        paths.split(',').map(open).collect()
    }

    fn find(library: &Library, problem: &Problem) -> Peer {
        // SAFETY: all functions of the libraries have this signature.
        unsafe { *library.get(problem.name.as_bytes()).unwrap() }
    }
}

/// Best times in nanoseconds of one point.
struct Times {
    c: f64,
    machine: f64,
    function: f64,
    one: f64,
    fast: f64,
    single: f64,
}

/// Columns of points, and of the results.
struct Data {
    points: usize,
    x: Vec<f64>,
    found: Vec<f64>,
    expected: Vec<f64>,
}

impl Data {
    fn machine(&mut self, jit: &Jit) -> f64 {
        let columns: Vec<&[f64]> = self.x.chunks(self.points).collect();
        let mut outputs: Vec<&mut [f64]> = self.found.chunks_mut(self.points).collect();
        outputs.truncate(jit.outputs());
        let mut workspace = jit.workspace();
        best(|| jit.batch(&columns, &mut outputs, &mut workspace).unwrap())
    }

    fn c(&mut self, peer: Peer) -> f64 {
        let (x, to) = (self.x.as_ptr(), self.expected.as_mut_ptr());
        // SAFETY: the C reads as many columns as there are variables, and writes one more.
        best(|| unsafe { peer(x, to, self.points) })
    }

    /// The first point alone, many times.
    fn one(&self, mut evaluate: impl FnMut(&[f64])) -> f64 {
        let point: Vec<f64> = self.x.iter().step_by(self.points).copied().collect();
        best(|| (0..REPEATS).for_each(|_| evaluate(&point))) / REPEATS as f64
    }
}

const REPEATS: usize = 200;

fn times(problem: &Problem, peers: &Peers, jit: &Jit, alone: &Jit, single: &Single) -> Times {
    let (inputs, outputs) = (problem.variables.len(), jit.outputs());
    let n = std::env::var("POINTS").map_or(136, |n| n.parse().unwrap());
    let mut data = Data {
        points: n,
        x: points(n * inputs),
        found: vec![0.0; n * outputs],
        expected: vec![0.0; n * outputs],
    };
    let mut all = [f64::INFINITY; 6];
    let mut values = vec![0.0; outputs];
    let mut memory = single.memory();
    // In turns, so that what else the machine does meets all of them.
    for _ in 0..ROUNDS {
        let c = peers
            .many
            .iter()
            .map(|many| data.c(Peers::find(many, problem)));
        let c = c.fold(f64::INFINITY, f64::min);
        let function = data.machine(alone);
        let machine = data.machine(jit);
        let mut by = |library| {
            let peer = Peers::find(library, problem);
            // SAFETY: as above, for one point.
            data.one(|x| unsafe { peer(x.as_ptr(), values.as_mut_ptr(), 1) })
        };
        let (one, fast) = (by(&peers.one), by(&peers.fast));
        let own = data.one(|x| single.evaluate(x, &mut values, &mut memory).unwrap());
        for (best, time) in all.iter_mut().zip([c, machine, function, one, fast, own]) {
            *best = best.min(time);
        }
    }
    compare(problem, &data.expected, &data.found, n);
    let first: Vec<f64> = data.expected.iter().step_by(n).copied().collect();
    compare(problem, &first, &values, 1);
    let [c, machine, function, one, fast, single] = all;
    let per_point = 1e9 / n as f64;
    Times {
        c: c * per_point,
        machine: machine * per_point,
        function: function * per_point,
        one: one * 1e9,
        fast: fast * 1e9,
        single: single * 1e9,
    }
}

const ROUNDS: usize = 3;

/// Times one problem; returns the ratio of machine code and C.
fn measure(problem: &Problem, peers: &Peers, target: Target) -> f64 {
    let symbols: Vec<_> = problem
        .graph
        .with(|arena| problem.variables.iter().map(|v| arena.symbol(v)).collect());
    let gradient = derive::gradient(&problem.graph, problem.function, &symbols);
    let roots: Vec<Id> = std::iter::once(problem.function).chain(gradient).collect();
    let builds = (0..20).map(|_| compile(problem, &roots, target));
    let total = |times: &[f64; 3]| times.iter().sum::<f64>();
    let (code, jit, steps) = builds
        .min_by(|a, b| total(&a.2).total_cmp(&total(&b.2)))
        .unwrap();
    let (_, alone, _) = compile(problem, &roots[..1], target);
    let single = Single::new(&code).unwrap();
    let found = times(problem, peers, &jit, &alone, &single);
    let ratio = found.machine / found.c;
    println!(
        "{:12} {:7.2} {:7.2} {:5.2} | {:6.0} {:6.0} {:6.0} {:5.2} {:5.2} | {:5.2} | \
         {:5} {:4} {:6} | {:5.2} {:5.2} {:5.2} {:5.2}",
        problem.name,
        found.c,
        found.machine,
        ratio,
        found.one,
        found.fast,
        found.single,
        found.single / found.one,
        found.single / found.fast,
        found.machine / found.function,
        code.cost(),
        jit.spills(),
        jit.size(),
        steps[0],
        steps[1],
        steps[2],
        total(&steps) * 1e3 / code.cost() as f64,
    );
    ratio
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [polynomial, many, one, fast] = arguments.as_slice() else {
        panic!("peers POLYNOMIAL MANY[,MANY] ONE FAST");
    };
    let polynomial = std::fs::read_to_string(polynomial).unwrap();
    let first = |paths: &str| Peers::open(paths).swap_remove(0);
    let peers = Peers {
        many: Peers::open(many),
        one: first(one),
        fast: first(fast),
    };
    let target = Target::best().unwrap();
    println!(
        "{target:?}: ns per point of C, of machine code, ratio | of one point by C -O3, with \
         -ffast-math, by machine code, ratios | gradient over function | operations, spills, \
         bytes | ms of tape, code, machine code, of all for 1000 operations"
    );
    let problems = problems::all(&polynomial);
    let ratios = problems.iter().map(|p| measure(p, &peers, target));
    let ratios: Vec<f64> = ratios.collect();
    let product: f64 = ratios.iter().product();
    println!(
        "geometric mean {:.3}",
        product.powf(1.0 / ratios.len() as f64)
    );
}
