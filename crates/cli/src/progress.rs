//! How far work has come, drawn on a terminal once it has taken a second, and nowhere else.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often what is drawn is drawn again.
const TICK: Duration = Duration::from_millis(120);

const OPEN: &str = "{spinner} {msg}, {elapsed}";
const COUNTED: &str = "{spinner} {msg} {bar:30} {pos} of {len}, {elapsed}";

/// How far work has come. Clones are of the same work.
#[derive(Clone, Debug)]
pub struct Progress {
    /// None where nobody watches.
    bar: Option<ProgressBar>,
}

/// Work that is watched. It is over when this is dropped, and nothing of it is left to see.
#[derive(Debug)]
pub struct Watch(Option<(Sender<()>, JoinHandle<()>)>);

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some((done, drawing)) = self.0.take() {
            drop(done);
            let _ = drawing.join();
        }
    }
}

impl Progress {
    /// Drawn where standard error is a terminal.
    pub fn new(terminal: bool) -> Self {
        let bar = terminal.then(ProgressBar::hidden);
        Self { bar }
    }

    /// Begins to watch a piece of work.
    pub fn watch(&self, message: &'static str) -> Watch {
        let Some(bar) = self.bar.clone() else {
            return Watch(None);
        };
        bar.reset();
        bar.unset_length();
        bar.set_message(message);
        bar.set_style(style(OPEN));
        let (done, over) = channel();
        Watch(Some((done, thread::spawn(move || draw(&bar, &over)))))
    }

    /// One piece more is to be done.
    pub fn more(&self) {
        if let Some(bar) = &self.bar {
            if bar.length().is_none() {
                bar.set_style(style(COUNTED));
                bar.set_length(0);
            }
            bar.inc_length(1);
        }
    }

    /// One piece more is done.
    pub fn step(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Does something to the terminal that what is drawn would be in the way of.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(work),
            None => work(),
        }
    }
}

/// Draws the bar from the time that patience is lost until the work is over.
fn draw(bar: &ProgressBar, over: &Receiver<()>) {
    if over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
    bar.enable_steady_tick(TICK);
    let _ = over.recv();
    bar.disable_steady_tick();
    bar.finish_and_clear();
    bar.set_draw_target(ProgressDrawTarget::hidden());
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
