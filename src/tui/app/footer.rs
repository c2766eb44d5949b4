//! The last line: the keys that work here and now, those of what is selected first. All its words are in the key table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::model::{Model, WaitReason, WaitingLine};
use crate::domain::block::Category;
use crate::domain::format;
use crate::tui::action::{Action, Go, Open, Way};
use crate::tui::hints::{self, Hint};
use crate::tui::key_table::{Focus, STARTS};
use crate::tui::layout::Shape;
use crate::tui::mode::Mode;
use crate::tui::paint::{self, Ink, Piece, as_many_as_fit, line, line_right, piece, plain, width};
use crate::tui::preview::Preview;
use crate::tui::scene::{Cursor, Scene, Screen};
use crate::tui::screens::review::live::LivePage;
use crate::tui::screens::trends::view::has_next_page;
use crate::tui::theme::Role;

/// The gap between the keys, and where there is little room.
const GAP: u16 = 3;
const NARROW_GAP: u16 = 2;

/// Draws the last line of the screen; below a card it is the one of the screen.
pub(super) fn draw(buffer: &mut Buffer, model: &Model, scene: &Scene<'_>) {
    let area = scene.regions.footer;
    if model.mode.is_card() {
        let place = model.screen_focus(scene);
        let groups = keys_of_screen(model, scene, place);
        return draw_groups(buffer, area, scene, &groups, Some(ways_on(scene, place)));
    }
    draw_keys(buffer, area, model, scene);
}

/// Draws the keys that work now as far as there is room, other words at the right.
pub(super) fn draw_keys(buffer: &mut Buffer, area: Rect, model: &Model, scene: &Scene<'_>) {
    if let Some(waiting) = model.waiting {
        return draw_wait(buffer, area, waiting, scene);
    }
    let gap = gap_of(scene);
    let below = model.screen_focus(scene);
    let groups = groups(model, scene, below);
    let aside = aside(model, scene, below);
    let used: u16 = groups.iter().map(|group| width(group) + gap).sum();
    let has_room = used + width(&aside) <= area.width;
    // The way to the help goes before the last keys, other words after them.
    let aside = Some(aside).filter(|_| has_room || matches!(model.mode, Mode::Normal));
    draw_groups(buffer, area, scene, &groups, aside);
}

fn draw_groups(
    buffer: &mut Buffer,
    area: Rect,
    scene: &Scene<'_>,
    groups: &[Vec<Piece>],
    aside: Option<Vec<Piece>>,
) {
    let gap = gap_of(scene);
    let aside_width = aside.as_ref().map_or(0, |words| width(words) + gap);
    let room = area.width.saturating_sub(aside_width);
    line(buffer, area, 0, &as_many_as_fit(groups, gap, room));
    if let Some(words) = aside {
        line_right(buffer, area, 0, &words);
    }
}

/// The keys that work now, in order of use; `below` is where those of the screen go.
fn groups(model: &Model, scene: &Scene<'_>, below: Focus) -> Vec<Vec<Piece>> {
    match &model.mode {
        Mode::Normal => keys_of_screen(model, scene, below),
        Mode::BackDate(_) => {
            let word = |key: &str, words| paint::hint(scene.theme, key.to_owned(), words);
            let mut groups = vec![word("0–9", "minutes")];
            if scene.regions.shape == Shape::Wide {
                groups.push(word("backspace", "correct"));
            }
            groups.extend(hint_groups(scene, below, hints::MINUTES));
            groups
        }
        Mode::Letters(letters) => hint_groups(scene, below, hints::letters(letters.category)),
        Mode::Category => hint_groups(scene, below, hints::CATEGORY),
        Mode::Guard(guard, _) => guard.hints(scene),
        Mode::Away(_) => {
            let [later, opens] = [Action::Cancel, Action::Open(Open::Away)];
            let opens = scene.keys(Focus::Block, &[opens]);
            let words = match scene.regions.shape {
                Shape::Wide => format!("later: the question stays, {opens} opens it"),
                Shape::Line | Shape::Compact => format!("later: {opens} opens it"),
            };
            vec![paint::hint(
                scene.theme,
                scene.keys(Focus::Away, &[later]),
                &words,
            )]
        }
        Mode::Prompt(prompt) if prompt.is_add() => {
            hint_groups(scene, prompt.focus(), hints::ADDING)
        }
        Mode::History(history) => {
            let (selected, rest) = hints::hints(Focus::History);
            let hints = [selected, rest].concat();
            live_groups(scene, Focus::History, &hints, |key| history.acts(key))
        }
        mode => keys_of(scene, mode.focus().unwrap_or(below)),
    }
}

/// What stands at the right.
fn aside(model: &Model, scene: &Scene<'_>, below: Focus) -> Vec<Piece> {
    match &model.mode {
        Mode::Normal => ways_on(scene, below),
        Mode::BackDate(minutes) => {
            let others = minutes.preview.as_ref().map_or(0, Preview::count_others);
            vec![scene.quiet(match others {
                0 | 1 => "no other block changes",
                _ => "nothing has changed yet",
            })]
        }
        Mode::Letters(_) | Mode::Category => {
            vec![
                scene.strong("any other key"),
                scene.quiet(" works as always"),
            ]
        }
        Mode::Guard(..) => vec![scene.quiet("nothing has changed yet")],
        Mode::Help(_) => vec![scene.quiet("change any key under [keys] in config.toml")],
        Mode::Prompt(prompt) if prompt.is_add() => vec![scene.quiet(prompt.cost_of_new())],
        Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::Away(_)
        | Mode::Palette(_)
        | Mode::Month(_)
        | Mode::History(_)
        | Mode::Find(_) => Vec::new(),
    }
}

fn gap_of(scene: &Scene<'_>) -> u16 {
    match scene.regions.shape {
        Shape::Wide => GAP,
        Shape::Line | Shape::Compact => NARROW_GAP,
    }
}

/// What stands at the right of nearly every footer: the way to all commands, and the help.
fn ways_on(scene: &Scene<'_>, place: Focus) -> Vec<Piece> {
    let word = |open, words| {
        let keys = scene.keys(place, &[Action::Open(open)]);
        paint::hint(scene.theme, keys, words)
    };
    let help = word(Open::Help, "help");
    let mut words = match scene.regions.shape {
        Shape::Wide => word(Open::Palette, "commands"),
        Shape::Line | Shape::Compact => return help,
    };
    words.push(plain("   "));
    words.extend(help);
    words
}

/// That a change waits for the file, and the key that drops it.
pub(super) fn draw_wait(buffer: &mut Buffer, area: Rect, waiting: WaitingLine, scene: &Scene<'_>) {
    let (long, short, way_on) = match waiting.why {
        WaitReason::Unsaved => {
            let key = scene.keys(Focus::Block, &[Action::Cancel]);
            let way_on = format!(" · {key} to cancel");
            ("Waiting for the file", "Waiting", way_on)
        }
        WaitReason::Unshown => ("Waiting for the file", "Waiting", " · saved".to_owned()),
        WaitReason::Unknown => (
            "Can't tell yet whether it was saved",
            "Can't tell yet if it is saved",
            String::new(),
        ),
    };
    let (style, seconds) = (scene.theme.style(Role::Warning), waiting.seconds);
    let words = |begin: &str| [piece(format!("{begin}, {seconds} s{way_on}"), style)];
    let (whole, short) = (words(long), words(short));
    let fits = width(&whole) <= area.width;
    line(buffer, area, 0, if fits { &whole } else { &short });
}

/// The keys of the screen that do something now, those of what is selected first.
fn keys_of_screen(model: &Model, scene: &Scene<'_>, place: Focus) -> Vec<Vec<Piece>> {
    let live = LiveScreen::new(model, scene);
    let groups = |hints: &[Hint]| live_groups(scene, place, hints, |action| live.acts(action));
    let off = |hints| off_the_clock(scene, place, groups(hints));
    let is_first_day = scene.snapshot.last.is_none();
    if is_first_day && matches!(place, Focus::Block | Focus::Gap) {
        return off(hints::FIRST_DAY);
    }
    // No line of the day was chosen: what is most likely wanted is to start.
    if place == Focus::Gap && is_off_now(model, scene) {
        return off(hints::OFF_THE_CLOCK_SO_FAR);
    }
    if place == Focus::Trends && scene.size.width < ROOM_FOR_TRENDS {
        return groups(hints::NARROW_TRENDS);
    }
    let (of_selected, of_screen) = hints::hints(place);
    let all = [of_selected, of_screen].concat();
    if place != Focus::Block {
        let meeting = model.today.meeting_to_come(scene);
        let meeting = meeting.filter(|_| place == Focus::Suggestion);
        let when = meeting.map(|meeting| format::clock_beside(meeting.end, scene.beside()));
        let when = when.map(|when| vec![scene.quiet(format!("accept from {when}"))]);
        return when.into_iter().chain(groups(&all)).collect();
    }
    let selected = model.today.selected_block(scene);
    match selected.filter(|block| block.is_running()) {
        Some(block) if block.category == Category::Selling => groups(hints::RUNNING_SELLING),
        Some(_) => groups(hints::RUNNING),
        None if is_off_now(model, scene) => off(hints::OFF_THE_CLOCK),
        None => groups(&all),
    }
}

/// Whether nothing runs, and no line of the day is selected. On a past day the last one is.
fn is_off_now(model: &Model, scene: &Scene<'_>) -> bool {
    let is_today = scene.day == scene.today;
    is_today && scene.snapshot.running.is_none() && model.today.cursor == Cursor::Newest
}

/// What tells which keys of a screen do something now.
enum LiveScreen<'a> {
    Today(&'a Model, &'a Scene<'a>),
    /// All of them do.
    Week,
    /// Whether a page comes after the one in view.
    Trends(bool),
    Review(LivePage<'a>),
}

impl<'a> LiveScreen<'a> {
    fn new(model: &'a Model, scene: &'a Scene<'a>) -> Self {
        match model.screen {
            Screen::Today => Self::Today(model, scene),
            Screen::Week => Self::Week,
            Screen::Trends => Self::Trends(has_next_page(scene, &model.trends)),
            Screen::Review => Self::Review(LivePage::new(scene, &model.review)),
        }
    }

    fn acts(&self, action: Action) -> bool {
        match self {
            Self::Today(model, scene) => model.today.acts(scene, action),
            Self::Week => true,
            Self::Trends(has_next) => *has_next || action != NEXT_PAGE,
            Self::Review(page) => page.acts(action),
        }
    }
}

/// The keys while nothing runs, with an example of minutes.
fn off_the_clock(scene: &Scene<'_>, place: Focus, mut groups: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let start = scene.keys(place, STARTS.split_at(1).0);
    if !start.is_empty() {
        let example = paint::hint(scene.theme, format!("20 {start}"), "back-date");
        groups.insert(1.min(groups.len()), example);
    }
    groups
}

const NEXT_PAGE: Action = Action::Go(Go::Page(Way::Forward));
/// With fewer columns the keys of the trends are named in fewer words.
const ROOM_FOR_TRENDS: u16 = 110;

/// The keys of what lies over the screen.
fn keys_of(scene: &Scene<'_>, place: Focus) -> Vec<Vec<Piece>> {
    let (selected, rest) = hints::hints(place);
    hint_groups(scene, place, &[selected, rest].concat())
}

fn hint_groups(scene: &Scene<'_>, place: Focus, hints: &[Hint]) -> Vec<Vec<Piece>> {
    live_groups(scene, place, hints, |_| true)
}

/// Those of the keys that do something now.
fn live_groups(
    scene: &Scene<'_>,
    place: Focus,
    hints: &[Hint],
    acts: impl Fn(Action) -> bool,
) -> Vec<Vec<Piece>> {
    let live = |(actions, words): &Hint| {
        let actions: Vec<Action> = actions.iter().copied().filter(|one| acts(*one)).collect();
        hint(scene, place, &actions, words)
    };
    hints.iter().filter_map(live).collect()
}

/// The first key of each action, and what they do; the keys of the categories in their colors. Nothing where no action
/// has a key.
fn hint(
    scene: &Scene<'_>,
    place: Focus,
    actions: &[Action],
    words: &'static str,
) -> Option<Vec<Piece>> {
    if actions != STARTS {
        let keys = scene.keys(place, actions);
        return (!keys.is_empty()).then(|| paint::hint(scene.theme, keys, words));
    }
    let mut pieces = Vec::new();
    for (action, category) in actions.iter().zip(Category::WORK) {
        let style = scene.theme.category(category).add_modifier(Modifier::BOLD);
        let key = scene.keys(place, std::slice::from_ref(action));
        if !key.is_empty() {
            pieces.extend([piece(key, style), plain(" ")]);
        }
    }
    if pieces.is_empty() {
        return None;
    }
    pieces.push(scene.quiet(words));
    Some(pieces)
}
