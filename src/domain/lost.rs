//! What a block says of the people it was with, and what becomes of it once the block is other work.

use super::block::{Block, Details};
use super::parse::spell;
use super::taxonomy::Taxonomy;
use super::text;

/// The source and the fit of a block as they are typed, where they count: `~webinar +ready`.
pub fn counted_prospect(block: &Block, taxonomy: &Taxonomy) -> Option<String> {
    let activity = block.details.activity.as_ref();
    let counts = taxonomy.opens(block.category, activity) && !block.details.prospect.is_empty();
    counts.then(|| spell_prospect(block))
}

/// What becomes of a source and a fit with a change to a block: that they are gone with the category, or stop counting with
/// the activity. `None` where they do neither.
pub fn describe_lost_prospect(
    before: &Block,
    after: &Block,
    taxonomy: &Taxonomy,
) -> Option<String> {
    let is_moved = before.category != after.category;
    if is_moved && !before.details.prospect.is_empty() && after.details.prospect.is_empty() {
        let (of, category) = (spell_prospect(before), before.category);
        return Some(format!("{of} belongs to {category}: it is gone"));
    }
    let opens = taxonomy.opens(after.category, after.details.activity.as_ref());
    counted_prospect(before, taxonomy)?;
    let stops = !opens && !after.details.prospect.is_empty();
    stops.then(|| {
        format!(
            "{} no longer counts: it goes with other work",
            spell_prospect(after)
        )
    })
}

/// The kinds of work that take a source and a fit: `prospecting, nurture`.
pub fn name_opening(taxonomy: &Taxonomy) -> String {
    let names = taxonomy.opening().map(|kind| kind.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

fn spell_prospect(block: &Block) -> String {
    let details = Details {
        prospect: block.details.prospect.clone(),
        ..Details::default()
    };
    text::visible(&spell::details(&details))
}
