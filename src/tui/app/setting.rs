//! Settings that are changed from the screen: written to the config file and taken up; and the theme that the palette shows
//! before it is one.

use super::App;
use crate::domain::stamp::Moment;
use crate::tui::config_switch::Setting;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;

impl App {
    /// Writes a setting to the config file and takes it up.
    pub(super) fn write_setting(&mut self, setting: &Setting, now: Moment) {
        let around = self.surroundings.as_ref();
        match around.and_then(|around| around.write_setting(setting)) {
            None => self.model.refuse("Not set: there is no config file here"),
            Some(Err(error)) => {
                let what = error.to_string();
                let line = what.lines().next().unwrap_or_default();
                let hint = error.way_out().unwrap_or_default();
                self.model.refuse(format!("Not set: {line} — {hint}"));
            }
            Some(Ok(())) => {
                self.take_up_changes();
                self.model
                    .say(format!("{} · saved in the config", setting.words), now.at);
            }
        }
    }

    /// Shows the theme that is selected in the palette, as long as it is.
    pub(super) fn try_theme(&mut self, now: Moment) {
        let mut wanted = None;
        if let (Mode::Palette(palette), Some(around)) = (&mut self.model.mode, &self.surroundings) {
            palette.know_themes(|| around.config.theme_names());
            wanted = palette.theme(&self.model.common.scene(Regions::default(), now));
        }
        let tried = &mut self.model.common.tried_theme;
        if tried.as_ref().map(|(name, _)| name) == wanted.as_ref() {
            return;
        }
        *tried = wanted.and_then(|name| {
            let theme = self.surroundings.as_ref()?.theme_named(&name)?;
            Some((name, theme))
        });
        self.drawn = None;
    }
}
