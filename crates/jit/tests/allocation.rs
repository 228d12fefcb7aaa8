//! Once there is machine code and memory for its runs, evaluating allocates nothing.
#![cfg(all(target_arch = "x86_64", unix))]
#![allow(unsafe_code, clippy::unwrap_used)] // An allocator that counts is unsafe by its trait.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use partials_jit::{Jit, Single, Target};
use partials_numeric::code::{Code, Mode};
use partials_numeric::tape::Tape;
use partials_symbolic::Graph;

struct Counting;

thread_local! {
    /// Of this thread alone: the harness of the tests allocates in its own.
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the allocator of the system.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises are those that `System` asks for.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn no_evaluation_allocates() {
    if Target::best().is_none() {
        return;
    }
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let many = (1..20).map(|k| (k * x).sin() + (k * y).exp());
    // The sine leaves the range of its code at some points.
    let roots = [
        (x * y.sin() + x.exp() / y).id(),
        (x.pow(3) - y.ln()).id(),
        graph.sum(many).id(),
        x.pow(y).id(),
    ];
    let tape = Tape::new(&graph, &roots, &["x", "y"], Default::default()).unwrap();
    let code = Code::new(&tape, Mode::Fast).unwrap();
    let (jit, single) = (Jit::new(&code).unwrap(), Single::new(&code).unwrap());
    let (mut workspace, mut memory) = (jit.workspace(), single.memory());
    let (mut column, mut values) = (vec![0.7; 1001], [[0.0; 1001]; 4]);
    column.iter_mut().step_by(100).for_each(|x| *x = 1e10);
    let mut value = [0.0; 4];
    let before = COUNT.get();
    for _ in 0..10 {
        let [a, b, c, d] = &mut values;
        let mut outputs: [&mut [f64]; 4] = [a, b, c, d];
        jit.batch(&[&column, &column], &mut outputs, &mut workspace)
            .unwrap();
        jit.batch(
            &[&[1.0], &[2.0]],
            &mut value.each_mut().map(std::slice::from_mut),
            &mut workspace,
        )
        .unwrap();
        jit.tiles(&[&column, &column], &mut workspace, |_| {})
            .unwrap();
        single
            .evaluate(&[0.5, 2.0], &mut value, &mut memory)
            .unwrap();
        single
            .evaluate(&[1e10, 2.0], &mut value, &mut memory)
            .unwrap();
    }
    assert_eq!(COUNT.get() - before, 0);
    // The counter counts.
    drop(std::hint::black_box(Box::new(1)));
    assert_eq!(COUNT.get() - before, 1);
}
