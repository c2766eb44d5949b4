//! A source and a fit of a row that comes new: only work that opens something takes them, as in the quick line.

use crate::domain::block::{Block, Category};
use crate::domain::taxonomy::Taxonomy;

/// Why the block of a row without an id of ours can't have the source or the fit that it names, and what to do.
pub(super) fn check(block: &Block, taxonomy: &Taxonomy) -> Result<(), String> {
    let details = &block.details;
    let named = match (&details.prospect.source, details.prospect.fit) {
        (Some(_), _) => "source",
        (None, Some(_)) => "fit",
        (None, None) => return Ok(()),
    };
    let activity = details.activity.as_ref();
    if taxonomy.opens(block.category, activity) {
        return Ok(());
    }
    let what = match activity {
        Some(activity) => activity.as_str(),
        None if block.category == Category::Selling => "selling without an activity",
        None => block.category.name(),
    };
    let opening: Vec<&str> = taxonomy.opening().map(|kind| kind.name.as_str()).collect();
    let goes_with = if opening.is_empty() {
        "no activity of the config does".to_owned()
    } else {
        format!("it goes with {}", opening.join(", "))
    };
    Err(format!(
        "{what} takes no {named}: {goes_with}; leave {named} empty"
    ))
}
