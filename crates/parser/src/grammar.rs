//! The grammar of the language.
//!
//! Statements end with a line or with `;`. `#` begins a comment. A line is continued by `\` at
//! its end, and by brackets that are open.
//!
//! ```text
//! source      = { statement ( ";" | line-end ) } ;
//! statement   = definition | assume | domain | data | claim | query ;
//! definition  = name [ "(" name { "," name } ")" ] "=" expression ;
//! assume      = "assume" assumption { "," assumption } ;
//! assumption  = name name | expression ;
//! domain      = "domain" range { "," range } ;
//! range       = name "in" "[" expression "," expression "]" ;
//! data        = "data" text ;
//! claim       = "claim" [ text ] expression ( "=" | "==" ) expression [ at ] ;
//! query       = expression [ at ] ;
//! at          = "at" name "=" expression { "," name "=" expression } ;
//!
//! expression  = conjunction { "or" conjunction } ;
//! conjunction = condition { "and" condition } ;
//! condition   = "not" condition | comparison ;
//! comparison  = sum { ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum } ;
//! sum         = term { ( "+" | "-" ) term } ;
//! term        = { "+" | "-" } product ;
//! product     = factor { ( "*" | "/" ) { "+" | "-" } factor | factor } ;
//! factor      = prefix power | power ;
//! prefix      = function [ "^" number | superscript ] | "∇" | operator ;
//! power       = postfix [ ( "^" | "**" ) { "+" | "-" } factor ] ;
//! postfix     = atom { "!" | superscript } ;
//! atom        = number | name | element | call | vector | derivative
//!             | "(" expression ")" | "|" expression "|" ;
//! element     = name "[" expression { "," expression } "]" ;
//! vector      = "[" expression { "," expression } "]" ;
//!
//! call        = function [ "^" number | superscript ] "(" [ list ] ")"
//!             | name "(" [ list ] ")"
//!             | ( "√" | "∛" ) ( "(" expression ")" | number | name )
//!             | name primes [ "(" expression ")" ]
//!             | name "^" "(" number "," number { "," number } ")" "(" list ")"
//!             | "if" "(" expression "," expression "," expression ")"
//!             | "piecewise" "(" branch { "," branch } [ "," "else" ":" expression ] ")"
//!             | ( "sum" | "product" ) "(" expression [ "," name "," expression "," expression ] ")"
//!             | "diff" "(" expression "," name [ "," number ] { "," name [ "," number ] } ")" ;
//! branch      = expression ":" expression ;
//! list        = expression { "," expression } ;
//!
//! derivative  = "∂" [ order ] name "/" below | "d" name "/" below | "d" order name "/" below ;
//! operator    = ( "∂" | "d" ) [ order ] "/" below ;
//! below       = variables | "(" variables ")" ;
//! variables   = ( "∂" | "d" ) name [ order ] { ( "∂" | "d" ) name [ order ] } ;
//! order       = "^" number | superscript ;
//!
//! number      = ( digits [ "." [ digits ] ] | "." digits ) [ ( "e" | "E" ) [ "+" | "-" ] digits ] ;
//! digits      = digit { [ "_" ] digit } ;
//! name        = ( XID_Start | "_" ) { XID_Continue | subscript } ;
//! superscript = [ "⁺" | "⁻" ] raised { raised } ;
//! primes      = ( "'" | "′" | "″" | "‴" ) { "'" | "′" | "″" | "‴" } ;
//! text        = '"' { any character but '"' and line ends } '"' ;
//! ```
//!
//! What the grammar does not say:
//!
//! - `function` is a name that the scope, an earlier definition or the language (`grad`, `div`,
//!   `curl`, `laplacian`, `jacobian`, `hessian`, `dot`, `cross`, `norm`, `transpose`, `mean`)
//!   knows as a function of one argument, and that is not bound. Not followed by an argument it
//!   is a variable, with a warning.
//! - The `d` of `df`, `dx` is written without a space. A quotient is a derivative unless the
//!   names above and below are both bound. Behind `/` or `^`, and where what follows the `d` is
//!   the rest of an unknown word (`decay`; a word that the source has elsewhere is known), it is a
//!   quotient.
//! - A product without `*` needs a number or a closing bracket before a name or bracket, or two
//!   names with a space between. It is refused where it can be read two ways: behind a divisor
//!   (`1/2x`), glued to an exponent (`x^2y`), behind the argument of a call without parentheses
//!   (`sin x y`), and for a word of unknown letters behind a number (`3xy`).
//! - The argument of a call without parentheses is one factor, perhaps with a number glued before
//!   it: `sin 2x^2` is `sin(2*x^2)`. A function's name behind it begins a new factor.
//! - A root reaches over one number or name, or over parentheses; where more follows it without a
//!   space (`√2x`, `√x²`), it is refused.
//! - A bar closes the innermost open bars where an operator may stand, and opens bars otherwise.
//! - `·`, `⋅`, `×` are `*`; `÷` is `/`; `−` is `-`; `≤`, `≥`, `≠` are `<=`, `>=`, `!=`. `∇·F`,
//!   `∇×F` and `∇²f` are `div F`, `curl F` and `laplacian f`.
//! - Words of the language are words only where an operator or a statement can stand.

/// The text of `docs/grammar.md`, made from the documentation of this module.
pub fn markdown() -> String {
    let documentation = include_str!("grammar.rs")
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let mut text =
        String::from("<!-- Generated from crates/parser/src/grammar.rs. -->\n# Grammar\n\n");
    for line in documentation {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    /// Run with `UPDATE_DOCS=1` to write the file anew.
    #[test]
    fn the_document_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/grammar.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).unwrap();
            std::fs::write(path, super::markdown()).unwrap();
        }
        // A published crate stands without the workspace around it.
        if let Ok(text) = std::fs::read_to_string(path) {
            assert_eq!(text, super::markdown());
        }
    }
}
