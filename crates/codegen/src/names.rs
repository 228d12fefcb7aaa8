//! Names that a language takes: of variables, of functions, of what is computed in between.

use std::collections::HashSet;

/// The words of some language that can't be names, and names that the generated text itself uses.
const TAKEN: &[&str] = &[
    "abstract",
    "and",
    "array",
    "as",
    "assert",
    "async",
    "auto",
    "await",
    "baremodule",
    "begin",
    "bool",
    "boolean",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "crate",
    "debugger",
    "def",
    "default",
    "del",
    "delete",
    "do",
    "double",
    "dyn",
    "elif",
    "else",
    "elseif",
    "end",
    "enum",
    "except",
    "export",
    "extends",
    "extern",
    "f32",
    "f64",
    "fallthrough",
    "false",
    "final",
    "finally",
    "float",
    "fn",
    "for",
    "from",
    "function",
    "global",
    "goto",
    "if",
    "impl",
    "implements",
    "import",
    "in",
    "inline",
    "instanceof",
    "int",
    "interface",
    "is",
    "lambda",
    "let",
    "libm",
    "local",
    "long",
    "loop",
    "macro",
    "main",
    "match",
    "math",
    "Math",
    "mod",
    "module",
    "move",
    "mut",
    "new",
    "nonlocal",
    "not",
    "np",
    "null",
    "or",
    "outer",
    "pass",
    "point",
    "private",
    "protected",
    "ptr",
    "pub",
    "quote",
    "raise",
    "ref",
    "register",
    "restrict",
    "result",
    "return",
    "scipy",
    "self",
    "Self",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "super",
    "switch",
    "this",
    "throw",
    "trait",
    "true",
    "try",
    "type",
    "typedef",
    "typeof",
    "union",
    "unsafe",
    "unsigned",
    "use",
    "using",
    "var",
    "vec2",
    "vec3",
    "vec4",
    "void",
    "volatile",
    "where",
    "while",
    "with",
    "yield",
    "None",
    "True",
    "False",
    "NaN",
    "NAN",
    "Inf",
    "INFINITY",
    "M_PI",
    "M_E",
    "I",
    "j0",
    "j1",
    "jn",
    "y0",
    "y1",
    "yn",
    "pow",
    "fmod",
    "fabs",
    "abs",
    "exp",
    "log",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "select",
    "min",
    "max",
    "sign",
    "floor",
    "ceil",
    "round",
    "trunc",
    "clamp",
    "ifelse",
    "float",
    "reshape",
    "NaNMath",
    "permutedims",
    "SpecialFunctions",
    "i32",
    "u32",
    "f16",
    "mat2x2",
    "mat3x3",
    "mat4x4",
    "override",
    "discard",
    "alias",
    "diagnostic",
];

/// Hands out names, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    given: HashSet<String>,
    temporaries: usize,
}

impl Names {
    /// A name as near to the wanted one as possible.
    pub fn give(&mut self, wanted: &str) -> String {
        let mut name: String = wanted
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .collect();
        if name.starts_with(|c: char| !c.is_alphabetic()) {
            name.insert(0, 'v');
        }
        while TAKEN.contains(&name.as_str()) || self.given.contains(&name) {
            name.push('_');
        }
        self.given.insert(name.clone());
        name
    }

    /// The name of a value in between.
    pub fn temporary(&mut self) -> String {
        loop {
            self.temporaries += 1;
            let name = format!("t{}", self.temporaries);
            if self.given.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_once_and_read_everywhere() {
        let mut names = Names::default();
        let given = ["x", "x", "lambda", "x[0]", "t1", "α", "2b"].map(|name| names.give(name));
        assert_eq!(given, ["x", "x_", "lambda_", "x_0_", "t1", "α", "v2b"]);
        assert_eq!(names.temporary(), "t2");
    }
}
