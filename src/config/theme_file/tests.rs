//! What a theme may say, what is said of its faults, and whether words can be read in those that come as files.

use std::fs;

use super::*;
use crate::domain::block::Category;
use crate::report::tone::Tone;
use crate::report::tones::Shade;

fn config(text: &str, path: &Path) -> Result<Config, ConfigError> {
    Config::parse(text, path)
}

/// What is wrong with a theme, and the hint.
fn fault(text: &str) -> String {
    let found = config(text, Path::new("config.toml")).and_then(|config| config.load_tones(false));
    let error = found.expect_err(text);
    format!("{error} | {}", error.hint())
}

fn shipped() -> Vec<(&'static str, Tones)> {
    let files = SHIPPED.iter().map(|(name, text)| {
        let tones = parse_theme(text, Path::new(name));
        (*name, tones.unwrap_or_else(|error| panic!("{error}")))
    });
    let own = [(DARK, Tones::DARK), (LIGHT, Tones::LIGHT)];
    own.into_iter().chain(files).collect()
}

#[test]
fn every_word_of_every_theme_can_be_read() {
    for (name, tones) in shipped() {
        let of_256 = |shade: Shade| Tone::of_index(shade.index);
        let grounds = [tones.page, tones.selected, tones.panel];
        let hues = Category::ALL.map(|category| tones.hue(category).text);
        let words = [tones.text, tones.soft, tones.muted]
            .into_iter()
            .chain(hues);
        for word in words {
            for ground in grounds {
                let contrast = word.tone.contrast(ground.tone);
                assert!(
                    contrast >= 4.5,
                    "{name}: {word:?} on {ground:?}: {contrast}"
                );
                let contrast = of_256(word).contrast(of_256(ground));
                assert!(
                    contrast >= 4.5,
                    "{name}, 256: {word:?} on {ground:?}: {contrast}"
                );
            }
        }
        for figure in [tones.display, tones.guess] {
            assert!(
                figure.tone.contrast(tones.page.tone) >= 3.0,
                "{name}: {figure:?}"
            );
        }
        assert_ne!(tones.page.index, tones.selected.index, "{name}");
        for category in Category::ALL {
            let hue = tones.hue(category);
            let same = |other: &Category| tones.hue(*other).fill.index == hue.fill.index;
            assert_eq!(
                Category::ALL.iter().filter(|other| same(other)).count(),
                1,
                "{name}"
            );
            let contrast = hue.ink.tone.contrast(hue.fill.tone);
            assert!(contrast >= 4.5, "{name}: in {category}: {contrast}");
        }
    }
}

#[test]
fn dark_and_light_are_files_too_to_begin_a_theme_with() {
    for (text, tones) in [
        (
            include_str!("../../../assets/themes/dark.toml"),
            Tones::DARK,
        ),
        (
            include_str!("../../../assets/themes/light.toml"),
            Tones::LIGHT,
        ),
    ] {
        let read = parse_theme(text, Path::new("file")).expect("a theme");
        let words = Category::ALL.into_iter().flat_map(|category| {
            [
                Part::Fill(category),
                Part::Ink(category),
                Part::Words(category),
            ]
        });
        for part in Part::ALL.into_iter().map(|(_, part)| part).chain(words) {
            assert_eq!(read.shade(part).tone, tones.shade(part).tone, "{part:?}");
        }
    }
}

#[test]
fn a_shipped_theme_names_every_part() {
    for (name, text) in SHIPPED {
        let colors = read_colors(
            &Source {
                path: Path::new(name),
                text,
            }
            .root()
            .expect("a table"),
        );
        let colors = colors.expect("colors");
        assert_eq!(
            colors.len(),
            Part::ALL.len() + 3 * Category::ALL.len(),
            "{name}"
        );
    }
}

#[test]
fn a_theme_is_found_by_its_name_and_own_colors_lie_over_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    let load = |text: &str| {
        let config = config(text, &path).expect("a config");
        config.load_tones(false).expect("a theme")
    };
    assert_eq!(load(""), Tones::DARK);
    assert_eq!(load("[theme]\nname = \"auto\"\n"), Tones::DARK);
    assert_eq!(load("[theme]\nname = \"light\"\n"), Tones::LIGHT);
    let nord = load("[theme]\nname = \"nord\"\nquiet = \"#ffffff\"\nadmin = 4\n");
    assert_eq!(nord.page.tone, Tone(0x2e, 0x34, 0x40));
    assert_eq!(
        (nord.muted.tone, nord.admin.fill.index),
        (Tone(255, 255, 255), 4)
    );
    let auto = Config::default().load_tones(true).expect("a theme");
    assert_eq!(auto, Tones::LIGHT, "where the terminal is light");

    fs::create_dir(folder.path().join("themes")).expect("a folder");
    let own = folder.path().join("themes/mine.toml");
    fs::write(&own, "bg = \"#ffffff\"\nselling = \"#102030\"\n").expect("a file");
    let mine = "[theme]\nname = \"mine\"\n";
    let tones = load(mine);
    assert_eq!(
        (tones.page.tone, tones.text),
        (Tone(255, 255, 255), Tones::LIGHT.text)
    );
    assert_eq!(tones.selling.ink.tone, tones.page.tone, "what is read best");
    let config = config(mine, &path).expect("a config");
    assert_eq!(config.theme_file(), Some(own.clone()));
    assert!(
        config
            .theme_names()
            .ends_with(&["high-contrast".into(), "mine".into()])
    );
    fs::write(&own, "bg = \"#ffffff\"\nsoftt = \"#102030\"\n").expect("a file");
    let error = config.load_tones(false).expect_err("a bad file");
    assert!(
        error
            .to_string()
            .ends_with("themes/mine.toml, line 2: there is no role softt")
    );
    assert_eq!(
        (error.hint(), error.marked()),
        ("did you mean soft?", "softt = \"#102030\"\n^^^^^")
    );
}

#[test]
fn a_fault_names_the_nearest() {
    let cases = [
        (
            "name = \"gruvbx\"",
            "line 2: there is no theme \"gruvbx\" | did you mean \"gruvbox\"?",
        ),
        (
            "name = \"../x\"",
            "line 2: there is no theme \"../x\" | write one of auto, dark, light, catppuccin-mocha, catppuccin-latte, gruvbox, nord, tokyonight, solarized-light, high-contrast, or put a file into themes",
        ),
        (
            "name = 3",
            "line 2: name is an integer | write text in quotes",
        ),
        (
            "sellin = \"green\"",
            "line 2: there is no role sellin | did you mean selling?",
        ),
        (
            "naem = \"nord\"",
            "line 2: there is no role naem | did you mean name?",
        ),
        (
            "xyz = \"green\"",
            "line 2: there is no role xyz | the roles are bg, panel, sel, track, rule, hatch, ghost, guess, text, soft, muted, display, selling, admin, learning, distraction, break",
        ),
        (
            "accent = \"green\"",
            "line 2: accent is no longer a role: hue means a category and nothing else | write text, which is the color of such words",
        ),
        (
            "muted = \"gren\"",
            "line 2: muted is \"gren\" | did you mean \"green\"?",
        ),
        (
            "muted = \"#12345\"",
            "line 2: muted is \"#12345\" | write #rrggbb or #rgb, a number from 0 to 255, or a name such as \"light-blue\"",
        ),
        (
            "muted = 256",
            "line 2: muted is 256 | write #rrggbb or #rgb, a number from 0 to 255, or a name such as \"light-blue\"",
        ),
        (
            "selling = { fil = 3 }",
            "line 2: [theme.selling] has no key fil | did you mean fill?",
        ),
        (
            "selling = []",
            "line 2: selling is an array | write one color, or { fill = …, ink = …, text = … }",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(
            fault(&format!("[theme]\n{line}\n")),
            format!("config.toml, {expected}")
        );
    }
}

#[test]
fn three_digits_are_a_color_too() {
    let of = |text: &str| {
        let colors = config(&format!("[theme]\nmuted = \"{text}\"\n"), Path::new("c"));
        colors.map(|config| config.theme.colors)
    };
    assert_eq!(
        of("#aBc").expect("a color"),
        of("#aabbcc").expect("a color")
    );
    for wrong in ["#", "#ab", "#abcd", "#+ab", "#ab ", "#ggg", "abc"] {
        assert!(of(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_color_may_be_spelled_in_several_ways() {
    for (text, index) in [
        ("light-blue", 12),
        ("bright blue", 12),
        ("LightBlue", 12),
        ("grey", 7),
        ("72", 72),
    ] {
        let colors = config(&format!("[theme]\nmuted = \"{text}\"\n"), Path::new("c"));
        let colors = colors.expect("a color").theme.colors;
        assert_eq!(colors[0].1.index, index, "{text}");
    }
}
