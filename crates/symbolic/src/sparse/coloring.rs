//! Colourings: which columns (or rows) can be summed and their entries still be told apart.

use super::Pattern;

/// A colour for each column (or row), and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coloring {
    colors: Vec<usize>,
    count: usize,
}

impl Coloring {
    /// The colour of each column (or row), counted from 0.
    pub fn colors(&self) -> &[usize] {
        &self.colors
    }

    /// How many colours there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The columns (or rows) of each colour.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); self.count];
        for (index, color) in self.colors.iter().enumerate() {
            groups
                .iter_mut()
                .skip(*color)
                .take(1)
                .for_each(|group| group.push(index));
        }
        groups
    }

    /// The colour of a column (or row); `usize::MAX` beyond the last.
    pub fn color(&self, index: usize) -> usize {
        self.colors.get(index).copied().unwrap_or(NONE)
    }
}

const NONE: usize = usize::MAX;

/// Colours the columns so that no two of one colour have an entry in the same row (partial, at
/// distance two).
pub fn columns(pattern: &Pattern) -> Coloring {
    let by_rows = pattern.transposed();
    best(pattern, |v, forbid| {
        for row in pattern.column(v) {
            by_rows.column(*row).iter().for_each(|other| forbid(*other));
        }
    })
}

/// Colours the rows so that no two of one colour have an entry in the same column.
pub fn rows(pattern: &Pattern) -> Coloring {
    columns(&pattern.transposed())
}

/// The better of two greedy colourings: in the given order, and those with many entries first.
/// `conflicts` names the others that may not have the colour of one.
fn best(pattern: &Pattern, conflicts: impl Fn(usize, &mut dyn FnMut(usize))) -> Coloring {
    orders(pattern)
        .map(|order| {
            let mut work = Greedy::new(pattern.columns());
            for v in order {
                let Greedy {
                    colors, forbidden, ..
                } = &mut work;
                conflicts(v, &mut |other| {
                    let color = colors.get(other).copied().unwrap_or(NONE);
                    forbidden
                        .iter_mut()
                        .skip(color)
                        .take(1)
                        .for_each(|by| *by = v);
                });
                work.color(v);
            }
            work.done()
        })
        .into_iter()
        .min_by_key(Coloring::count)
        .unwrap_or(Coloring {
            colors: Vec::new(),
            count: 0,
        })
}

fn orders(pattern: &Pattern) -> [Vec<usize>; 2] {
    let natural: Vec<usize> = (0..pattern.columns()).collect();
    let mut largest_first = natural.clone();
    largest_first.sort_by_key(|v| std::cmp::Reverse(pattern.column(*v).len()));
    [natural, largest_first]
}

/// Takes the first colour that is not forbidden.
struct Greedy {
    colors: Vec<usize>,
    /// By colour: the last vertex that it was forbidden for.
    forbidden: Vec<usize>,
    count: usize,
}

impl Greedy {
    fn new(size: usize) -> Self {
        Self {
            colors: vec![NONE; size],
            forbidden: vec![NONE; size],
            count: 0,
        }
    }

    fn of(&self, v: usize) -> usize {
        self.colors.get(v).copied().unwrap_or(NONE)
    }

    fn forbid(&mut self, color: usize, v: usize) {
        self.forbidden
            .iter_mut()
            .skip(color)
            .take(1)
            .for_each(|by| *by = v);
    }

    fn color(&mut self, v: usize) {
        let free = self.forbidden.iter().position(|by| *by != v);
        if let (Some(free), Some(slot)) = (free, self.colors.get_mut(v)) {
            *slot = free;
            self.count = self.count.max(free + 1);
        }
    }

    fn done(self) -> Coloring {
        Coloring {
            colors: self.colors,
            count: self.count,
        }
    }
}

/// A star colouring of a symmetric pattern: neighbours differ, and no path of four vertices has
/// only two colours, so that of each entry's two places one is alone in its row and colour.
/// Greedy, by the stars of two colours seen so far (Gebremedhin, Tarafdar, Manne and Pothen 2007).
pub fn star(pattern: &Pattern) -> Coloring {
    let stars = |order: Vec<usize>| Stars::new(pattern).run(order);
    let [natural, largest_first] = orders(pattern).map(stars);
    if largest_first.count < natural.count {
        largest_first
    } else {
        natural
    }
}

/// The stars of two colours that the coloured vertices form.
struct Stars<'a> {
    pattern: &'a Pattern,
    greedy: Greedy,
    /// The place of the entry (j, i) for that of (i, j).
    mirror: Vec<usize>,
    /// The star of each edge, at both its places.
    star: Vec<usize>,
    /// The centre of each star of more than one edge.
    hub: Vec<usize>,
    /// By colour: a vertex, and its first neighbour of that colour.
    first: Vec<(usize, usize)>,
    /// By neighbour: the vertex for which all its neighbours' colours were forbidden.
    treated: Vec<usize>,
}

impl<'a> Stars<'a> {
    fn new(pattern: &'a Pattern) -> Self {
        let size = pattern.columns();
        Self {
            pattern,
            greedy: Greedy::new(size),
            mirror: pattern.by_rows().map,
            star: vec![NONE; pattern.len()],
            hub: Vec::new(),
            first: vec![(NONE, NONE); size],
            treated: vec![NONE; size],
        }
    }

    fn run(mut self, order: Vec<usize>) -> Coloring {
        for v in order {
            self.forbid_for(v);
            self.greedy.color(v);
            self.extend_stars(v);
        }
        self.greedy.done()
    }

    /// The coloured neighbours of a vertex, with the places of their entries in its column.
    fn neighbours(&self, v: usize) -> impl Iterator<Item = (usize, usize)> + use<'a, '_> {
        let pattern = self.pattern;
        let column = pattern.column(v).iter().copied().zip(pattern.places(v));
        column.filter(move |(w, _)| *w != v && self.greedy.of(*w) != NONE)
    }

    fn forbid_for(&mut self, v: usize) {
        let neighbours: Vec<(usize, usize)> = self.neighbours(v).collect();
        for (w, _) in neighbours {
            let color = self.greedy.of(w);
            self.greedy.forbid(color, v);
            match self.first.get(color).copied() {
                Some((by, other)) if by == v => {
                    if self.treated.get(other) != Some(&v) {
                        self.treat(v, other);
                    }
                    self.treat(v, w);
                }
                _ => {
                    self.first
                        .iter_mut()
                        .skip(color)
                        .take(1)
                        .for_each(|slot| *slot = (v, w));
                    self.forbid_hubs(v, w);
                }
            }
        }
    }

    /// Forbids the colours of all neighbours of w.
    fn treat(&mut self, v: usize, w: usize) {
        let colors: Vec<usize> = self.neighbours(w).map(|(x, _)| self.greedy.of(x)).collect();
        colors
            .into_iter()
            .for_each(|color| self.greedy.forbid(color, v));
        self.treated
            .iter_mut()
            .skip(w)
            .take(1)
            .for_each(|by| *by = v);
    }

    /// Forbids the colours of the neighbours of w that are the centres of stars with w.
    fn forbid_hubs(&mut self, v: usize, w: usize) {
        let is_hub = |(x, place): &(usize, usize)| {
            let star = self.star.get(*place).copied().unwrap_or(NONE);
            *x != v && self.hub.get(star) == Some(x)
        };
        let hubs = self.neighbours(w).filter(is_hub);
        let colors: Vec<usize> = hubs.map(|(x, _)| self.greedy.of(x)).collect();
        colors
            .into_iter()
            .for_each(|color| self.greedy.forbid(color, v));
    }

    /// Puts the edges from the newly coloured vertex into stars.
    fn extend_stars(&mut self, v: usize) {
        let color = self.greedy.of(v);
        let neighbours: Vec<(usize, usize)> = self.neighbours(v).collect();
        for (w, place) in neighbours {
            let like_v = self
                .neighbours(w)
                .find(|(x, _)| *x != v && self.greedy.of(*x) == color)
                .map(|(_, place)| place);
            let (by, other) = self
                .first
                .get(self.greedy.of(w))
                .copied()
                .unwrap_or((NONE, NONE));
            let star = if let Some(place) = like_v {
                let star = self.star.get(place).copied().unwrap_or(NONE);
                self.set_hub(star, w);
                star
            } else if by == v && other != w {
                let place = self.pattern.place(other, v).unwrap_or(NONE);
                let star = self.star.get(place).copied().unwrap_or(NONE);
                self.set_hub(star, v);
                star
            } else {
                self.hub.push(NONE);
                self.hub.len() - 1
            };
            let mirror = self.mirror.get(place).copied().unwrap_or(NONE);
            for place in [place, mirror] {
                self.star
                    .iter_mut()
                    .skip(place)
                    .take(1)
                    .for_each(|slot| *slot = star);
            }
        }
    }

    fn set_hub(&mut self, star: usize, hub: usize) {
        self.hub
            .iter_mut()
            .skip(star)
            .take(1)
            .for_each(|slot| *slot = hub);
    }
}
