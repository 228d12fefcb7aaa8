//! Colours: of themes, of things that are told apart, and of values.

/// A colour, with its opacity from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// 255 covers what is below.
    pub alpha: u8,
}

impl Color {
    /// An opaque colour, from `0xRRGGBB`.
    #[must_use]
    pub const fn hex(code: u32) -> Self {
        let [_, red, green, blue] = code.to_be_bytes();
        Self {
            red,
            green,
            blue,
            alpha: 255,
        }
    }

    /// The same colour, with an opacity from 0 to 1.
    #[must_use]
    pub fn with_opacity(self, opacity: f64) -> Self {
        Self {
            alpha: byte(opacity * 255.0),
            ..self
        }
    }

    /// A colour between two: `other` at 1.
    #[must_use]
    pub fn mix(self, other: Self, part: f64) -> Self {
        let between = |a: u8, b: u8| byte(f64::from(a) + (f64::from(b) - f64::from(a)) * part);
        Self {
            red: between(self.red, other.red),
            green: between(self.green, other.green),
            blue: between(self.blue, other.blue),
            alpha: between(self.alpha, other.alpha),
        }
    }

    /// `#rrggbb`, as SVG and HTML have it.
    #[must_use]
    pub fn code(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// Viridis at evenly spaced values (N. Smith and S. van der Walt, 2015, in the public domain by
/// CC0): evenly perceived steps, rising lightness, readable to the colour-blind.
pub const VIRIDIS: [u32; 33] = [
    0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453781, 0x424086, 0x3e4989, 0x3b528b,
    0x375b8d, 0x33638d, 0x2f6b8e, 0x2c728e, 0x297a8e, 0x26828e, 0x23898e, 0x21918c, 0x1f978b,
    0x1f9f88, 0x21a685, 0x27ad81, 0x31b57b, 0x3dbc74, 0x4cc26c, 0x5cc863, 0x6ece58, 0x81d34d,
    0x95d840, 0xaadc32, 0xc0df25, 0xd5e21a, 0xeae51a, 0xfde725,
];

/// The colour of a value from 0 to 1.
#[must_use]
pub fn viridis(value: f64) -> Color {
    let last = VIRIDIS.len() - 1;
    let place = value.clamp(0.0, 1.0) * last as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let below = (place.floor() as usize).min(last - 1);
    let color = |i: usize| Color::hex(VIRIDIS.get(i).copied().unwrap_or(0));
    color(below).mix(color(below + 1), place - below as f64)
}

/// What a picture is drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on black.
    Dark,
}

/// A colour by its purpose, which the theme gives its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// What everything is drawn on.
    Background,
    /// Text and axes.
    Text,
    /// What is of less weight.
    Quiet,
    /// Lines of the grid.
    Grid,
    /// One of several things that are told apart.
    Series(usize),
    /// This colour, whatever the theme.
    Fixed(Color),
}

/// After M. Okabe and K. Ito, Color Universal Design (2008): told apart by the colour-blind.
const SERIES: [(u32, u32); 6] = [
    (0x0072b2, 0x56b4e9),
    (0xd55e00, 0xff8c42),
    (0x009e73, 0x2fd6a3),
    (0xb8458c, 0xe58fc2),
    (0xc98a00, 0xf2c14e),
    (0x5b5bd6, 0xa3a3ff),
];

impl Theme {
    /// The colour for a purpose.
    #[must_use]
    pub fn color(self, ink: Ink) -> Color {
        let (light, dark) = match ink {
            Ink::Background => (0xffffff, 0x15171c),
            Ink::Text => (0x1b1d22, 0xe4e6eb),
            Ink::Quiet => (0x74787f, 0x9a9fa8),
            Ink::Grid => (0xe3e5e8, 0x2c3038),
            Ink::Series(i) => SERIES.get(i % SERIES.len()).copied().unwrap_or_default(),
            Ink::Fixed(color) => return color,
        };
        Color::hex(match self {
            Self::Light => light,
            Self::Dark => dark,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.1).
    fn luminance(color: Color) -> f64 {
        let linear = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }

    #[test]
    fn viridis_gets_lighter_all_the_way() {
        let light: Vec<f64> = (0..=100)
            .map(|i| luminance(viridis(f64::from(i) / 100.0)))
            .collect();
        assert!(light.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(viridis(-1.0), Color::hex(0x440154));
        assert_eq!(viridis(2.0), Color::hex(0xfde725));
    }

    #[test]
    fn inks_stand_out_from_the_background() {
        for theme in [Theme::Light, Theme::Dark] {
            let ground = luminance(theme.color(Ink::Background));
            let inks = (0..6).map(Ink::Series).chain([Ink::Text, Ink::Quiet]);
            for ink in inks {
                let ink_light = luminance(theme.color(ink));
                let (low, high) = (ground.min(ink_light), ground.max(ink_light));
                assert!((high + 0.05) / (low + 0.05) >= 2.9, "{theme:?} {ink:?}");
            }
        }
    }
}
