//! Derive a function and evaluate it with its derivatives.
//!
//! ```text
//! cargo run -p partials-examples --example gradient
//! ```

use partials::prelude::*;

fn main() -> Result<(), Error> {
    let f = Function::parse("f(x, y) = x^2*y + sin(x*y)")?;
    let gradient = f.gradient();

    println!("f         = {f}");
    println!("∂f/∂x     = {}", f.partial("x")?);
    println!("∂²f/∂x∂y  = {}", f.derivative(&["x", "y"])?.arranged());
    println!("∇f        = {gradient}");
    println!("∇f(1, 2)  = {:?}", gradient.values(&[1.0, 2.0])?);
    Ok(())
}
