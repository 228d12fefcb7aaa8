//! Once a quantity was asked for, evaluating it allocates nothing.
#![allow(unsafe_code, clippy::unwrap_used)] // An allocator that counts is unsafe by its trait.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use partials::{Function, Quantity};

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

/// More variables than fit where small vectors are kept.
const N: usize = 80;
const POINTS: usize = 300;

#[test]
fn no_evaluation_allocates_after_the_first() {
    let names: Vec<String> = (0..N).map(|i| format!("x{i}")).collect();
    let terms: Vec<String> = (1..N)
        .map(|i| format!("(x{i} - x{}^2)^2 + sin(x{i})", i - 1))
        .collect();
    let source = format!("f({}) = {}", names.join(", "), terms.join(" + "));
    let function = Function::parse(&source).unwrap();
    let sparse = function.sparse_hessian().unwrap().compile().unwrap();
    let compiled = function.compile().unwrap();

    let (point, mut gradient) = (vec![0.3; N], vec![0.0; N]);
    let (mut product, mut hessian) = (vec![0.0; N], vec![0.0; N * N]);
    let mut entries = vec![0.0; sparse.pattern().len()];
    let column = vec![0.3; POINTS];
    let columns = vec![column.as_slice(); N];
    let mut values = vec![0.0; POINTS * (N + 1)];
    let mut outputs: Vec<&mut [f64]> = values.chunks_exact_mut(POINTS).collect();
    let (rows, mut gradients) = (vec![0.3; POINTS * N], vec![0.0; POINTS * N]);
    let mut all = || {
        compiled.value(&point).unwrap();
        compiled.gradient(&point, &mut gradient).unwrap();
        compiled.value_and_gradient(&point, &mut gradient).unwrap();
        compiled.hessian(&point, &mut hessian).unwrap();
        compiled
            .hessian_product(&point, &gradient, &mut product)
            .unwrap();
        sparse.values(&point, &mut entries).unwrap();
        compiled
            .columns(Quantity::ValueAndJacobian, &columns, &mut outputs)
            .unwrap();
        compiled.for_each_tile(&columns, |_| {}).unwrap();
        compiled
            .rows(Quantity::Jacobian, &rows, &mut gradients)
            .unwrap();
    };
    all();
    let before = COUNT.get();
    for _ in 0..3 {
        all();
    }
    assert_eq!(COUNT.get() - before, 0);
    // The counter counts.
    drop(std::hint::black_box(Box::new(1)));
    assert_eq!(COUNT.get() - before, 1);
}
