use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::IntoIter;

use super::Classes;
use super::budget::Budget;
use super::template::Template;
use super::walks::Walks;

/// How many numbers a template is tried with.
const NUMBERS: u32 = 99_999;

/// Texts of a class, each once.
pub struct Examples<'c> {
    classes: &'c Classes<'c>,
    class: usize,
    given: BTreeSet<String>,
    templates: IntoIter<Template>,
    /// The template that is tried now, and its next number.
    numbered: Option<(Template, u32)>,
    words: core::slice::Iter<'c, usize>,
    ends: core::slice::Iter<'c, u32>,
    /// Made only where all else is given.
    walks: Option<Walks<'c>>,
}

impl<'c> Examples<'c> {
    pub(super) fn new(classes: &'c Classes<'c>, class: usize) -> Self {
        let kind = classes.kinds.get(class);
        let ends = kind.map_or(&[][..], |kind| &kind.ends);
        let mut templates = kind.map(|kind| kind.templates.clone()).unwrap_or_default();
        if templates.is_empty() {
            let around = ends.first().map(|end| classes.shortest(*end));
            let around = around.iter().flat_map(|text| Template::around(text));
            let hits = |template: &Template| template.samples().any(|text| classes.class_of(&text) == Some(class));
            templates = around.filter(hits).take(1).collect();
        }
        Self {
            classes,
            class,
            given: BTreeSet::new(),
            templates: templates.into_iter(),
            numbered: None,
            words: kind.map_or(&[][..], |kind| &kind.words).iter(),
            ends: ends.iter(),
            walks: None,
        }
    }

    fn candidate(&mut self) -> Option<String> {
        if let Some(text) = self.next_numbered() {
            return Some(text);
        }
        if let Some(place) = self.words.next() {
            return self.classes.words.get(*place).map(|(word, _)| String::from(*word));
        }
        if let Some(end) = self.ends.next() {
            return Some(self.classes.shortest(*end));
        }
        let kind = self.classes.kinds.get(self.class)?;
        let walks = || Walks::new(&self.classes.product, &self.classes.alphabet, &kind.ends);
        self.walks.get_or_insert_with(walks).next(&mut Budget::new(usize::MAX)).ok()?
    }

    fn next_numbered(&mut self) -> Option<String> {
        loop {
            match &mut self.numbered {
                Some((template, number)) if *number <= NUMBERS => {
                    let text = template.text(*number);
                    *number += 1;
                    return Some(text);
                }
                _ => self.numbered = Some((self.templates.next()?, 1)),
            }
        }
    }
}

impl Iterator for Examples<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        loop {
            let text = self.candidate()?;
            if self.classes.class_of(&text) == Some(self.class) && self.given.insert(text.clone()) {
                return Some(text);
            }
        }
    }
}
