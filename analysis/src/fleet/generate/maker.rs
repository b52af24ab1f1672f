use alloc::string::String;
use alloc::vec::Vec;

use super::choice::device;
use super::{Fill, Group, Recipe};
use crate::fleet::draft::Draft;
use crate::fleet::field::Field;
use crate::fleet::member::{Defaults, Member};
use crate::fleet::slot::Slot;
use crate::fleet::unreadable::{Unreadable, Wrong};

/// Makes the devices of a description.
pub struct Maker<'r> {
    recipe: &'r Recipe,
    /// A device in the making for each group: what all of its devices have stays in it.
    drafts: Vec<Draft>,
    id: String,
}

impl<'r> Maker<'r> {
    pub(crate) fn new(recipe: &'r Recipe, defaults: &Defaults) -> Self {
        let drafts = recipe.groups.iter().map(|group| {
            let mut draft = Draft::new(defaults);
            for (slot, text) in &group.once {
                // The description has been read, so they are values that can be put there.
                drop(draft.put(slot, text));
            }
            draft
        });
        Self { recipe, drafts: drafts.collect(), id: String::new() }
    }

    /// Makes the device of this number, counted from 0.
    ///
    /// # Errors
    /// What its description puts together is no device, such as a name of too many characters.
    pub fn make(&mut self, index: u64) -> Result<&Member, Unreadable> {
        let line = index + 1;
        let hash = device(self.recipe.key, index);
        let at = self.recipe.group.of(hash).copied().unwrap_or_default();
        match (self.recipe.groups.get(at), self.drafts.get_mut(at)) {
            (Some(group), Some(draft)) => {
                fill(group, draft, (index, hash), &mut self.id).map_err(|wrong| wrong.at(line))
            }
            _ => Err(Wrong::new("the device belongs to no group", "describe one").at(line)),
        }
    }
}

fn fill<'d>(
    group: &Group,
    draft: &'d mut Draft,
    (index, hash): (u64, u64),
    id: &mut String,
) -> Result<&'d Member, Wrong> {
    draft.begin(index + 1);
    for Fill { slot, choice, .. } in &group.each {
        draft.put(slot, choice.of(hash).map(String::as_str).unwrap_or_default())?;
    }
    let field = |name: &str| {
        let fill = group.each.iter().find(|fill| fill.name == name)?;
        fill.choice.of(hash).map(String::as_str)
    };
    group.id.write(index, hash, field, id);
    draft.put(&Slot::Field(Field::Id), id)?;
    draft.finish()
}
