//! Templates: what they become, and where they are wrong.

use super::*;
use crate::domain::parse::ParseError;

fn filled_with(
    template: &str,
    markup: Markup,
    value: &dyn Fn(Field) -> String,
) -> Result<String, ParseError> {
    let filling = Filling {
        value,
        tones: &Tones::DARK,
        running: Some(Category::Selling),
        markup,
        has_color: true,
    };
    Ok(parse(template)?.fill(&filling))
}

fn filled(template: &str) -> Result<String, ParseError> {
    filled_with(template, Markup::Plain, &|field| {
        field.name().to_uppercase()
    })
}

/// Where nothing runs, and no share can be told.
fn filled_off(template: &str) -> String {
    let value = |field| match field {
        Field::Tafs => NONE.to_owned(),
        Field::Goal => "45 %".to_owned(),
        _ => String::new(),
    };
    filled_with(template, Markup::Plain, &value).expect(template)
}

#[test]
fn fields_are_filled_and_doubled_braces_are_braces() {
    let cases = [
        ("", ""),
        ("plain | text", "plain | text"),
        ("{letter}: {elapsed} é {tafs}", "LETTER: ELAPSED é TAFS"),
        ("{{category}} {{{category}}}", "{category} {CATEGORY}"),
        ("}}{{", "}{"),
        (r"a\nb\tc\\d\{e\}f\|", "a\nb\tc\\d{e}f|"),
    ];
    for (template, expected) in cases {
        assert_eq!(filled(template).as_deref(), Ok(expected), "{template:?}");
    }
    for field in Field::ALL {
        assert_eq!(
            filled(&["{", field.name(), "}"].concat()),
            Ok(field.name().to_uppercase())
        );
    }
}

#[test]
fn a_condition_has_one_side_or_two() {
    let cases = [
        ("{running? on | off}", "on", "off"),
        ("{running?on|off}", "on", "off"),
        (
            "{running? {what} {time} | off the clock}",
            "WHAT TIME",
            "off the clock",
        ),
        ("<{focus? focus {focus}}>", "<focus FOCUS>", "<>"),
        (r"a{tafs?\ · {tafs}}", "a · TAFS", "a"),
        (r"{running? a\ |b}c", "a c", "bc"),
        (r"{running? a\|b | c\}}", "a|b", "c}"),
        (
            "{running?{account?{activity}|b}|{goal? {goal} | d}}",
            "ACTIVITY",
            "45 %",
        ),
        ("{running?|off}", "", "off"),
        ("{running? {{ | x}", "{", "x"),
    ];
    for (template, on, off) in cases {
        assert_eq!(filled(template).as_deref(), Ok(on), "{template:?}");
        assert_eq!(filled_off(template), off, "{template:?}");
    }
}

#[test]
fn values_stand_in_columns() {
    let cases = [
        ("[{time:6}]", "[TIME  ]"),
        ("[{time:<6}]", "[TIME  ]"),
        ("[{time:>6}]", "[  TIME]"),
        ("[{time:^7}]", "[ TIME  ]"),
        ("[{time:.3}]", "[TI…]"),
        ("[{time:>5.2}]", "[   T…]"),
        ("[{time:2}]", "[TIME]"),
    ];
    for (template, expected) in cases {
        assert_eq!(filled(template).as_deref(), Ok(expected), "{template:?}");
    }
    // Columns, not characters.
    let wide = |_| "商談".to_owned();
    let shown = filled_with("[{note:>6}]", Markup::Plain, &wide);
    assert_eq!(shown.as_deref(), Ok("[  商談]"));
}

#[test]
fn colors_are_written_as_each_tool_reads_them() {
    let template = "{color:category}●{color} {note} {color:muted}a{color:admin}b";
    let value = |_| "#[x] %{y} <z> & \"".to_owned();
    let shown = |markup| filled_with(template, markup, &value).expect("a template");
    assert_eq!(shown(Markup::Plain), "● #[x] %{y} <z> & \" ab");
    assert_eq!(
        shown(Markup::Ansi),
        "\u{1b}[38;2;232;185;100m●\u{1b}[39m #[x] %{y} <z> & \" \
         \u{1b}[38;2;154;154;155ma\u{1b}[38;2;144;171;220mb\u{1b}[39m"
    );
    assert_eq!(
        shown(Markup::Tmux),
        "#[fg=#e8b964]●#[fg=default] ##[x] %{y} <z> & \" #[fg=#9a9a9b]a#[fg=#90abdc]b#[fg=default]"
    );
    assert_eq!(
        shown(Markup::Zellij),
        "#[fg=#e8b964]●#[] # [x] %{y} <z> & \" #[fg=#9a9a9b]a#[fg=#90abdc]b#[]"
    );
    assert_eq!(
        shown(Markup::Polybar),
        "%{F#e8b964}●%{F-} #[x] % {y} <z> & \" %{F#9a9a9b}a%{F#90abdc}b%{F-}"
    );
    assert_eq!(
        shown(Markup::Pango),
        "<span color=\"#e8b964\">●</span> #[x] %{y} &lt;z&gt; &amp; &quot; \
         <span color=\"#9a9a9b\">a</span><span color=\"#90abdc\">b</span>"
    );
    // An end without a beginning is none.
    assert_eq!(
        filled_with("{color}a", Markup::Tmux, &value).as_deref(),
        Ok("a")
    );
}

#[test]
fn what_is_no_field_is_pointed_at() {
    let cases = [
        ("é {foo}", 3, 5, "no field {foo}"),
        ("{}", 1, 2, "no field {}"),
        ("{ tafs }", 1, 8, "no field { tafs }"),
        ("a {tafs", 3, 1, "never closed"),
        ("a } b", 3, 1, "closes nothing"),
        ("{running? a", 1, 1, "never closed"),
        ("{running? {tafs? a | b", 11, 1, "never closed"),
        ("{runing? a}", 2, 6, "no field {runing}"),
        ("{running? a | b | c}", 17, 1, "only one |"),
        ("{time:x}", 7, 1, "no width"),
        ("{time:>}", 7, 1, "no width"),
        ("{time:500}", 7, 3, "no width"),
        ("{color:blue}", 1, 12, "no color \"blue\""),
        (r"a\x", 2, 2, "backslash"),
        (r"a\", 2, 1, "backslash"),
    ];
    for (template, column, width, message) in cases {
        let fault = filled(template).expect_err(template);
        assert_eq!(
            (fault.column, fault.width),
            (column, width),
            "{template:?}: {fault}"
        );
        assert!(fault.message.contains(message), "{template:?}: {fault}");
    }
    let deep = "{running?".repeat(10_000);
    let fault = filled(&deep).expect_err("too deep");
    assert!(fault.message.contains("8 deep"), "{fault}");
    let meant = filled("{acount}").expect_err("a typo").hint;
    assert!(meant.is_some_and(|hint| hint.starts_with("did you mean {account}?")));
}

#[test]
fn the_help_names_every_field_and_its_example_is_one() {
    let help = describe_all();
    for field in Field::ALL {
        assert!(help.contains(&format!("  {{{}}}", field.name())), "{help}");
    }
    let example = help.split('\'').nth(1).expect("an example");
    assert_eq!(filled(example).as_deref(), Ok("WHAT TIME · TAFS"));
    assert!(help.lines().all(|line| text::width(line) <= 80), "{help}");
}
