//! Rectangles of text with a baseline, and how they are put together.

use unicode_width::UnicodeWidthStr;

/// Some lines of the same width; what is beside it stands at its baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    lines: Vec<String>,
    width: usize,
    baseline: usize,
}

impl Block {
    /// One line.
    pub(super) fn line(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            width: text.width(),
            lines: vec![text],
            baseline: 0,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.lines.len()
    }

    /// The text where there is one line only.
    pub(super) fn as_line(&self) -> Option<&str> {
        match self.lines.as_slice() {
            [line] => Some(line),
            _ => None,
        }
    }

    /// The lines, without blanks at their ends.
    pub(super) fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.trim_end()).collect();
        lines.join("\n")
    }

    /// So many empty lines above and below.
    fn padded(mut self, above: usize, below: usize) -> Self {
        let blank = " ".repeat(self.width);
        self.lines
            .splice(0..0, std::iter::repeat_n(blank.clone(), above));
        self.lines.extend(std::iter::repeat_n(blank, below));
        self.baseline += above;
        self
    }

    /// The lines in the middle of a width.
    fn centred(mut self, width: usize) -> Self {
        let free = width.saturating_sub(self.width);
        let (left, right) = (" ".repeat(free / 2), " ".repeat(free - free / 2));
        for line in &mut self.lines {
            *line = format!("{left}{line}{right}");
        }
        self.width += free;
        self
    }

    /// The lines on the left of a width.
    pub(super) fn left(mut self, width: usize) -> Self {
        let free = " ".repeat(width.saturating_sub(self.width));
        self.lines.iter_mut().for_each(|line| line.push_str(&free));
        self.width += free.len();
        self
    }

    /// Blocks from left to right, on one baseline.
    pub(super) fn row(blocks: Vec<Self>) -> Self {
        let above = blocks.iter().map(|b| b.baseline).max().unwrap_or(0);
        let below = blocks.iter().map(|b| b.height() - 1 - b.baseline).max();
        let below = below.unwrap_or(0);
        let mut lines = vec![String::new(); above + below + 1];
        let mut width = 0;
        for block in blocks {
            width += block.width;
            let (up, down) = (
                above - block.baseline,
                below + 1 + block.baseline - block.height(),
            );
            for (line, part) in lines.iter_mut().zip(block.padded(up, down).lines) {
                line.push_str(&part);
            }
        }
        Self {
            lines,
            width,
            baseline: above,
        }
    }

    /// Blocks from top to bottom in the middle of each other; the baseline is that of one of them.
    pub(super) fn column(blocks: Vec<Self>, base: usize) -> Self {
        let width = blocks.iter().map(|b| b.width).max().unwrap_or(0);
        let mut lines = Vec::new();
        let mut baseline = 0;
        for (place, block) in blocks.into_iter().enumerate() {
            if place == base {
                baseline = lines.len() + block.baseline;
            }
            lines.extend(block.centred(width).lines);
        }
        Self {
            lines,
            width,
            baseline,
        }
    }

    /// A fraction.
    pub(super) fn over(self, below: Self) -> Self {
        let bar = Self::line("─".repeat(self.width.max(below.width)));
        Self::column(vec![self, bar, below], 1)
    }

    /// With an exponent: digits that can be are raised in the line, others stand above it.
    pub(super) fn raised(self, exponent: Self) -> Self {
        let small = exponent
            .as_line()
            .and_then(|text| shifted(text, SUPERSCRIPTS));
        match small {
            Some(text) if self.height() == 1 => Self::row(vec![self, Self::line(text)]),
            _ => {
                let up = exponent.height();
                let baseline = up + self.baseline;
                let left = exponent.width;
                let mut block = self.left_of(left).padded(up, 0);
                let start = block.width - left;
                for (line, part) in block.lines.iter_mut().zip(&exponent.lines) {
                    *line = format!("{}{part}", " ".repeat(start));
                }
                block.baseline = baseline;
                block
            }
        }
    }

    /// With an index, as [`Block::raised`] has exponents.
    pub(super) fn lowered(self, index: Self) -> Self {
        let small = index.as_line().and_then(|text| shifted(text, SUBSCRIPTS));
        if let (Some(text), 1) = (small, self.height()) {
            return Self::row(vec![self, Self::line(text)]);
        }
        let (start, width) = (self.width, self.width + index.width);
        let mut block = self.left(width);
        for part in &index.lines {
            block.lines.push(format!("{}{part}", " ".repeat(start)));
        }
        block
    }

    /// Room for so many columns on the right.
    fn left_of(self, columns: usize) -> Self {
        let width = self.width + columns;
        self.left(width)
    }

    /// A root of a degree.
    pub(super) fn root(self, degree: u8) -> Self {
        let sign = match degree {
            2 => '√',
            _ => '∛',
        };
        let short = self.as_line().is_some_and(|text| {
            text.chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '.')
        });
        if short {
            return Self::row(vec![Self::line(sign.to_string()), self]);
        }
        let (height, width) = (self.height(), self.width);
        let mut lines = Vec::with_capacity(height + 1);
        let index = if degree == 2 { ' ' } else { '3' };
        lines.push(format!("{}{}", " ".repeat(height + 1), "_".repeat(width)));
        for (row, line) in self.lines.iter().enumerate() {
            let last = row + 1 == height;
            let left = height - 1 - row;
            let head = match (last, index) {
                (true, ' ') => "╲╱".to_owned(),
                (true, _) => format!("{index}╱"),
                (false, _) => format!(" {}╱", " ".repeat(left)),
            };
            let gap = (height + 1).saturating_sub(head.width());
            lines.push(format!("{head}{}{line}", " ".repeat(gap)));
        }
        Self {
            lines,
            width: width + height + 1,
            baseline: self.baseline + 1,
        }
    }

    /// With brackets of its height on both sides.
    pub(super) fn enclosed(self, bracket: Bracket) -> Self {
        let (height, baseline) = (self.height(), self.baseline);
        let [open, close] = bracket.sides();
        let side = |side: Option<[char; 5]>| {
            let letters = side.map(|parts| spread(parts, height)).unwrap_or_default();
            Self {
                width: usize::from(!letters.is_empty()),
                lines: match letters.is_empty() {
                    true => vec![String::new(); height],
                    false => letters.iter().map(char::to_string).collect(),
                },
                baseline,
            }
        };
        let (left, right) = (side(open), side(close));
        Self::row(vec![left, self, right])
    }

    /// Cells in rows and columns; each column is as wide as its widest cell.
    pub(super) fn grid(cells: Vec<Self>, columns: usize, centred: bool) -> Self {
        let mut widths = vec![0; columns];
        for row in cells.chunks(columns) {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width.max(*width);
            }
        }
        let mut rows = Vec::new();
        let mut cells = cells.into_iter().peekable();
        while cells.peek().is_some() {
            let mut row = Vec::new();
            for (place, (width, cell)) in widths.iter().zip(&mut cells).enumerate() {
                if place > 0 {
                    row.push(Self::line("  "));
                }
                row.push(match centred {
                    true => cell.centred(*width),
                    false => cell.left(*width),
                });
            }
            rows.push(Self::row(row));
        }
        let tall = rows.iter().any(|row| row.height() > 1);
        let several = rows.len() > 1;
        let mut spaced = Vec::new();
        for row in rows {
            if tall && !spaced.is_empty() {
                spaced.push(Self::line(""));
            }
            spaced.push(row);
        }
        let mut grid = Self::column(spaced, 0);
        if several {
            grid.baseline = grid.height() / 2;
        }
        grid
    }
}

/// Brackets that grow.
#[derive(Clone, Copy)]
pub(super) enum Bracket {
    Parentheses,
    Square,
    Bars,
    Floor,
    Ceiling,
    /// On the left only.
    Brace,
}

impl Bracket {
    /// Of each side: alone, top, between, middle, bottom.
    fn sides(self) -> [Option<[char; 5]>; 2] {
        match self {
            Self::Parentheses => [
                Some(['(', '⎛', '⎜', '⎜', '⎝']),
                Some([')', '⎞', '⎟', '⎟', '⎠']),
            ],
            Self::Square => [
                Some(['[', '⎡', '⎢', '⎢', '⎣']),
                Some([']', '⎤', '⎥', '⎥', '⎦']),
            ],
            Self::Bars => [Some(['│'; 5]); 2],
            Self::Floor => [
                Some(['⌊', '⎢', '⎢', '⎢', '⎣']),
                Some(['⌋', '⎥', '⎥', '⎥', '⎦']),
            ],
            Self::Ceiling => [
                Some(['⌈', '⎡', '⎢', '⎢', '⎢']),
                Some(['⌉', '⎤', '⎥', '⎥', '⎥']),
            ],
            Self::Brace => [Some(['{', '⎧', '⎪', '⎨', '⎩']), None],
        }
    }
}

fn spread([alone, top, between, middle, bottom]: [char; 5], height: usize) -> Vec<char> {
    match height {
        0 => Vec::new(),
        1 => vec![alone],
        _ => (0..height)
            .map(|row| match row {
                0 => top,
                row if row + 1 == height => bottom,
                row if row == height / 2 => middle,
                _ => between,
            })
            .collect(),
    }
}

const SUPERSCRIPTS: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('-', '⁻'),
    ('n', 'ⁿ'),
];
const SUBSCRIPTS: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('-', '₋'),
];

fn shifted(text: &str, letters: &[(char, char)]) -> Option<String> {
    let letter = |c: char| Some(letters.iter().find(|(from, _)| *from == c)?.1);
    text.chars().map(letter).collect()
}

/// Digits as indices in the line, if all are digits.
pub(super) fn subscript(text: &str) -> Option<String> {
    shifted(text, SUBSCRIPTS)
}
