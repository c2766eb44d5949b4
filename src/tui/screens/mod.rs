//! The screens, each drawn from the model alone.

pub(crate) mod review;
pub(crate) mod today;
pub(crate) mod trends;
pub(crate) mod week;

use ratatui::buffer::Buffer;

use super::layout::{Regions, Shape};
use super::model::{Model, Screen};
use crate::domain::stamp::Moment;
use crate::report;

/// Draws the screen in view, below the header and above the messages.
pub(crate) fn draw(buffer: &mut Buffer, regions: &Regions, model: &Model, now: Moment) {
    match model.screen {
        Screen::Week if regions.shape != Shape::Line => week::draw(buffer, regions, model, now),
        Screen::Trends if regions.shape != Shape::Line => trends::draw(buffer, regions, model),
        Screen::Review if regions.shape != Shape::Line => review::draw(buffer, regions, model),
        Screen::Today | Screen::Week | Screen::Trends | Screen::Review => {
            today::draw(buffer, regions, model, now)
        }
    }
}

/// What the header says of the time in view, and whether it is another one than now.
pub(crate) fn title(model: &Model) -> (String, bool) {
    let calendar = &model.settings.context.calendar;
    match model.screen {
        Screen::Today => (today::title(model), model.day != model.today),
        Screen::Week => (
            week::title(model),
            calendar.week_of(model.day) != calendar.week_of(model.today),
        ),
        Screen::Trends => trends::title(model),
        Screen::Review => {
            let (reviewed, this) = (model.reviewed(), calendar.week_of(model.today));
            let due = report::review::default_week(model.today, calendar);
            (
                week::name(model, reviewed),
                reviewed != due && reviewed != this,
            )
        }
    }
}
