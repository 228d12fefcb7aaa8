//! Once code is ready, evaluating it allocates nothing.
#![allow(unsafe_code, clippy::unwrap_used)] // An allocator that counts is unsafe by its trait.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use partials_numeric::batch::{Batch, Columns};
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
    let graph = Graph::new();
    let (x, y) = (graph.variable("x"), graph.variable("y"));
    let roots = [(x * y.sin() + x.exp() / y).id(), (x.pow(3) - y.ln()).id()];
    let tape = Tape::new(&graph, &roots, &["x", "y"], Default::default()).unwrap();
    let batch = Batch::new(&Code::new(&tape, Mode::Fast).unwrap());
    let (rows, mut values) = (vec![0.7; 2000], vec![0.0; 2000]);
    let column = vec![0.7; 1000];
    let mut value = [0.0; 2];
    // The first rows ask for memory.
    batch.rows(&rows, &mut values).unwrap();
    let before = COUNT.get();
    for _ in 0..10 {
        batch.point(&[0.5, 2.0], &mut value).unwrap();
        batch.rows(&rows, &mut values).unwrap();
        batch
            .for_each_tile(Columns(&[&column, &column]), 1000, |_| {})
            .unwrap();
    }
    assert_eq!(COUNT.get() - before, 0);
    // The counter counts.
    drop(std::hint::black_box(Box::new(1)));
    assert_eq!(COUNT.get() - before, 1);
}
