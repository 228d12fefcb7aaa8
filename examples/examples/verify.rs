//! Check a gradient that was worked out by hand.
//!
//! ```text
//! cargo run -p partials-examples --example verify
//! ```

use partials::prelude::*;

fn main() -> Result<(), Error> {
    let f = Function::parse("f(x, y) = x^2*y + sin(x*y)")?;
    let claimed = ["2*x*y + y*cos(x*y)", "x^2"]; // the second entry lacks a term
    let report = Verifier::new().check(&f, &claimed)?;

    println!("f = {f}");
    for ((variable, claim), entry) in f.variables().iter().zip(claimed).zip(&report.entries) {
        println!("∂f/∂{variable} = {claim}: {}", entry.verdict);
        if let Some(seen) = &entry.evidence {
            println!(
                "  at        {} = {:?}",
                f.variables().join(", "),
                seen.point
            );
            println!("  claimed   {}", seen.claimed.value);
            println!(
                "  derived   {} ± {:.0e}",
                seen.exact.value, seen.exact.error
            );
            println!("  measured  {}", seen.central);
        }
    }
    assert!(report.is_refuted());
    Ok(())
}
