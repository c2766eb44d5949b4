//! The one-line prompts about a block: note, account, requester, outcome, all of it, where to split it, all of one that is
//! to be added. They begin with what the block says now, so that an emptied line takes it away.

mod add;
mod complete;
mod tones;

use ratatui::style::Modifier;

use tui_input::Input;

use crate::domain::away::Answer;
use crate::domain::block::{Account, Block, Fit, Grade, Requester};
use crate::domain::change::{Change, Patch, Target};
use crate::domain::discreet::Masks;
use crate::domain::lost::describe_lost_prospect;
use crate::domain::parse::{edit, produced, quick, spell, time};
use crate::domain::stamp::{Length, Moment};
use crate::domain::text;
use crate::domain::wording::describe_block;
use crate::insight::Context;
use crate::tui::action::{Action, LineAction};
use crate::tui::effect::{Effect, Handled, Names, PromptKind};
use crate::tui::history::{Recall, TypedLine};
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::Shape;
use crate::tui::paint::{Ink, Piece, as_many_as_fit, piece, plain, sentence, width};
use crate::tui::preview::Preview;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::changes::describe_changes;
use crate::tui::widgets::sheet::{Sheet, SheetCursor};
use crate::tui::widgets::text_input::{self, Prefill, Typed};

/// The blanks between the line and what it may hold.
const GAP: u16 = 3;

/// What may have come of a block, as examples.
const COUNTS: [&str; 3] = ["3conv", "1meeting", "22touch"];
const SOURCE: &str = "~source";

/// A line in which something is typed about a block.
#[derive(Clone, Debug)]
pub(crate) struct Prompt {
    kind: PromptKind,
    /// The block as it was when the prompt opened.
    block: Block,
    pub(crate) input: Input,
    recall: Recall,
    /// Names from history, the latest used first.
    names: Vec<String>,
    /// Whose names they are.
    names_of: Option<Names>,
    /// What was typed before Tab was pressed, and which of its completions stands in the line.
    completing: Option<(String, usize)>,
    /// What the line would do.
    pub(crate) preview: Option<Preview>,
    /// Why it would do nothing as it stands.
    refusal: Option<String>,
    /// How a time of the line was taken, where that is not plain: that it came twice.
    remarks: Vec<String>,
    /// Why the line was not taken.
    pub(crate) error: Option<String>,
    prefill: Prefill,
    /// Whether what it would begin with is hidden: then it takes no text, and no key runs anything.
    is_locked: bool,
}

impl Prompt {
    /// Opens on a block.
    pub(crate) fn open(
        scene: &Scene<'_>,
        kind: PromptKind,
        block: Block,
    ) -> (Self, Option<Effect>) {
        let names_of = match kind {
            PromptKind::Account => Some(Names::Accounts),
            PromptKind::Requester => Some(Names::Requesters),
            PromptKind::Note
            | PromptKind::Outcome
            | PromptKind::Edit
            | PromptKind::Add
            | PromptKind::Split(_) => None,
        };
        let first = first_text(kind, &block, scene);
        let mut prompt = Self {
            input: Input::new(first.clone()),
            recall: Recall::begin(first),
            kind,
            block,
            names: Vec::new(),
            names_of,
            completing: None,
            preview: None,
            refusal: None,
            remarks: Vec::new(),
            error: None,
            prefill: match kind {
                PromptKind::Split(_) => Prefill::Replaced,
                PromptKind::Note | PromptKind::Outcome | PromptKind::Edit => Prefill::Followed,
                PromptKind::Account | PromptKind::Requester | PromptKind::Add => Prefill::Joined,
            },
            is_locked: false,
        };
        let names = names_of.map(Effect::FindNames);
        let effect = names.or_else(|| prompt.ask_preview(scene));
        (prompt, effect)
    }

    /// The same for a block whose text is hidden: an empty line that says why it takes none.
    pub(crate) fn locked(scene: &Scene<'_>, kind: PromptKind, block: Block, why: String) -> Self {
        let (mut prompt, _) = Self::open(scene, kind, block);
        prompt.input.reset();
        prompt.recall = Recall::begin(String::new());
        (prompt.preview, prompt.refusal) = (None, None);
        (prompt.error, prompt.is_locked) = (Some(why), true);
        prompt
    }

    /// Whether the line of such a prompt would begin with a name or a note.
    pub(crate) fn begins_with_names(kind: PromptKind, block: &Block) -> bool {
        let details = &block.details;
        match kind {
            PromptKind::Note => !details.note.is_empty(),
            PromptKind::Account => details.account.is_some(),
            PromptKind::Requester => details.requester.is_some(),
            PromptKind::Edit => {
                details.account.is_some()
                    || details.requester.is_some()
                    || !details.tags.is_empty()
                    || details.prospect.source.is_some()
                    || !details.note.is_empty()
            }
            PromptKind::Outcome => details.prospect.source.is_some(),
            PromptKind::Add | PromptKind::Split(_) => false,
        }
    }

    /// Hides what it shows of others than the one who types.
    pub(crate) fn hide_names(&mut self, masks: &mut Masks) {
        masks.hide_block(&mut self.block);
        self.names.clear();
        if let Some(preview) = &mut self.preview {
            preview.hide_names(masks);
        }
    }

    /// Where its keys go.
    pub(crate) const fn focus(&self) -> Focus {
        match self.kind {
            PromptKind::Note
            | PromptKind::Account
            | PromptKind::Requester
            | PromptKind::Outcome
            | PromptKind::Edit
            | PromptKind::Add => Focus::Prompt,
            PromptKind::Split(_) => Focus::PlainPrompt,
        }
    }

    /// One key: every printable one is text.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        action: Option<Action>,
    ) -> Handled {
        if self.is_locked {
            return match action {
                Some(Action::Cancel) => Handled::Closed(None),
                Some(_) | None => Handled::Consumed(None),
            };
        }
        let taxonomy = &scene.context.taxonomy;
        let typed = key.typed().filter(|_| action.is_none());
        self.prefill.meet(&mut self.input, typed);
        let names = match action {
            Some(Action::Line(LineAction::Complete(way))) => self.complete(way.times(1), taxonomy),
            Some(Action::Line(LineAction::Recall(way))) => {
                let kind = self.label();
                if self.recall.step(way, scene.history, kind, &mut self.input) {
                    self.was_typed();
                }
                None
            }
            Some(_) | None => match self.recall.edit(&mut self.input, key, action, 0) {
                Typed::Canceled => return Handled::Closed(None),
                Typed::Entered => return self.save(scene),
                Typed::Edited => {
                    self.was_typed();
                    None
                }
                Typed::Moved(_) | Typed::Nothing => None,
            },
        };
        Handled::Consumed(names.or_else(|| self.ask_preview(scene)))
    }

    /// What would be lost with the line.
    pub(crate) fn typed(&self) -> TypedLine {
        self.recall.typed(self.label(), self.input.value())
    }

    /// Pasted text is one piece of the note, line ends and all.
    pub(crate) fn paste(&mut self, scene: &Scene<'_>, pasted: &str) -> Option<Effect> {
        if self.is_locked {
            return None;
        }
        self.prefill.meet(&mut self.input, pasted.chars().next());
        match self.kind {
            PromptKind::Note | PromptKind::Edit | PromptKind::Add => {
                text_input::insert(&mut self.input, &spell::note(&text::clean(pasted)));
            }
            PromptKind::Account
            | PromptKind::Requester
            | PromptKind::Outcome
            | PromptKind::Split(_) => {
                text_input::paste_line(&mut self.input, pasted);
            }
        }
        self.was_typed();
        self.ask_preview(scene)
    }

    fn was_typed(&mut self) {
        self.completing = None;
        self.error = None;
    }

    /// Asks what the line would do to the lane, as it stands.
    fn ask_preview(&mut self, scene: &Scene<'_>) -> Option<Effect> {
        if !self.reshapes() {
            return None;
        }
        if self.is_only_begun(scene) {
            (self.preview, self.refusal) = (None, None);
            return None;
        }
        match self.read(scene) {
            Ok(change) => Some(Effect::Preview(change)),
            Err(why) => {
                self.show_preview(Err(why));
                None
            }
        }
    }

    /// Whether other blocks may change with this one.
    const fn reshapes(&self) -> bool {
        matches!(
            self.kind,
            PromptKind::Edit | PromptKind::Add | PromptKind::Split(_)
        )
    }

    fn save(&mut self, scene: &Scene<'_>) -> Handled {
        match self.read(scene) {
            Ok(change) => Effect::Apply(change).into(),
            Err(why) => {
                self.error = Some(why);
                Handled::Consumed(None)
            }
        }
    }

    /// Shows what the line would do, or why nothing.
    pub(crate) fn show_preview(&mut self, preview: Result<Preview, String>) {
        (self.preview, self.refusal) = match preview {
            Ok(preview) => (Some(preview), None),
            Err(why) => (None, Some(why)),
        };
    }

    /// How the times of the line were taken that is saved.
    pub(crate) fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The change that the line asks for; keeps how its times were taken.
    fn read(&mut self, scene: &Scene<'_>) -> Result<Change, String> {
        let mut remarks = Vec::new();
        let change = self.change(scene, &mut remarks);
        self.remarks = remarks;
        change
    }

    fn change(&self, scene: &Scene<'_>, remarks: &mut Vec<String>) -> Result<Change, String> {
        let (context, now) = (scene.context, scene.now);
        let target = Target::whatever_it_says(self.block.id);
        if self.kind == PromptKind::Add {
            return self.read_new(scene, remarks);
        }
        if let PromptKind::Split(question) = self.kind {
            let typed = self.input.value().trim();
            let read = time::parse_time_inside(typed, &self.block, now, &context.calendar)
                .map_err(|fault| fault.with_hint())?;
            remarks.extend(read.remark);
            let at = read.moment;
            return Ok(match question {
                Some(question) => Change::Answer {
                    target,
                    question,
                    answer: Answer::Split(at),
                },
                None => Change::Split { target, at },
            });
        }
        // The line spells what stays as well: that is not asked for.
        let after = self.patch(context, now, remarks)?.applied_to(&self.block);
        let taxonomy = &context.taxonomy;
        remarks.extend(describe_lost_prospect(&self.block, &after, taxonomy));
        let patch = Patch::between(&self.block, &after);
        let seen = Box::new(self.block.clone());
        Ok(Change::Edit { seen, patch })
    }

    fn patch(
        &self,
        context: &Context,
        now: Moment,
        remarks: &mut Vec<String>,
    ) -> Result<Patch, String> {
        let typed = self.input.value().trim();
        let (block, taxonomy) = (&self.block, &context.taxonomy);
        let name =
            Some(typed.trim_start_matches(['@', '!']).trim()).filter(|name| !name.is_empty());
        let mut patch = Patch::default();
        match self.kind {
            PromptKind::Note => {
                patch = quick::parse_patch(typed, block, taxonomy)
                    .map_err(|fault| fault.with_hint())?;
                patch.note = Some(patch.note.unwrap_or_default());
            }
            PromptKind::Account => {
                let own = block.details.account.as_ref();
                let account = name.map(|name| Account::new_or_own(name, own)).transpose();
                patch.account = Some(account.map_err(|fault| format!("the account {fault}"))?);
            }
            PromptKind::Requester => {
                let own = block.details.requester.as_ref();
                let requester = name
                    .map(|name| Requester::new_or_own(name, own))
                    .transpose();
                let requester = requester.map_err(|fault| format!("the requester {fault}"))?;
                patch.requester = Some(requester);
            }
            PromptKind::Outcome => {
                patch = produced::parse_produced(typed, block, taxonomy)
                    .map_err(|fault| fault.with_hint())?;
            }
            PromptKind::Edit => {
                let edited = edit::parse_rewrite(typed, block, taxonomy, now, &context.calendar);
                let edited = edited.map_err(|fault| fault.with_hint())?;
                remarks.extend(edited.remarks);
                patch = edited.patch;
            }
            PromptKind::Add | PromptKind::Split(_) => {}
        }
        Ok(patch)
    }

    const fn label(&self) -> &'static str {
        match self.kind {
            PromptKind::Note => "note › ",
            PromptKind::Account => "account @ › ",
            PromptKind::Requester => "requester ! › ",
            PromptKind::Outcome => "outcome › ",
            PromptKind::Edit => "edit › ",
            PromptKind::Add => "add › ",
            PromptKind::Split(_) => "split at › ",
        }
    }

    /// The block that the line is about, what the line would do, what is wrong with it; and the line.
    pub(crate) fn sheet(&self, scene: &Scene<'_>, room: u16) -> Sheet {
        let mut remarks = Vec::new();
        let (said, role) = match (&self.error, &self.refusal) {
            (Some(why), _) => (Some(why), Role::Warning),
            (None, Some(why)) => (Some(why), Role::Quiet),
            (None, None) => (None, Role::Quiet),
        };
        remarks.extend(
            said.into_iter()
                .map(|why| text_input::as_sentence(why, self.input.value()))
                .flat_map(|why| sentence(&why, scene.style(role), room)),
        );
        let preview = self.preview.as_ref().filter(|_| said.is_none());
        let own = preview.and_then(|preview| preview.remark.as_ref());
        // A note changes no other block: nothing of it was read before.
        let mut of_note = Vec::new();
        if self.kind == PromptKind::Note && !self.is_locked {
            let read = self.change(scene, &mut of_note);
            of_note.retain(|_| read.is_ok());
        }
        if said.is_none() {
            let read = if of_note.is_empty() {
                &self.remarks
            } else {
                &of_note
            };
            let words = read.iter().chain(own);
            remarks.extend(words.flat_map(|words| sentence(words, scene.style(Role::Quiet), room)));
        }
        let mut outcome = preview.map_or_else(Vec::new, |preview| describe_changes(scene, preview));
        if preview.is_some() && outcome.is_empty() {
            outcome.push(vec![scene.quiet("no other block changes")]);
        }
        let (mut line, column) = self.line(scene, room);
        let free = match scene.regions.shape {
            Shape::Line => 0,
            Shape::Compact | Shape::Wide => room.saturating_sub(width(&line) + GAP),
        };
        let hints = as_many_as_fit(&self.hints(scene), 2, free);
        if !hints.is_empty() {
            line.push(plain(" ".repeat(GAP.into())));
            line.extend(hints);
        }
        Sheet {
            what: vec![self.what(scene)],
            outcome,
            remarks,
            choices: vec![line],
            cursor: Some(SheetCursor::LastChoice(column)),
            ..Sheet::default()
        }
    }

    /// The block that the line is about.
    fn what(&self, scene: &Scene<'_>) -> Piece {
        if self.is_add() {
            return scene.strong(self.title(scene));
        }
        let hue = scene.theme.category(self.block.category);
        let words = describe_block(&self.block, scene.beside());
        piece(words, hue.add_modifier(Modifier::BOLD))
    }

    /// The line as far as it has room, and how far from its left the cursor stands.
    fn line(&self, scene: &Scene<'_>, room: u16) -> (Vec<Piece>, u16) {
        if self.is_add() {
            return self.line_of_new(scene, room);
        }
        let line = text_input::line(scene.theme, self.label(), &self.input, room);
        (line, text_input::column(self.label(), &self.input, room))
    }

    /// What the line may hold beside what is typed.
    fn hints(&self, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
        match self.kind {
            PromptKind::Edit | PromptKind::Split(_) => Vec::new(),
            PromptKind::Add => self.what_may_follow(scene),
            PromptKind::Account | PromptKind::Requester => {
                let names = self.matching().into_iter().take(12);
                names.map(|name| vec![scene.quiet(name)]).collect()
            }
            PromptKind::Outcome => {
                let more = if self.opens(scene) {
                    [Fit::ALL.map(Fit::name).as_slice(), &[SOURCE]].concat()
                } else {
                    Grade::ALL.map(Grade::name).to_vec()
                };
                let kinds = COUNTS.into_iter().chain(more);
                kinds.map(|kind| vec![scene.quiet(kind)]).collect()
            }
            PromptKind::Note => {
                let parts = ["@account", "!requester", "#tag", "/activity", "+outcome"];
                let source = self.opens(scene).then_some(SOURCE);
                let parts = parts.into_iter().chain(source);
                parts.map(|part| vec![scene.quiet(part)]).collect()
            }
        }
    }

    /// Whether the block takes a source and a fit.
    fn opens(&self, scene: &Scene<'_>) -> bool {
        let activity = self.block.details.activity.as_ref();
        let taxonomy = &scene.context.taxonomy;
        taxonomy.opens(self.block.category, activity)
    }
}

/// What the line begins with.
fn first_text(kind: PromptKind, block: &Block, scene: &Scene<'_>) -> String {
    let now = scene.now;
    let details = &block.details;
    let (account, requester) = (details.account.as_ref(), details.requester.as_ref());
    match kind {
        PromptKind::Note if details.note.is_empty() => String::new(),
        PromptKind::Note => spell::note(details.note.as_str()),
        PromptKind::Account => {
            account.map_or_else(String::new, |account| account.as_str().to_owned())
        }
        PromptKind::Requester => {
            requester.map_or_else(String::new, |name| name.as_str().to_owned())
        }
        PromptKind::Outcome => produced::spell_produced(details),
        PromptKind::Edit => spell::block(block),
        PromptKind::Add => Prompt::first_of_new(block),
        PromptKind::Split(question) => {
            let half = Length::seconds(block.length(now.at).as_seconds() / 2);
            let half = block.start.at.plus(half);
            let at = question.map_or(half, |question| question.since.at);
            time::spell_time_inside(at, block, now, &scene.context.calendar)
        }
    }
}
