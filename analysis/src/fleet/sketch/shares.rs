//! Shares as small whole numbers.

use alloc::vec::Vec;

/// The greatest share that a description takes.
const MOST: u128 = 1_000_000;

/// The same shares in the smallest numbers, and none above what a description takes. What has some keeps some.
pub(super) fn smallest(shares: &[u128]) -> Vec<u128> {
    let divisor = shares.iter().copied().fold(0, greatest_common_divisor).max(1);
    let reduced = shares.iter().map(|share| share / divisor);
    let most = reduced.clone().max().unwrap_or_default().max(MOST);
    reduced.map(|share| (share * MOST / most).max(share.min(1))).collect()
}

fn greatest_common_divisor(mut one: u128, mut other: u128) -> u128 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_their_ratios() {
        assert_eq!(smallest(&[20, 0, 30]), [2, 0, 3]);
        assert_eq!(smallest(&[0, 0]), [0, 0]);
        assert_eq!(smallest(&[]), []);
    }

    #[test]
    fn great_shares_are_scaled_and_small_ones_are_kept() {
        assert_eq!(smallest(&[2 * MOST + 1, MOST, 1]), [MOST, 499_999, 1]);
    }
}
