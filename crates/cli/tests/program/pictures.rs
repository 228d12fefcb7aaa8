//! `partials plot`: files and what the terminal shows. Pages are tried in `browser.rs`.

use std::path::PathBuf;

use super::{prompt, shell, stderr, stdout, transcript};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("partials-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The bytes of the file that a command writes, which are the same the second time.
fn written(arguments: &str, ending: &str) -> Vec<u8> {
    let folder = folder(&format!("pictures-{ending}-{}", arguments.len()));
    let path = folder.join(format!("picture.{ending}"));
    let mut runs = Vec::new();
    for _ in 0..2 {
        let output = shell(&format!(
            "partials plot {arguments} --output {}",
            path.display()
        ));
        assert!(output.status.success(), "{arguments}\n{}", stderr(&output));
        assert_eq!(stdout(&output), "");
        runs.push(std::fs::read(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
    }
    std::fs::remove_dir(&folder).unwrap();
    assert!(runs[0] == runs[1], "two runs of {arguments} differ");
    runs.swap_remove(0)
}

const PICTURES: [(&str, &str); 8] = [
    ("curve", "'x^3 - 3*x' --derivative --tangent x=1/2"),
    ("several_curves", "'sin(x)' 'cos(x)' --x -pi..pi"),
    ("poles", "'tan(x)' --theme dark"),
    ("logarithmic", "'exp(x)' 'x^2 + 1' --x 0.1..10 --log xy"),
    (
        "surface",
        "'x^2 - y^2' --kind surface --samples 15 --x -2..2 --y -2..2",
    ),
    (
        "contour",
        "'x^2 + y^2' --kind contour --x -2..2 --y -2..2 --samples 41 --arrows",
    ),
    (
        "descent",
        "'(1 - x)^2 + 100*(y - x^2)^2' --kind contour --x -2..2 --y -1..3 --samples 61 --descend x=-1.2,y=1",
    ),
    ("difference", "'sin(x)' --difference --at x=1"),
];

#[test]
fn svg_files() {
    for (name, arguments) in PICTURES {
        let text = String::from_utf8(written(arguments, "svg")).unwrap();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("picture_{name}"), rounded(&text));
        });
    }
}

/// With whole pixels, so that the last digits of a platform's functions don't show.
fn rounded(svg: &str) -> String {
    let mut text = String::new();
    for line in svg.lines() {
        // Outlines are many steps: how many there are says enough of them.
        match (line.find("d=\""), line.contains("<path")) {
            (Some(at), true) => {
                let (head, rest) = line.split_at(at + 3);
                let (data, tail) = rest.split_once('"').unwrap();
                let start = data.split('l').next().unwrap();
                let lines = data.matches('M').count();
                text.push_str(&format!("{head}{} … {lines} lines\"{tail}\n", whole(start)));
            }
            _ => text.push_str(&format!("{}\n", whole(line))),
        }
    }
    text
}

fn whole(text: &str) -> String {
    let mut found = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '.' && rest.peek().is_some_and(char::is_ascii_digit) {
            while rest.next_if(char::is_ascii_digit).is_some() {}
        } else {
            found.push(c);
        }
    }
    found
}

#[test]
fn png_files() {
    for (name, arguments) in PICTURES {
        let bytes = written(&format!("{arguments} --size 300x200"), "png");
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{name}");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (600, 400), "{name}");
    }
}

#[test]
fn pages() {
    let page = String::from_utf8(written("'x^2 + a*y^2' --set a=2", "html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains(r#""parameters":[{"name":"a""#));
}

macro_rules! transcripts {
    ($($name:ident: $commands:literal)*) => {$(
        #[test]
        fn $name() {
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(stringify!($name), transcript($commands));
            });
        }
    )*};
}

transcripts! {
    plot_on_a_terminal: "
        partials plot 'sin(x)' --x -pi..pi
        partials plot '1/x' 'abs(x)' --x -2..2
        partials plot 'ln(x)'
        partials plot 'x^2 - y^2' --x -2..2 --y -1..1
        partials plot 'sqrt(1 - x^2 - y^2)' --kind contour
        partials plot 'x*y' --color always --x 0..1 --y 0..1 --samples 5
    "
    plot_errors: "
        partials plot 'x*y*z'
        partials plot '5'
        partials plot '[x, y]'
        partials plot 'sqrt(-1 - x^2)'
        partials plot 'x^2' --kind surface
        partials plot 'x^2' --x 3..1
        partials plot 'x^2' --x 1
        partials plot 'x^2' --y 0..1
        partials plot 'x^2' --set b=1
        partials plot 'abs(x)' --tangent y=1
        partials plot 'sqrt(x)' --tangent x=-1
        partials plot 'x^2' --output picture.pdf
        partials plot 'x^2' --output /nowhere/picture.svg
        partials plot 'x*y' --difference --at x=1
        partials plot 'abs(x)' --difference --at x=0
        partials plot 'x^2' --size 3x3
        partials plot 'x +'
    "
}

#[test]
fn the_prompt_draws() {
    let shown = prompt("f(x) = x^2 - 1\n:plot f(x)\n:plot sin(x)*cos(y)\n:plot x*y*z\n:plot\n");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("prompt_plot", shown);
    });
}
