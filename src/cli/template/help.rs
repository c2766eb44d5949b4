//! What `tafs status --format help` prints.

use super::{Field, Role};

/// How templates are written, and all fields.
pub(in crate::cli) fn describe_all() -> String {
    let width = Field::ALL.iter().map(|field| field.name().len()).max();
    let width = width.unwrap_or_default() + 2;
    let fields = Field::ALL.iter().map(|field| {
        let name = format!("{{{}}}", field.name());
        format!("  {name:width$}  {}\n", field.about())
    });
    let colors: Vec<&str> = Role::names().collect();
    let (some, others) = colors.split_at(colors.len() / 2);
    let more = [
        (
            "{running? … | …}",
            "the first where the field has a value, else the second,",
        ),
        ("", "if there is one; blanks beside ? | and } don't count"),
        (
            "{account:>12.12}",
            "12 columns, on the right, and never longer;",
        ),
        ("", "< is left, ^ the middle"),
        (
            "{color:selling}",
            "in this color; {color} ends it. The colors are",
        ),
        ("", &format!("{},", some.join(", "))),
        ("", &others.join(", ")),
        ("\\n \\t", "a new line, a tab"),
        (
            "\\\\ \\| \\{ \\}",
            "these characters themselves; {{ and }} are braces too",
        ),
        (
            "\\ and a blank",
            "a blank that counts, at the edge of a condition",
        ),
    ];
    let more = more.map(|(sign, about)| format!("  {sign:18}{about}\n"));
    [
        "A template is text with fields in braces, as in\n\n",
        "  tafs status --format '{running? {what} {time} | off the clock} · {tafs}'\n",
        "\nFields\n",
        &fields.collect::<String>(),
        "\nMore\n",
        &more.concat(),
    ]
    .concat()
}
