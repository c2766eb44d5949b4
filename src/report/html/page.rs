//! The shell of every page: one file that needs no other, runs no script and may load nothing. Knows looks, no figures.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::block::Category;
use crate::domain::text;
use crate::report::svg::look;

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
                style { (PreEscaped(STYLE)) }
            }
            body {
                (draw_patterns())
                main { (body) }
            }
        }
    };
    page.into_string()
}

/// How each category looks wherever it is drawn: a colour and a pattern, as in the terminal.
fn draw_patterns() -> Markup {
    let pattern = |category: Option<Category>, shape: &Markup| {
        html! {
            pattern id=(look(category)) width="8" height="8" patternUnits="userSpaceOnUse" {
                rect .base.(look(category)) width="8" height="8" {}
                g .over { (shape) }
            }
        }
    };
    html! {
        svg .patterns width="0" height="0" aria-hidden="true" {
            defs {
                (pattern(Some(Category::Selling), &html! {}))
                (pattern(Some(Category::Admin), &html! { circle cx="2" cy="2" r="1" {} circle cx="6" cy="6" r="1" {} }))
                (pattern(Some(Category::Learning), &html! { path d="M0 2H8M0 6H8" {} }))
                (pattern(Some(Category::Distraction), &html! { rect width="4" height="4" {} rect x="4" y="4" width="4" height="4" {} }))
                (pattern(Some(Category::Break), &html! { path d="M0 4H8" {} }))
                (pattern(None, &html! { path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" {} }))
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
}
