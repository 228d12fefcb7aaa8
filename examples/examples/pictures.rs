//! The pictures of the README: written to `docs/pictures`, the same bytes each time. That of the fit is
//! written by `partials fit`, as the README has it, with `--output`.
//!
//! ```text
//! cargo run --release -p partials-examples --example pictures
//! ```

use std::path::Path;

use partials::plot::{Figure, Kind, Theme, difference_quotient};
use partials::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    std::fs::create_dir_all(&folder)?;
    let save = |name: &str, figure: &Figure| std::fs::write(folder.join(name), figure.svg());

    let bowl = Function::parse("f(x, y) = x^2 + y^2")?;
    let plot = bowl
        .plot()
        .range("x", -2.0, 2.0)
        .range("y", -2.0, 2.0)
        .samples(121);
    let both = plot
        .kind(Kind::Surface)
        .kind(Kind::Contour)
        .descend([-1.7, 1.4]);
    save("bowl.svg", &both.clone().size(1080.0, 440.0).figure()?)?;

    let valley = Function::parse("f(x, y) = (1 - x)^2 + 100*(y - x^2)^2")?;
    let plot = valley
        .plot()
        .range("x", -2.0, 2.0)
        .range("y", -1.0, 3.0)
        .samples(161);
    let both = plot
        .kind(Kind::Surface)
        .kind(Kind::Contour)
        .descend([-1.2, 1.0]);
    save(
        "rosenbrock.svg",
        &both.size(1080.0, 440.0).theme(Theme::Dark).figure()?,
    )?;

    let cubic = Function::parse("f(x) = x^3 - 3*x")?;
    let plot = cubic
        .plot()
        .range("x", -2.5, 2.5)
        .with_derivative()
        .tangent(0.5);
    save("tangent.svg", &plot.figure()?)?;

    let sine = Function::parse("f(x) = sin(x)")?;
    save(
        "difference.svg",
        &difference_quotient(&sine, 1.0, Theme::Light)?,
    )?;
    Ok(())
}
