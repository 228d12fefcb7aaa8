//! The prompt on a pipe: every statement, every command, lines that nobody would type.

use super::prompt;

/// The name of the snapshot, and the lines that are typed. What each prints stands below it.
macro_rules! sessions {
    ($($name:ident: $lines:literal)*) => {$(
        #[test]
        fn $name() {
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(concat!("prompt_", stringify!($name)), session($lines));
            });
        }
    )*};
}

fn session(lines: &str) -> String {
    let mut typed = String::new();
    let mut before = String::new();
    let mut shown = String::new();
    for line in lines.trim().lines().map(str::trim) {
        typed.push_str(line);
        typed.push('\n');
        let printed = prompt(&typed);
        let added = printed.strip_prefix(&before).unwrap_or(&printed);
        shown.push_str(&format!("> {line}\n{added}"));
        before = printed;
    }
    shown
}

sessions! {
    statements: "
        f(x, y) = x^2*y + x*y^3
        a = 3/2
        f
        grad f
        f(a, 2)
        a*x at x = 2
        v = [r*cos(t), r*sin(t)]
        jacobian(v)
        v at r = 2, t = 0
        assume x > 0
        domain y in [1, 2]
        claim ∂f/∂x = 2*x*y + y^3
        claim \"wrong\" ∂f/∂y = x^2
        claim ∂f/∂x = 1 at x = 1, y = 1
        data \"missing.csv\"
        h = 1; h + 1; # two in a line
        (1 +
        2)
        1 + \\
        2
    "
    results: "
        x^2
        % + 1
        %1*%2
        %7
        g = %1
        g'
        1/3
        pi
        sqrt(-1)
        u(x)
        u(3)
        0.1 + 0.2
    "
    commands: "
        f(x) = 2x sin x
        :vars
        assume x < 3
        :vars
        :check d/dx f(x) = 2*sin(x) + 2*x*cos(x)
        :check d/dx f(x) = 2*sin(x)
        :check 3
        :check
        :check examples/formulas/mistakes.partials
        :simplify (sin(x)^2 + cos(x)^2)*x^2/x
        % + 1
        :simplify
        :set
        :set digits 5
        pi
        :set digits 0
        :set nothing 1
        :set output latex
        f(x)
        :set output line
        :load
        :load missing.partials
        :save
        :save /nowhere/x.partials
        :clear f
        :vars
        :clear f
        :clear
        :vars
        :nothing
        :hlep
        quit
        1 + 1
    "
    help: "
        :help
        :help sin
        :help atan2
        :help besselj
        :help max
        :help grad
        :help %
        :help load
        :help digits
        :help E0010
        :help snh
        f(x) = x^2
        :help f
        help
    "
}

#[test]
fn what_is_saved_can_be_loaded() {
    let folder = std::env::temp_dir().join(format!("partials-prompt-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("saved.partials");
    let file = file.display();
    let said = "f(x) = x^2\nf(3)\n% + 1\nassume x > 0\nclaim df/dx = 2*x\n";
    let first = prompt(&format!("{said}:save {file}\n"));
    assert_eq!(std::fs::read_to_string(file.to_string()).unwrap(), said);
    let second = prompt(&format!(":load {file}\n"));
    // Only the place of the claim differs.
    assert_eq!(first, second.replace(&format!(" {file}:5"), ""));
    let again = prompt(&format!("x = 5\n:clear\n:load {file}\n:vars\n"));
    assert!(again.ends_with("f(x) = x^2\nassume x > 0\n"), "{again}");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A linear congruential generator (Knuth 1981, the constants of MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let place = self.below(list.len());
        list.get(place).unwrap()
    }
}

/// Lines that end the prompt, touch files, or measure time are not for random typing.
fn is_harmless(line: &str) -> bool {
    let word = line.trim().trim_start_matches(':').trim_start();
    let ends = ["q", "exit", "save", "load", "time", "set"];
    !ends.iter().any(|end| word.starts_with(end))
}

/// Types lines, and at the end one whose answer is known.
fn survives(lines: impl Iterator<Item = String>) {
    let mut typed = String::from(":set timeout 20\n");
    for line in lines.filter(|line| is_harmless(line)) {
        typed.push_str(&line);
        typed.push('\n');
    }
    // Whatever bracket is open is closed by the blank lines of a refused one.
    typed.push_str("]\n]\n:clear\n6*7\n");
    let printed = prompt(&typed);
    let end: String = printed
        .chars()
        .rev()
        .take(300)
        .collect::<String>()
        .chars()
        .rev()
        .collect();
    assert!(printed.ends_with("42\n"), "{end}");
    assert!(!printed.contains("could not be worked out"), "a panic");
    assert!(!printed.contains("not done within"), "a hang");
}

#[test]
fn ten_thousand_random_lines_do_no_harm() {
    const SIGNS: &[&str] = &[
        "x",
        "y",
        "2",
        "3.5",
        "1e9",
        "sin",
        "(",
        ")",
        "[",
        "]",
        "+",
        "-",
        "*",
        "/",
        "^",
        "=",
        ",",
        ";",
        "'",
        "|",
        "%",
        "%1",
        "!",
        ":",
        "d/dx",
        "∂",
        "∇",
        "grad",
        "claim",
        "at",
        "if(",
        " ",
        " ",
        "²",
        "π",
        "<",
        "\\",
        "\"",
        "#",
        "domain",
        "assume",
        "in",
        "sum(",
        "e",
        "é",
        "\u{202e}",
        "\t",
        "{",
        "$",
        "f(",
        "f",
        "diff(",
        "piecewise(",
        "else",
        "0",
        "∞",
        "x_1",
        "x[0]",
    ];
    let mut random = Random(1);
    let line = |_| {
        let length = 1 + random.below(12);
        (0..length).map(|_| *random.of(SIGNS)).collect()
    };
    survives((0..10_000).map(line));
}

#[test]
fn ten_thousand_mutated_lines_do_no_harm() {
    const LINES: &[&str] = &[
        "f(x, y) = x^2*y + sin(x*y)",
        "grad f",
        "claim ∂f/∂x = 2*x*y",
        "d/dx (x^2*exp(-x))",
        "x^2 + 3*x at x = 2",
        "assume x > 0, y integer",
        "domain x in [0, 1]",
        "piecewise(x < 0: -x, else: x^2)",
        "sum(i*x^i, i, 1, 10)",
        "[[1, 2], [3, 4]]",
        "diff(f, x, 2, y)",
        "∂²f/∂x∂y at x = 1, y = 2",
        ":help sin",
        ":vars",
        "atan2(y, x)*besselj(1, x)",
        "a = 3/2; b = a^2 # note",
    ];
    let mut random = Random(2);
    let line = |_| {
        let mut letters: Vec<char> = random.of(LINES).chars().collect();
        for _ in 0..=random.below(4) {
            let other: Vec<char> = random.of(LINES).chars().collect();
            let at = random.below(letters.len() + 1);
            match random.below(3) {
                0 if at < letters.len() => {
                    letters.remove(at);
                }
                1 if at < letters.len() => letters[at] = *random.of(&other),
                _ => letters.insert(at, *random.of(&other)),
            }
        }
        letters.into_iter().collect()
    };
    survives((0..10_000).map(line));
}
