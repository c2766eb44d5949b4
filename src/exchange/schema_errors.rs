//! Why a row is no block, in the words of whoever wrote it: the field, and what is allowed there.

use serde_json::Value;

/// What a field may hold.
#[derive(Clone, Copy)]
enum FieldType {
    Text,
    TextOrNull,
    Tags,
    Outcomes,
    Count,
}

/// The fields of a block, and what each may hold.
const BLOCK: [(&str, FieldType); 12] = [
    ("id", FieldType::TextOrNull),
    ("start", FieldType::Text),
    ("end", FieldType::TextOrNull),
    ("category", FieldType::Text),
    ("activity", FieldType::TextOrNull),
    ("account", FieldType::TextOrNull),
    ("requester", FieldType::TextOrNull),
    ("tags", FieldType::Tags),
    ("note", FieldType::TextOrNull),
    ("outcomes", FieldType::Outcomes),
    ("source", FieldType::TextOrNull),
    ("fit", FieldType::TextOrNull),
];

/// Those of its outcomes.
const OUTCOMES: [(&str, FieldType); 4] = [
    ("touches", FieldType::Count),
    ("conversations", FieldType::Count),
    ("meetings", FieldType::Count),
    ("grade", FieldType::TextOrNull),
];

/// What keeps a row, which is JSON, from being a block; `None` where its shape is right.
pub(super) fn explain(row: &Value) -> Option<String> {
    let Some(fields) = row.as_object() else {
        return Some(format!("a block is an object in {{ }}, not {}", name(row)));
    };
    let missing = ["start", "category"]
        .into_iter()
        .find(|field| !fields.contains_key(*field));
    in_fields(fields, "", &BLOCK).or_else(|| missing.map(|field| format!("{field} is missing")))
}

fn in_fields(
    fields: &serde_json::Map<String, Value>,
    within: &str,
    known: &[(&str, FieldType)],
) -> Option<String> {
    fields.iter().find_map(|(field, value)| {
        let Some((_, kind)) = known.iter().find(|(known, _)| known == field) else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            return Some(format!(
                "unknown field {within}{field}; known fields: {}",
                names.join(", ")
            ));
        };
        in_value(&format!("{within}{field}"), *kind, value)
    })
}

fn in_value(field: &str, kind: FieldType, value: &Value) -> Option<String> {
    let allowed = match (kind, value) {
        (FieldType::Text | FieldType::TextOrNull, Value::String(_))
        | (
            FieldType::TextOrNull | FieldType::Tags | FieldType::Outcomes | FieldType::Count,
            Value::Null,
        ) => {
            return None;
        }
        (FieldType::Outcomes, Value::Object(fields)) => {
            return in_fields(fields, "outcomes.", &OUTCOMES);
        }
        (FieldType::Tags, Value::Array(tags)) if tags.iter().all(Value::is_string) => return None,
        (FieldType::Count, Value::Number(count))
            if count
                .as_u64()
                .is_some_and(|count| u32::try_from(count).is_ok()) =>
        {
            return None;
        }
        (FieldType::Text, _) => "a text",
        (FieldType::TextOrNull, _) => "a text or null",
        (FieldType::Tags, _) => "a list of texts",
        (FieldType::Outcomes, _) => "an object in { }",
        (FieldType::Count, _) => "a whole number from 0 to 4294967295",
    };
    let found = match value {
        Value::Number(number) => number.to_string(),
        Value::Array(_) if matches!(kind, FieldType::Tags) => "a list of something else".to_owned(),
        other => name(other).to_owned(),
    };
    Some(format!("{field} is {found}, not {allowed}"))
}

const fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_field_is_named_and_what_is_allowed() {
        let cases = [
            (json!(3), "a block is an object in { }, not a number"),
            (json!([[]]), "a block is an object in { }, not a list"),
            (json!({"category": "admin"}), "start is missing"),
            (json!({"start": "x"}), "category is missing"),
            (json!({"start": 1}), "start is 1, not a text"),
            (
                json!({"end": false}),
                "end is true or false, not a text or null",
            ),
            (json!({"tags": "x"}), "tags is a text, not a list of texts"),
            (
                json!({"tags": [1]}),
                "tags is a list of something else, not a list of texts",
            ),
            (
                json!({"outcomes": 1}),
                "outcomes is 1, not an object in { }",
            ),
            (
                json!({"outcomes": {"meetings": -1}}),
                "outcomes.meetings is -1, not a whole number from 0",
            ),
            (
                json!({"outcomes": {"meetings": 1.5}}),
                "outcomes.meetings is 1.5, not a whole number",
            ),
            (
                json!({"outcomes": {"calls": 1}}),
                "unknown field outcomes.calls; known fields: touches, conversations",
            ),
            (
                json!({"until": "x"}),
                "unknown field until; known fields: id, start, end",
            ),
        ];
        for (row, expected) in cases {
            let found = explain(&row).unwrap_or_default();
            assert!(found.starts_with(expected), "{row}: {found}");
        }
        let null = json!({"id": null, "start": "", "end": null, "category": "", "tags": null, "note": null,
                          "outcomes": null});
        assert_eq!(explain(&null), None);
    }
}
