//! While names are hidden, none is in any frame; the figures stay, and so does what is in the file.

use ratatui::buffer::Buffer;

use super::*;
use crate::domain::block::{
    Account, Block, BlockId, Category, Details, Fit, Note, Requester, Source, Tag,
};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::suggestion::Suggestion;
use crate::insight::testdata;

/// No word of the screens has it, so that a part of it gives a name away.
const NAME: &str = "Zzyzx";
const FRIDAY: &str = "2026-03-06T16:52:00+01:00";
const SIZES: [(u16, u16); 6] = [(200, 60), (160, 48), (120, 40), (80, 24), (40, 12), (30, 5)];

fn named(mut block: Block) -> Block {
    let details = &mut block.details;
    let name = |name: &str| format!("{NAME}{name}");
    details.account = (details.account.as_ref()).map(|it| Account::stored(name(it.as_str())));
    details.requester = (details.requester.as_ref())
        .filter(|it| !it.is_self())
        .map(|it| Requester::stored(name(it.as_str())));
    details.tags = vec![Tag::stored(name("tag"))];
    if details.activity.as_deref() == Some("prospecting") {
        details.prospect.source = Some(Source::stored(name("list")));
        details.prospect.fit = Some(Fit::Later);
    }
    details.note = Note::stored(name(" note"));
    block
}

/// Maya's Friday, with a name that is hidden in all that can name someone.
fn friday() -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let history: Vec<Block> = testdata::history().into_iter().map(named).collect();
    store.seed_blocks(history.into_iter()).expect("a lane");
    let at = |time: &str| parse_rfc3339(&format!("2026-03-06T{time}:00+01:00")).expect("a time");
    let suggestion = Suggestion {
        id: BlockId::fresh(),
        key: "key".to_owned(),
        start: at("12:00"),
        end: at("12:40"),
        title: format!("{NAME} lunch"),
        category: Some(Category::Admin),
        details: Details {
            account: Account::new(NAME).ok(),
            ..Details::default()
        },
        dismissed: false,
    };
    store
        .suggest(&[suggestion], at("08:00"))
        .expect("a suggestion");
    Harness::with(store, FRIDAY, Palette::Many).press("<esc>")
}

/// The same with a meeting that runs, and words in the review of a week that is closed.
fn reviewed() -> Harness {
    friday()
        .press("sm@Zzyzx Inc.<enter>n!Zzyzxboss #zzyzx Zzyzx terms<enter>")
        .press(
            "<shift-tab><pgdn>60 22 10 8<enter><enter><enter>Zzyzx mail<enter><right>\
             <enter>Zzyzx, the CFO joined<enter><right><enter><enter><right><enter>more Zzyzx<enter><right>\
             <up><up><up><enter>Zzyzx before noon<enter><down><enter>Zzyzx sheets<enter><home><tab>",
        )
}

fn text_of(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width);
    let cells: Vec<&str> = buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    cells.chunks(width).map(|row| row.concat() + "\n").collect()
}

fn assert_hidden(app: &mut Harness, keys: &str) {
    assert_hidden_at(app, keys, &SIZES);
}

fn assert_hidden_at(app: &mut Harness, keys: &str, sizes: &[(u16, u16)]) {
    assert!(app.model().common.discreet, "{keys}");
    for &(width, height) in sizes {
        let shown = text_of(&app.frame(width, height));
        assert!(
            !shown.to_lowercase().contains("zz"),
            "{keys} at {width}x{height}:\n{shown}"
        );
    }
}

/// Keys on all screens and on all that lies over them.
const WALK: &[&str] = &[
    "",
    "<up>",
    "<up><up>",
    "<up><up><up><up>",
    "<left>",
    "<left><left><up>",
    "15",
    "90s",
    "90ss",
    "15r",
    "r",
    "<up>r",
    "s",
    "a",
    "b",
    "o",
    "oo",
    "S",
    "A",
    ".",
    "<up>x",
    "<up>xx",
    "<up>m",
    "<up>xu",
    "<up>xu<ctrl-r>",
    "uuu",
    "uuuu<ctrl-r>",
    "c",
    "<up>ca",
    "[[[",
    "}}}",
    "/",
    "n",
    "@",
    "!",
    "+",
    "<enter>",
    "<up><enter>",
    "i",
    "i09:00-12:00 selling",
    "i09:00-12:00 selling<enter>",
    "i09:00-09:10 selling @<tab>",
    "<up><up>@<tab>",
    "f",
    "fmeeting",
    "fselling<down>",
    "<ctrl-u>",
    "<ctrl-u><down><down>",
    "C",
    "?",
    "?<pgdn>",
    ":",
    ":meet",
    ":acc<down>",
    "z",
    "G",
    "y",
    "<tab>",
    "<tab><left>",
    "<tab><up>",
    "<tab><down>",
    "<tab><tab>",
    "<tab><tab><pgdn>",
    "<tab><tab><pgdn><pgdn>",
    "<tab><tab><up><up>",
    "<shift-tab>",
    "<shift-tab><pgdn>",
    "<shift-tab><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><down>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><down><down>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><down><down><enter>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><up><up><up><enter>",
    "<shift-tab><pgup><pgup>",
    "<shift-tab><",
    "<shift-tab><pgup>",
    "<sleep 90m>",
    "<sleep 90m>z",
    "<sleep 300m>z",
    "<sleep 300m>zs",
    "<sleep 90m>zd",
    "H H",
];

#[test]
fn no_name_is_in_any_frame() {
    // Each walk begins anew, so they need not wait for each other.
    std::thread::scope(|scope| {
        let walks: Vec<(usize, &&str)> = WALK.iter().enumerate().collect();
        for walks in walks.chunks(WALK.len().div_ceil(4)) {
            let walks = walks.to_vec();
            scope.spawn(move || {
                for (index, keys) in walks {
                    let mut app = reviewed().press("H").press(keys);
                    // Where all is told, and in turn one that is less common.
                    let rare = [SIZES[0], SIZES[1], SIZES[5]][index % 3];
                    assert_hidden_at(&mut app, keys, &[SIZES[2], SIZES[3], SIZES[4], rare]);
                }
            });
        }
    });
}

#[test]
fn what_was_said_before_is_hidden_too() {
    for keys in ["sm@Zzyzx<enter>", "<up>x", "<up>xu", "90s", "n<esc>"] {
        let mut app = friday().press(keys).press("<esc>").press("H");
        assert_hidden(&mut app, keys);
    }
}

#[test]
fn a_closed_review_names_nobody() {
    let mut app = friday().press(
        "<shift-tab><pgdn>60 22 10 8<enter><enter><enter>Zzyzx mail<enter><right>\
         <enter>Zzyzx, the CFO joined<enter><right><enter><enter><right><enter>more Zzyzx<enter><right>\
         <up><up><up><enter>Zzyzx before noon<enter><down><enter>Zzyzx sheets<enter><down><down>\
         e<ctrl-u>>= 6h selling/prospecting<enter><down><down><down><down><down><enter>",
    );
    assert!(
        app.screen(120, 40).contains("Review complete"),
        "{}",
        app.screen(120, 40)
    );
    let mut app = app.press("H");
    for keys in [
        "", "<pgup>", "<pgup>", "<pgup>", "<pgup>", "<pgup>", "<pgup>", "<pgup>", "<pgup>",
    ] {
        app = app.press(keys);
        assert_hidden(&mut app, keys);
    }
}

#[test]
fn capture_goes_on_and_the_file_keeps_the_names() {
    let mut app = reviewed().press("H");
    let before = app.blocks();
    assert!(
        app.screen(120, 40).contains("@•••"),
        "{}",
        app.screen(120, 40)
    );
    assert!(app.screen(120, 40).contains("names hidden"));
    let app = app.press("<wait 20m>a<wait 20m><up>r");
    let after = app.blocks();
    assert_eq!(after[..before.len() - 1], before[..before.len() - 1]);
    let last = &after.last().expect("a block").details;
    assert_eq!(last.account.as_deref(), Some("Zzyzx Inc."));
    let mut app = app.press("n!legal to be seen");
    assert!(
        app.screen(120, 40).contains("!legal to be seen"),
        "own words are seen"
    );
    app = app.press("<enter>");
    assert!(!app.screen(120, 40).contains("to be seen"));
    assert_eq!(
        app.blocks().last().expect("a block").details.note.as_str(),
        "to be seen"
    );
    let mut app = app.press("n");
    assert!(
        app.screen(120, 40).contains("H to show it"),
        "{}",
        app.screen(120, 40)
    );
    // What is typed into it all the same runs nothing and changes nothing.
    let lane = app.lane();
    let app = app.press("hello<tab><enter>sword");
    assert!(matches!(app.model().mode, Mode::Prompt(_)));
    assert_eq!(app.lane(), lane);
    let mut app = app.press("<esc>H");
    assert!(app.screen(120, 40).contains("@Zzyzx Inc."));
    assert!(!app.screen(120, 40).contains("names hidden"));
}

#[test]
fn figures_stay_what_they_are() {
    let digits = |screen: String| -> Vec<String> {
        let numbers = screen.split(|c: char| !c.is_ascii_digit());
        let numbers = numbers.filter(|number| !number.is_empty());
        let mut numbers: Vec<String> = numbers.map(str::to_owned).collect();
        // What takes the same time stands in the order of the names.
        numbers.sort();
        numbers
    };
    for keys in [
        "",
        "<tab>",
        "<tab><tab>",
        "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>",
    ] {
        let mut app = reviewed().press(keys);
        let shown = digits(app.screen(200, 60));
        let hidden = digits(app.press("H<esc>").screen(200, 60));
        assert_eq!(shown, hidden, "{keys}");
    }
}

#[test]
fn the_line_that_is_left_names_nobody() {
    let mut app = reviewed().press("H");
    assert!(app.next == Next::Stay);
    app = app.press("q");
    let Next::Leave(Ended::Quit(line, _)) = &app.next else {
        unreachable!("it has quit");
    };
    assert!(
        line.contains("meeting") && !line.contains("Zzyzx"),
        "{line}"
    );
}

#[test]
fn the_config_hides_them_from_the_start() {
    let store = Store::in_memory().expect("a store");
    let mut app = Harness::with(store, FRIDAY, Palette::Many);
    app.settings(|settings| settings.discreet = true);
    assert!(
        !app.screen(120, 40).contains("names hidden"),
        "it is for the start"
    );
}
