//! The shell of every page: one file that needs no other, runs no script and may load nothing. Knows looks, no figures.

use std::fmt::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::block::Category;
use crate::domain::text;
use crate::report::tones::Tones;

/// Nothing may be loaded or run; styles stand in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = include_str!("page.css");

/// A whole page around a body.
pub(super) fn wrap_page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (text::visible(title)) }
                style { (PreEscaped(colors())) (PreEscaped(STYLE)) }
            }
            body {
                (draw_hatching())
                main { (body) }
            }
        }
    };
    page.into_string()
}

/// The colors of the screen as variables: dark where the reader's machine is, and always light on paper.
fn colors() -> String {
    let (light, dark) = (variables(&Tones::LIGHT), variables(&Tones::DARK));
    format!(
        ":root {{{light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {{{dark} }} }}\n"
    )
}

fn variables(tones: &Tones) -> String {
    let mut all = vec![
        ("page".to_owned(), tones.page),
        ("panel".to_owned(), tones.panel),
        ("track".to_owned(), tones.track),
        ("rule".to_owned(), tones.rule),
        ("hatch".to_owned(), tones.hatch),
        ("text".to_owned(), tones.text),
        ("soft".to_owned(), tones.soft),
        ("muted".to_owned(), tones.muted),
        ("display".to_owned(), tones.display),
    ];
    for category in Category::ALL {
        let hue = tones.hue(category);
        all.push((category.name().to_owned(), hue.fill));
        all.push((format!("{category}-ink"), hue.ink));
        all.push((format!("{category}-text"), hue.text));
    }
    let mut css = String::new();
    for (name, shade) in all {
        // Writing to a text never fails.
        let _ = write!(css, " --{name}: {};", shade.tone);
    }
    css
}

/// What untracked time is filled with.
fn draw_hatching() -> Markup {
    html! {
        svg .patterns width="0" height="0" aria-hidden="true" {
            defs {
                pattern id="untracked" width="8" height="8" patternUnits="userSpaceOnUse" {
                    path .hatch d="M-2 2L2 -2M0 8L8 0M6 10L10 6" {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_nothing_and_escapes_its_texts() {
        let page = wrap_page("a </title><script>", &html! { p { "b \"<img>" } });
        assert!(
            page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""),
            "{page}"
        );
        assert!(
            page.contains("<title>a &lt;/title&gt;&lt;script&gt;</title>"),
            "{page}"
        );
        assert!(page.contains("<p>b &quot;&lt;img&gt;</p>"), "{page}");
        let hidden = wrap_page("a\u{202e}b\u{e0041}", &html! {});
        assert!(
            hidden.contains("<title>a⟨202e⟩b⟨e0041⟩</title>"),
            "{hidden}"
        );
        for outside in ["http:", "https:", "src=", "@import", "<link", "<script"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(
            !STYLE.contains('<') && !STYLE.contains('&'),
            "the style stands there as it is"
        );
    }

    #[test]
    fn the_page_has_the_colors_of_the_screen() {
        let colors = colors();
        assert!(colors.contains(":root { --page: #fbf9f4;"), "{colors}");
        let dark = colors.split_once("dark)").expect("a dark page").1;
        for color in [
            "--page: #12141a;",
            "--selling: #d9a850;",
            "--break-text: #9a9a9b;",
        ] {
            assert!(dark.contains(color), "{color} {colors}");
        }
        // Each color that the style names is given.
        for name in STYLE
            .split("var(--")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
        {
            assert!(colors.contains(&format!(" --{}: #", name.0)), "{}", name.0);
        }
    }
}
