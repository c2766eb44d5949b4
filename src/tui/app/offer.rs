//! Text that came as no person types it, outside of a line that is typed: it runs nothing, and one key makes it a note.

use ratatui::crossterm::event::KeyCode;

use super::model::Model;
use crate::domain::stamp::Moment;
use crate::domain::text;
use crate::tui::action::{Action, Field};
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;

/// So many columns of it are shown.
const SHOWN: usize = 24;

/// Says that it is there, in one line.
pub(super) fn offer(model: &mut Model, offered: &str, now: Moment) {
    if text::clean(offered).trim().is_empty() {
        return;
    }
    model.mode = Mode::Normal;
    let scene = model.common.scene(Regions::default(), now);
    let key = scene.keys(Focus::Block, &[Action::Describe(Field::Note)]);
    let shown = text::fit(&text::visible(offered), SHOWN);
    model.refuse(format!(
        "“{}” came at once and ran nothing · {key} to make it a note",
        shown.trim_end()
    ));
    model.offer = Some(offered.to_owned());
}

/// Whether a key takes what is offered.
pub(super) fn is_taken_by(key: Key, action: Option<Action>) -> bool {
    key == Key::plain(KeyCode::Enter) || action == Some(Action::Describe(Field::Note))
}
