//! Which entries of a matrix can differ from zero, by columns, and in the orders of other formats.

use crate::graph::{Arena, Id, Node, Reachable, Symbol};

/// The places of a sparse matrix, by columns and in each by rows (CSC): the canonical order of
/// its entries.
///
/// ```
/// use partials_symbolic::sparse::Pattern;
/// let pattern = Pattern::new(2, 3, [(0, 0), (1, 0), (1, 2)]);
/// assert_eq!(pattern.starts(), [0, 2, 2, 3]);
/// assert_eq!(pattern.indices(), [0, 1, 1]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    rows: usize,
    columns: usize,
    starts: Vec<usize>,
    indices: Vec<usize>,
}

/// The places in another order. The value of its entry k is that of the canonical entry `map[k]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compressed {
    /// Where each column (or row) begins, and where the last one ends.
    pub starts: Vec<usize>,
    /// The row (or column) of each entry.
    pub indices: Vec<usize>,
    /// The canonical place of each entry.
    pub map: Vec<usize>,
}

/// The row and column of each entry in canonical order (COO), as 32-bit solvers take them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triplets {
    /// The row of each entry.
    pub rows: Vec<i32>,
    /// The column of each entry.
    pub columns: Vec<i32>,
}

impl Pattern {
    /// The pattern with these entries, given as row and column in any order; those outside the
    /// matrix are left out.
    pub fn new(
        rows: usize,
        columns: usize,
        entries: impl IntoIterator<Item = (usize, usize)>,
    ) -> Self {
        let mut entries: Vec<(usize, usize)> = entries
            .into_iter()
            .filter(|(row, column)| *row < rows && *column < columns)
            .map(|(row, column)| (column, row))
            .collect();
        entries.sort_unstable();
        entries.dedup();
        let mut counts = vec![0; columns];
        for (column, _) in &entries {
            counts
                .iter_mut()
                .skip(*column)
                .take(1)
                .for_each(|count| *count += 1);
        }
        Self {
            rows,
            columns,
            starts: running_totals(&counts),
            indices: entries.into_iter().map(|(_, row)| row).collect(),
        }
    }

    /// Where functions can depend on variables: a row for each function, a column for each
    /// variable. A function that is named in no way but structurally may depend on a variable
    /// whose derivative is zero after all.
    pub fn of_jacobian(arena: &Arena, functions: &[Id], variables: &[Symbol]) -> Self {
        let reachable = Reachable::new(arena, functions);
        let mut column_of: Vec<Option<usize>> = vec![None; reachable.len()];
        for (column, symbol) in variables.iter().enumerate() {
            let place = arena
                .find_variable(*symbol)
                .and_then(|id| reachable.place(id));
            if let Some(slot) = place.and_then(|place| column_of.get_mut(place)) {
                *slot = Some(column);
            }
        }
        let mut search = Search {
            arena,
            seen: vec![0; reachable.len()],
            reachable: &reachable,
            stack: Vec::new(),
        };
        let mut entries = Vec::new();
        for (row, function) in functions.iter().enumerate() {
            search.each(*function, row + 1, |place| {
                if let Some(&Some(column)) = column_of.get(place) {
                    entries.push((row, column));
                }
            });
        }
        Self::new(functions.len(), variables.len(), entries)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// Where each column begins among the entries, and where the last one ends.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The row of each entry.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }

    /// The rows of the entries of a column.
    pub fn column(&self, column: usize) -> &[usize] {
        self.indices.get(self.places(column)).unwrap_or_default()
    }

    /// The canonical places of the entries of a column.
    pub fn places(&self, column: usize) -> std::ops::Range<usize> {
        let bound = |index: usize| self.starts.get(index).copied().unwrap_or(self.len());
        bound(column)..bound(column + 1)
    }

    /// Row and column of each entry, in canonical order.
    pub fn entries(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..self.columns)
            .flat_map(|column| self.column(column).iter().map(move |row| (*row, column)))
    }

    /// The canonical place of an entry, if it is one.
    pub fn place(&self, row: usize, column: usize) -> Option<usize> {
        let places = self.places(column);
        let found = self.column(column).binary_search(&row).ok()?;
        Some(places.start + found)
    }

    /// The places by rows (CSR).
    pub fn by_rows(&self) -> Compressed {
        let mut counts = vec![0; self.rows];
        for row in &self.indices {
            counts
                .iter_mut()
                .skip(*row)
                .take(1)
                .for_each(|count| *count += 1);
        }
        let starts = running_totals(&counts);
        let mut next = starts.clone();
        let mut indices = vec![0; self.len()];
        let mut map = vec![0; self.len()];
        for (place, (row, column)) in self.entries().enumerate() {
            if let Some(next) = next.get_mut(row) {
                indices
                    .iter_mut()
                    .skip(*next)
                    .take(1)
                    .for_each(|slot| *slot = column);
                map.iter_mut()
                    .skip(*next)
                    .take(1)
                    .for_each(|slot| *slot = place);
                *next += 1;
            }
        }
        Compressed {
            starts,
            indices,
            map,
        }
    }

    /// The lower triangle with the diagonal, by columns.
    pub fn lower(&self) -> Compressed {
        self.part(|row, column| row >= column)
    }

    /// The upper triangle with the diagonal, by columns.
    pub fn upper(&self) -> Compressed {
        self.part(|row, column| row <= column)
    }

    fn part(&self, keep: impl Fn(usize, usize) -> bool) -> Compressed {
        let mut counts = vec![0; self.columns];
        let (mut indices, mut map) = (Vec::new(), Vec::new());
        for (place, (row, column)) in self.entries().enumerate() {
            if keep(row, column) {
                counts
                    .iter_mut()
                    .skip(column)
                    .take(1)
                    .for_each(|count| *count += 1);
                indices.push(row);
                map.push(place);
            }
        }
        Compressed {
            starts: running_totals(&counts),
            indices,
            map,
        }
    }

    /// Rows and columns as 32-bit numbers; `None` for a matrix that is too large for them.
    pub fn triplets(&self) -> Option<Triplets> {
        i32::try_from(self.rows.max(self.columns)).ok()?;
        let (rows, columns) = self
            .entries()
            .map(|(row, column)| (row as i32, column as i32))
            .unzip();
        Some(Triplets { rows, columns })
    }

    /// The rows as columns.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let Compressed {
            starts, indices, ..
        } = self.by_rows();
        Self {
            rows: self.columns,
            columns: self.rows,
            starts,
            indices,
        }
    }

    /// The union with the transposed pattern, of a square matrix.
    #[must_use]
    pub fn symmetric(&self) -> Self {
        let both = self.entries().flat_map(|(i, j)| [(i, j), (j, i)]);
        Self::new(self.rows, self.columns, both)
    }
}

/// 0, and the sums of the first counts.
fn running_totals(counts: &[usize]) -> Vec<usize> {
    let mut total = 0;
    let mut totals = vec![0];
    totals.extend(counts.iter().map(|count| {
        total += count;
        total
    }));
    totals
}

/// Finds what one root after the other is made of.
struct Search<'a> {
    arena: &'a Arena,
    reachable: &'a Reachable,
    /// The number of the last root that a node was found from.
    seen: Vec<usize>,
    stack: Vec<Id>,
}

impl Search<'_> {
    /// Visits the place of every node that a value depends on; conditions choose, but have no
    /// derivative.
    fn each(&mut self, root: Id, number: usize, mut visit: impl FnMut(usize)) {
        self.stack.push(root);
        while let Some(id) = self.stack.pop() {
            let Some(place) = self.reachable.place(id) else {
                continue;
            };
            match self.seen.get_mut(place) {
                Some(seen) if *seen != number => *seen = number,
                _ => continue,
            }
            visit(place);
            if let Node::If(parts) = self.arena.node(id) {
                let branches = self.arena.list(parts).iter().skip(1);
                self.stack.extend(branches);
            } else {
                self.arena
                    .for_each_operand(id, |operand| self.stack.push(operand));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Pattern {
        Pattern::new(3, 3, [(2, 1), (0, 0), (1, 1), (0, 2), (2, 1), (7, 0)])
    }

    #[test]
    fn formats_hold_the_same_entries() {
        let pattern = example();
        let entries: Vec<_> = pattern.entries().collect();
        assert_eq!(entries, [(0, 0), (1, 1), (2, 1), (0, 2)]);
        let rows = pattern.by_rows();
        assert_eq!(rows.starts, [0, 2, 3, 4]);
        assert_eq!(rows.indices, [0, 2, 1, 1]);
        assert_eq!(rows.map, [0, 3, 1, 2]);
        assert_eq!(pattern.lower().map, [0, 1, 2]);
        assert_eq!(pattern.upper().map, [0, 1, 3]);
        let triplets = pattern.triplets().unwrap_or_else(|| Triplets {
            rows: Vec::new(),
            columns: Vec::new(),
        });
        assert_eq!(
            (triplets.rows, triplets.columns),
            (vec![0, 1, 2, 0], vec![0, 1, 1, 2])
        );
        assert_eq!(pattern.transposed().transposed(), pattern);
        assert_eq!(pattern.place(2, 1), Some(2));
        assert_eq!(pattern.place(2, 2), None);
        assert_eq!(pattern.symmetric().len(), 6);
    }
}
