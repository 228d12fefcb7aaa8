//! Rows to columns and back, in squares of four by four that the vectors of the machine turn.

use super::BatchError;

/// Numbers to the side of a square.
const SIDE: usize = 4;

type Square = [[f64; SIDE]; SIDE];

/// A matrix in memory: number j of line i is at i·stride + j.
#[derive(Debug)]
pub struct Matrix<T> {
    /// The numbers.
    pub numbers: T,
    /// From a line to the next.
    pub stride: usize,
}

/// Writes the transpose of a matrix with so many lines of so many numbers to another.
///
/// # Errors
/// Where a matrix has not as many numbers.
///
/// ```
/// use partials_numeric::batch::{Matrix, transpose};
/// let rows = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let mut columns = [0.0; 6];
/// let from = Matrix { numbers: &rows[..], stride: 3 };
/// transpose(from, Matrix { numbers: &mut columns[..], stride: 2 }, 2, 3)?;
/// assert_eq!(columns, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
/// # Ok::<(), partials_numeric::batch::BatchError>(())
/// ```
pub fn transpose(
    from: Matrix<&[f64]>,
    to: Matrix<&mut [f64]>,
    lines: usize,
    width: usize,
) -> Result<(), BatchError> {
    if lines == 0 || width == 0 {
        return Ok(());
    }
    let fit = |stride: usize, lines: usize, width: usize, found: usize| {
        let expected = (lines - 1).saturating_mul(stride).saturating_add(width);
        match expected <= found && (width <= stride || lines == 1) {
            true => Ok(()),
            false => Err(BatchError::Length { expected, found }),
        }
    };
    fit(from.stride, lines, width, from.numbers.len())?;
    fit(to.stride, width, lines, to.numbers.len())?;
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx") {
        #[allow(unsafe_code)]
        // SAFETY: the feature that the function is compiled for was seen.
        unsafe {
            with_avx::by_squares(from, to, lines, width);
        }
        return Ok(());
    }
    anywhere::by_squares(from, to, lines, width);
    Ok(())
}

/// A square, turned by the shuffles of a machine.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
#[inline]
fn turned_by_avx(square: Square) -> Square {
    use std::arch::x86_64::{
        __m256d, _mm256_permute2f128_pd, _mm256_unpackhi_pd, _mm256_unpacklo_pd,
    };
    #[allow(unsafe_code)]
    // SAFETY: both are sixteen doubles, and any bits are doubles.
    let [a, b, c, d] = unsafe { std::mem::transmute::<Square, [__m256d; SIDE]>(square) };
    let (even, odd) = (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
    let (even_below, odd_below) = (_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d));
    let turned = [
        _mm256_permute2f128_pd::<0x20>(even, even_below),
        _mm256_permute2f128_pd::<0x20>(odd, odd_below),
        _mm256_permute2f128_pd::<0x31>(even, even_below),
        _mm256_permute2f128_pd::<0x31>(odd, odd_below),
    ];
    #[allow(unsafe_code)]
    // SAFETY: as above.
    unsafe {
        std::mem::transmute::<[__m256d; SIDE], Square>(turned)
    }
}

/// A square, turned by plain copies.
#[inline]
fn turned(square: Square) -> Square {
    std::array::from_fn(|j| square.map(|line| line.get(j).copied().unwrap_or_default()))
}

/// Square by square. One at an edge may be read beyond the width, and written beyond the lines where
/// the target has no gaps: what is written there too soon is written again, since lines are taken
/// from the last to the first.
///
/// A macro, since what a closure or a generic function does is not compiled for the machine that the
/// function around it is for.
macro_rules! by_squares {
    ($name:ident, $turned:path $(, $feature:literal)?) => {
        mod $name {
            use super::{Matrix, SIDE, load, one_by_one, store};

            $(#[target_feature(enable = $feature)])?
            pub(super) fn by_squares(
                from: Matrix<&[f64]>,
                to: Matrix<&mut [f64]>,
                lines: usize,
                width: usize,
            ) {
                let is_dense = to.stride == lines;
                let squares = [lines.div_ceil(SIDE), width.div_ceil(SIDE)];
                // Where lines are nearer to each other is where to walk along.
                let by_lines = from.stride <= to.stride;
                let [outer, inner] = match by_lines {
                    true => squares,
                    false => [squares[1], squares[0]],
                };
                for i in 0..outer {
                    for j in 0..inner {
                        let (before, after) = if by_lines { (i, j) } else { (j, i) };
                        let (line, column) = ((squares[0] - 1 - before) * SIDE, after * SIDE);
                        let size = [SIDE.min(lines - line), SIDE.min(width - column)];
                        let from = Matrix {
                            numbers: from.numbers.get(line * from.stride + column..),
                            stride: from.stride,
                        };
                        let to = Matrix {
                            numbers: to.numbers.get_mut(column * to.stride + line..),
                            stride: to.stride,
                        };
                        let (Some(numbers), Some(target)) = (from.numbers, to.numbers) else {
                            continue;
                        };
                        let is_whole = size[0] == SIDE || is_dense;
                        let done = match load(numbers, from.stride, size[0]) {
                            Some(square) if is_whole => {
                                store($turned(square), target, to.stride, size[1])
                            }
                            _ => None,
                        };
                        if done.is_none() {
                            one_by_one(numbers, from.stride, target, to.stride, size);
                        }
                    }
                }
            }
        }
    };
}

/// So many lines of a square, where each is all there.
#[inline(always)]
fn load(from: &[f64], stride: usize, height: usize) -> Option<Square> {
    let mut square = Square::default();
    let mut start = 0;
    for (i, line) in square.iter_mut().enumerate() {
        if i < height {
            *line = *from.get(start..)?.first_chunk()?;
        }
        start += stride;
    }
    Some(square)
}

/// Writes so many lines of a square, where there is room for all of each.
#[inline(always)]
fn store(square: Square, to: &mut [f64], stride: usize, height: usize) -> Option<()> {
    let mut start = 0;
    for (j, line) in square.iter().enumerate() {
        if j < height {
            *to.get_mut(start..)?.first_chunk_mut()? = *line;
        }
        start += stride;
    }
    Some(())
}

/// Part of a square.
#[cold]
#[inline(never)]
fn one_by_one(
    from: &[f64],
    stride: usize,
    to: &mut [f64],
    to_stride: usize,
    [height, width]: [usize; 2],
) {
    for line in 0..height {
        for column in 0..width {
            let number = from.get(line * stride + column);
            let slot = to.get_mut(column * to_stride + line);
            if let (Some(slot), Some(number)) = (slot, number) {
                *slot = *number;
            }
        }
    }
}

by_squares!(anywhere, super::turned);
#[cfg(target_arch = "x86_64")]
by_squares!(with_avx, super::turned_by_avx, "avx");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_change_places() {
        let sizes = (0..12).flat_map(|lines| (0..12).map(move |width| (lines, width)));
        for ((lines, width), gap) in sizes.flat_map(|size| [(size, 0), (size, 5)]) {
            let (stride, to_stride) = (width + gap, lines + gap);
            let from: Vec<f64> = (0..lines * stride).map(|i| i as f64).collect();
            let mut to = vec![-1.0; width * to_stride];
            let source = Matrix {
                numbers: from.as_slice(),
                stride,
            };
            let target = Matrix {
                numbers: to.as_mut_slice(),
                stride: to_stride,
            };
            assert_eq!(transpose(source, target, lines, width), Ok(()));
            for (place, number) in to.iter().enumerate() {
                let (column, line) = (place / to_stride, place % to_stride);
                let expected = match line < lines {
                    true => (line * stride + column) as f64,
                    false => -1.0,
                };
                assert_eq!(*number, expected);
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let (from, mut to) = ([0.0; 11], [0.0; 12]);
        let mut run = |size: usize, stride: usize, to_stride: usize| {
            let source = Matrix {
                numbers: from.get(..size).unwrap_or_default(),
                stride,
            };
            let target = Matrix {
                numbers: to.as_mut_slice(),
                stride: to_stride,
            };
            transpose(source, target, 3, 4).is_ok()
        };
        assert!(!run(11, 4, 3));
        assert!(!run(11, 3, 3));
        assert!(!run(11, 4, 2));
    }
}
