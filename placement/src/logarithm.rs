//! The integer logarithm of the placement (`docs/hashing.md`, section 5).

/// One in the fixed-point numbers of this module: 38 bits after the point.
///
/// Costs are below 2^44 then, and times a weight of at most 1,000,000 still fit into 64 bits.
const ONE: u64 = 1 << 38;

/// `2^38 * log2(1 + i/256)` for i = 0 … 257, rounded to the nearest integer.
pub const TABLE: [u64; 258] = table();

/// −log2(u / 2^64), scaled by 2^38 and interpolated: 1 ..= 2^44, falling as `draw` rises.
///
/// Its error is below 2^-26 of the logarithm's scale, and its slope's relative error below 2^-16.
pub fn cost(draw: u64) -> u64 {
    let draw = draw.max(1);
    let zeros = draw.leading_zeros();
    let mantissa = draw << zeros;
    let step = (mantissa >> 55) & 0xff;
    let within = (mantissa >> 23) & 0xffff_ffff;
    let [here, next, after] = knots(step);
    let rise = next - here;
    let bend = 2 * next - here - after;
    let curve = (bend * ((within * ((1 << 32) - within)) >> 32)) >> 33;
    (u64::from(zeros) + 1) * ONE - (here + ((rise * within) >> 32) + curve)
}

fn knots(step: u64) -> [u64; 3] {
    #[expect(clippy::cast_possible_truncation, reason = "a step is below 256")]
    let step = step as usize;
    #[expect(clippy::indexing_slicing, reason = "a step is below 256, and the table has 258 entries")]
    let knots = [TABLE[step], TABLE[step + 1], TABLE[step + 2]];
    knots
}

const fn table() -> [u64; 258] {
    let mut table = [0; 258];
    let mut i = 0;
    while i < 258 {
        #[expect(clippy::indexing_slicing, reason = "evaluated when compiling")]
        {
            table[i] = knot(i as u128);
        }
        i += 1;
    }
    table
}

/// One entry by squaring: each squaring of a number in [1, 2) doubles its logarithm, and so yields its next bit.
const fn knot(i: u128) -> u64 {
    const BITS: u32 = 39; // one more than the table keeps, to round by
    let mut x = (256 + i) << 55; // 63 bits after the point
    let mut bits: u64 = 0;
    if x >> 64 == 1 {
        x >>= 1;
        bits = 1;
    }
    let mut n = 0;
    while n < BITS {
        x = (x * x) >> 63;
        bits <<= 1;
        if x >> 64 == 1 {
            x >>= 1;
            bits |= 1;
        }
        n += 1;
    }
    (bits + 1) >> 1
}

#[cfg(test)]
#[expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a float is the outside measure here")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_of_the_scale_are_exact() {
        assert_eq!(cost(0), 64 * ONE);
        assert_eq!(cost(1), 64 * ONE);
        assert_eq!(cost(1 << 63), ONE);
        assert_eq!(cost(u64::MAX), 1);
        assert_eq!((TABLE[0], TABLE[256]), (0, ONE));
    }

    proptest! {
        #[test]
        fn the_cost_is_the_logarithm(draw in 1_u64.., shift in 0_u32..64) {
            let draw = (draw >> shift).max(1);
            let exact = 64.0 - (draw as f64).log2();
            prop_assert!((cost(draw) as f64 / ONE as f64 - exact).abs() < 1.0 / f64::from(1 << 26));
        }

        #[test]
        fn the_greatest_cost_times_the_greatest_weight_fits(draw: u64) {
            prop_assert!(cost(draw).checked_mul(1_000_000).is_some());
        }
    }
}
