//! Choices among few things, by the fuzzer's bytes.

use arbitrary::Unstructured;

/// The bytes that are left. When there are none the first of everything is chosen, so that what is made is finite.
pub struct Choice<'b>(Unstructured<'b>);

impl<'b> Choice<'b> {
    /// Choices by these bytes.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.int_in_range(0..=end.saturating_sub(1)).unwrap_or(0)
    }

    /// One of these.
    pub fn of<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    /// Once in `times`, and never when no bytes are left.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    /// Up to `most` of what `make` makes.
    pub fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self, usize) -> T) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|number| make(self, number)).collect()
    }

    /// A text of any bytes.
    pub fn bytes(&mut self, most: usize) -> &'b [u8] {
        let length = self.below(most + 1).min(self.0.len());
        self.0.bytes(length).unwrap_or_default()
    }

    /// Whatever is left.
    pub fn rest(self) -> &'b [u8] {
        self.0.take_rest()
    }
}
