//! Any text can be run: it has a meaning or errors, each at a place of the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use partials::Session;
use partials::parser::render;

fuzz_target!(|source: &str| {
    let output = Session::new().run(source);
    for diagnostic in &output.diagnostics {
        assert!(
            source
                .get(diagnostic.span.start as usize..diagnostic.span.end as usize)
                .is_some()
        );
    }
    render::render_all(source, &output.diagnostics);
});
