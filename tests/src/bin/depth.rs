//! Times what is done to a formula of a million parts.

use std::time::Instant;

use partials::Function;

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("  {what}: {:.2} s", start.elapsed().as_secs_f64());
    result
}

fn main() {
    let million = 1_000_000;
    let sum: Vec<String> = (1..=million)
        .map(|i| format!("x{i}*sin(x{})*x", i % 1000))
        .collect();
    let plain: Vec<String> = (1..=million)
        .map(|i| format!("{i}*x^{}", i % 7 + 2))
        .collect();
    for (name, source) in [
        (
            "nested sines",
            format!("{}x{}", "sin(".repeat(million), ")".repeat(million)),
        ),
        ("sum of a million terms", plain.join(" + ")),
        (
            "sum of a million products of a million variables",
            sum.join(" + "),
        ),
        (
            "parentheses",
            format!("{}x{}", "(".repeat(million), ")".repeat(million)),
        ),
    ] {
        println!("{name}");
        let function = timed("parse", || Function::parse(&source));
        let Ok(function) = function else { continue };
        let text = timed("print", || function.to_string());
        println!("  {} bytes", text.len());
        let derivative = timed("derive", || function.partial("x"));
        if let Ok(derivative) = &derivative {
            println!(
                "  {} bytes",
                timed("print the derivative", || derivative.to_string()).len()
            );
        }
        let gradient = timed("gradient", || function.gradient());
        println!(
            "  {} bytes",
            timed("print the gradient", || gradient.to_string()).len()
        );
        timed("drop", || drop((function, derivative, gradient)));
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("{}", peak.unwrap_or_default());
    }
}
