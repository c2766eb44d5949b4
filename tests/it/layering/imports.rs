//! Which file imports which: no circles, and the order within the TUI. An edge is a path to an item that another file
//! defines; `mod child;` and a re-export alone are none.

use std::collections::{BTreeMap, BTreeSet};

use super::hold_to;
use super::source::{SOURCES, SourceFile, starts};

/// Files that are in a circle of imports today. This list may only shrink.
const IN_CIRCLES: &[&str] = &[];

/// Edges of the TUI against its order, as `FROM -> TO`. This list may only shrink.
const OUT_OF_ORDER: &[&str] = &[];

#[test]
fn no_files_import_each_other_in_a_circle() {
    let graph = Graph::of(&SOURCES);
    let found: Vec<String> = graph
        .circles()
        .iter()
        .flat_map(|circle| {
            circle.iter().map(|file| {
                let ties = graph.ties(file, circle);
                format!("{file}: in a circle of {}\n{ties}", circle.len())
            })
        })
        .collect();
    hold_to(IN_CIRCLES, &found, "files import each other in a circle");
}

#[test]
fn in_the_tui_only_the_app_knows_screens_and_overlays() {
    let graph = Graph::of(&SOURCES);
    let found: Vec<String> = graph
        .edges
        .iter()
        .flat_map(|(from, targets)| targets.iter().map(move |(to, names)| (from, to, names)))
        .filter(|(from, to, _)| !may_import(from, to))
        .map(|(from, to, names)| format!("{from} -> {to}: for {}", join(names)))
        .collect();
    hold_to(OUT_OF_ORDER, &found, "out of order in src/tui");
}

/// A part of the TUI, as far as its order goes.
#[derive(PartialEq)]
enum Part<'p> {
    Base,
    Screen(&'p str),
    Overlay(&'p str),
    App,
}

fn part_of(path: &str) -> Option<Part<'_>> {
    let below = path.strip_prefix("tui/")?;
    Some(if let Some(rest) = below.strip_prefix("screens/") {
        match rest.split(['/', '.']).next().unwrap_or(rest) {
            // Which screens there are is the base's business; what is in them is not.
            "mod" => Part::Base,
            screen => Part::Screen(screen),
        }
    } else if let Some(rest) = below.strip_prefix("overlays/") {
        match rest.split(['/', '.']).next().unwrap_or(rest) {
            "mod" => Part::Base,
            overlay => Part::Overlay(overlay),
        }
    } else if ["app.rs", "mode.rs"].contains(&below) || below.starts_with("app/") {
        // The mode holds the overlay that is open, so it is the app's too.
        Part::App
    } else {
        Part::Base
    })
}

fn may_import(from: &str, to: &str) -> bool {
    // The door of the TUI starts the app, and `probe` lets a benchmark drive it.
    if ["tui/mod.rs", "tui/probe.rs"].contains(&from) {
        return true;
    }
    match (part_of(from), part_of(to)) {
        (None | Some(Part::App), _) | (_, None | Some(Part::Base)) => true,
        (Some(from), Some(to)) => from == to,
    }
}

/// The names by which each file is tied to the others.
struct Graph {
    edges: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Graph {
    fn of(files: &[SourceFile]) -> Self {
        let plain: Vec<&SourceFile> = files.iter().filter(|file| !file.is_test).collect();
        let mut modules = Modules::default();
        for file in &plain {
            modules
                .files
                .insert(module_of(&file.path), file.path.clone());
        }
        let uses: Vec<Vec<Use>> = plain.iter().map(|file| read_uses(file.plain())).collect();
        for (file, uses) in plain.iter().zip(&uses) {
            let here = module_of(&file.path);
            for one in uses {
                if let Some(path) = modules.absolute(&one.path, &here) {
                    modules.names.insert((here.clone(), one.name.clone()), path);
                }
            }
        }
        let mut edges = BTreeMap::new();
        for (file, uses) in plain.iter().zip(&uses) {
            edges.insert(file.path.clone(), edges_of(file, uses, &modules));
        }
        Self { edges }
    }

    /// The groups of files that reach each other, each in the order of its paths.
    fn circles(&self) -> Vec<BTreeSet<String>> {
        let reach: BTreeMap<&String, BTreeSet<&String>> = self
            .edges
            .keys()
            .map(|file| (file, self.reached(file)))
            .collect();
        let mut circles: Vec<BTreeSet<String>> = Vec::new();
        for (file, targets) in &reach {
            if targets.contains(file) && !circles.iter().any(|circle| circle.contains(*file)) {
                let back = targets.iter().filter(|other| reach[**other].contains(file));
                circles.push(back.map(|other| (*other).clone()).collect());
            }
        }
        circles
    }

    fn reached(&self, from: &String) -> BTreeSet<&String> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = self.edges[from].keys().collect();
        while let Some(file) = open.pop() {
            if reached.insert(file) {
                open.extend(self.edges.get(file).into_iter().flat_map(BTreeMap::keys));
            }
        }
        reached
    }

    /// What ties a file to others of its circle, a line for each.
    fn ties(&self, file: &str, circle: &BTreeSet<String>) -> String {
        self.edges[file]
            .iter()
            .filter(|(to, _)| circle.contains(*to))
            .map(|(to, names)| format!("    -> {to} ({})", join(names)))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn join(names: &BTreeSet<String>) -> String {
    names.iter().cloned().collect::<Vec<_>>().join(", ")
}

type Path = Vec<String>;

fn module_of(path: &str) -> Path {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut parts: Path = path.split('/').map(str::to_owned).collect();
    if ["mod", "lib"].contains(&parts[parts.len() - 1].as_str()) {
        parts.pop();
    }
    parts
}

#[derive(Default)]
struct Modules {
    files: BTreeMap<Path, String>,
    /// What `use` brings into a module, by the module and the name.
    names: BTreeMap<(Path, String), Path>,
}

impl Modules {
    /// A path from the root of the crate; `None` for another crate's, and for names of the file itself.
    fn absolute(&self, path: &[String], here: &Path) -> Option<Path> {
        let mut base = match path[0].as_str() {
            "crate" => return Some(path[1..].to_vec()),
            "self" => return Some([here.as_slice(), &path[1..]].concat()),
            "super" => here.clone(),
            name => {
                let inside = [here.as_slice(), path].concat();
                let alias = self.names.get(&(here.clone(), name.to_owned()));
                return match alias {
                    Some(target) => Some([target.as_slice(), &path[1..]].concat()),
                    None => self
                        .files
                        .contains_key(&inside[..=here.len()])
                        .then_some(inside),
                };
            }
        };
        let ups = path.iter().take_while(|part| *part == "super").count();
        base.truncate(here.len().saturating_sub(ups));
        base.extend_from_slice(&path[ups..]);
        Some(base)
    }

    /// The file that defines what a path names, through re-exports; `None` where it names a module.
    fn file_of(&self, path: &Path, patience: usize) -> Option<String> {
        let known = (0..=path.len())
            .rev()
            .find(|n| self.files.contains_key(&path[..*n]))?;
        if known == path.len() {
            let (last, parent) = path.split_last()?;
            let renamed = self.names.get(&(parent.to_vec(), last.clone()))?;
            return (renamed != path && patience > 0)
                .then(|| self.file_of(renamed, patience - 1))?;
        }
        let item = (path[..known].to_vec(), path[known].clone());
        match self.names.get(&item) {
            Some(target) if patience > 0 => {
                let through = [target.as_slice(), &path[known + 1..]].concat();
                self.file_of(&through, patience - 1)
            }
            _ => self.files.get(&path[..known]).cloned(),
        }
    }
}

fn edges_of(
    file: &SourceFile,
    uses: &[Use],
    modules: &Modules,
) -> BTreeMap<String, BTreeSet<String>> {
    let here = module_of(&file.path);
    let body = without_uses(file.plain());
    let mut paths: Vec<Path> = paths_in(&body);
    let is_named = |name: &str| {
        let mut places = starts(&body, name).into_iter();
        places.any(|(at, _)| !body[..at].ends_with("mod "))
    };
    let stays = |one: &&Use| !one.is_public || is_named(&one.name);
    paths.extend(uses.iter().filter(stays).map(|one| one.path.clone()));
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in paths {
        let target = modules
            .absolute(&path, &here)
            .and_then(|path| modules.file_of(&path, 8));
        if let Some(target) = target.filter(|target| *target != file.path) {
            let name = path[path.len() - 1].clone();
            edges.entry(target).or_default().insert(name);
        }
    }
    edges
}

/// One name that a `use` brings in.
struct Use {
    name: String,
    path: Path,
    is_public: bool,
}

/// The statements of `use` in a code: where each begins, what it says, and whether it is public.
fn use_statements(code: &str) -> Vec<(usize, &str, bool)> {
    let statement = |(at, after): (usize, &str)| {
        let words = code[at + 3..].split(';').next()?;
        if !after.starts_with(' ') {
            return None;
        }
        let before = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        let for_tests = code[..at - before.len()]
            .trim_end()
            .ends_with("#[cfg(test)]");
        let opens_line = before.is_empty() || before.starts_with("pub");
        (opens_line && !for_tests).then_some((at, words, !before.is_empty()))
    };
    starts(code, "use")
        .into_iter()
        .filter_map(statement)
        .collect()
}

fn read_uses(code: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    for (_, words, is_public) in use_statements(code) {
        for (name, path) in expand(&[], words) {
            uses.push(Use {
                name,
                path,
                is_public,
            });
        }
    }
    uses
}

fn without_uses(code: &str) -> String {
    let mut body = code.to_owned();
    for (at, words, _) in use_statements(code) {
        body.replace_range(at..at + 3 + words.len(), &" ".repeat(3 + words.len()));
    }
    body
}

/// The names and paths of a tree such as `a::{b, c::{self, d as e}}`.
fn expand(before: &[String], tree: &str) -> Vec<(String, Path)> {
    let tree = tree.trim();
    let (head, group) = match tree.split_once('{') {
        Some((head, rest)) => (head, rest.rsplit_once('}').map(|(inside, _)| inside)),
        None => (tree, None),
    };
    let (head, renamed) = match head.split_once(" as ") {
        Some((head, name)) => (head, Some(name.trim().to_owned())),
        None => (head, None),
    };
    let parts = head
        .split("::")
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut path = [before, &parts.map(str::to_owned).collect::<Path>()].concat();
    if let Some(inside) = group {
        return top_level(inside)
            .into_iter()
            .flat_map(|one| expand(&path, one))
            .collect();
    }
    if path.len() > 1 && path[path.len() - 1] == "self" {
        path.pop();
    }
    match path.last() {
        Some(last) => vec![(renamed.unwrap_or_else(|| last.clone()), path.clone())],
        None => Vec::new(),
    }
}

fn top_level(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[from..]);
    parts
}

/// All paths of two names or more in a code, such as `page::draw`.
fn paths_in(code: &str) -> Vec<Path> {
    let in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c| !in_path(c))
        .map(|word| word.trim_matches(':'))
        .filter(|word| word.contains("::"))
        .map(|word| word.split("::").map(str::to_owned).collect::<Path>())
        .filter(|path| {
            path.iter()
                .all(|part| !part.is_empty() && !part.contains(':'))
        })
        .collect()
}

#[test]
fn circles_are_found_through_re_exports_and_a_declaration_is_none() {
    let circles = |files: &[(&str, &str)]| {
        let files: Vec<SourceFile> = files.iter().map(|(p, t)| SourceFile::of(p, t)).collect();
        let circles = Graph::of(&files).circles();
        circles.concat_names()
    };
    let parent = "mod child;\npub use child::draw;\npub struct Page;";
    assert_eq!(
        circles(&[("a.rs", parent), ("a/child.rs", "use super::Page;")]),
        "",
        "a re-export alone"
    );
    let calls = "mod child;\npub struct Page;\nfn f() { child::draw() }";
    assert_eq!(
        circles(&[("a.rs", calls), ("a/child.rs", "use super::Page;")]),
        "a.rs a/child.rs"
    );
    let through = [
        ("lib.rs", ""),
        ("a/mod.rs", "mod one;\nmod two;\npub use one::First;"),
        ("a/one.rs", "use crate::a::two::{self, Second};"),
        ("a/two.rs", "fn f(x: super::First) {}"),
    ];
    assert_eq!(circles(&through), "a/one.rs a/two.rs");
    let one_way = [("a.rs", "use crate::b;\nfn f() { b::g() }"), ("b.rs", "")];
    assert_eq!(circles(&one_way), "");
}

/// Circles as words, for a test.
trait ConcatNames {
    fn concat_names(&self) -> String;
}

impl ConcatNames for Vec<BTreeSet<String>> {
    fn concat_names(&self) -> String {
        self.iter()
            .map(join)
            .collect::<Vec<_>>()
            .join("; ")
            .replace(',', "")
    }
}
