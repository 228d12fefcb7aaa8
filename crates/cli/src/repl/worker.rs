//! Lines are worked out in a thread of their own, so that Ctrl-C and a time limit can end the
//! wait for one.
//!
//! The thread that is not waited for any more is left to itself: it has the only copy of its
//! graph, and what was said before is said again to a new one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::journal::Journal;
use super::settings::Settings;
use super::state::{Reply, State};

/// What became of a line.
pub enum Answer {
    /// It was worked out.
    Reply(Reply),
    /// The user did not want to wait.
    Interrupted,
    /// It took longer than so many seconds.
    TimedOut(u64),
    /// The thread ended without an answer.
    Died,
}

enum Event {
    Done(Box<(State, Reply)>),
    Interrupt,
    Died,
}

/// The state, at work or at rest.
pub struct Worker {
    state: Option<State>,
    journal: Journal,
    settings: Settings,
    columns: Option<usize>,
}

/// Who is told of Ctrl-C; nobody while a line is read.
static LISTENER: Mutex<Option<Sender<Event>>> = Mutex::new(None);

fn listen(sender: Option<Sender<Event>>) {
    static HANDLER: OnceLock<()> = OnceLock::new();
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = sender;
    HANDLER.get_or_init(|| {
        // Without a handler Ctrl-C ends the program, as it does for any other.
        let _ = ctrlc::set_handler(|| {
            let listener = LISTENER.lock().unwrap_or_else(PoisonError::into_inner);
            match &*listener {
                Some(listener) => {
                    let _ = listener.send(Event::Interrupt);
                }
                None => std::process::exit(130),
            }
        });
    });
}

impl Worker {
    /// At rest.
    pub fn new(state: State) -> Self {
        Self {
            columns: state.interactive().then_some(state.all_columns()),
            journal: state.journal().clone(),
            settings: state.settings().clone(),
            state: Some(state),
        }
    }

    /// Whether a person types the lines.
    pub const fn interactive(&self) -> bool {
        self.columns.is_some()
    }

    /// The names that are defined.
    pub fn names(&self) -> Vec<String> {
        self.state.as_ref().map(State::names).unwrap_or_default()
    }

    /// Works out a line.
    pub fn ask(&mut self, line: &str) -> Answer {
        let mut state = self.state.take().unwrap_or_else(|| self.restored());
        let (sender, receiver) = channel();
        if self.interactive() {
            listen(Some(sender.clone()));
        }
        let line = line.to_owned();
        let worker = move || {
            let work = AssertUnwindSafe(|| state.answer(&line));
            let event = match catch_unwind(work) {
                Ok(reply) => Event::Done(Box::new((state, reply))),
                Err(_) => Event::Died,
            };
            let _ = sender.send(event);
        };
        let started = thread::Builder::new().spawn(worker);
        let answer = match started {
            Ok(_) => self.wait(&receiver),
            Err(_) => Answer::Died,
        };
        if self.interactive() {
            listen(None);
        }
        answer
    }

    fn wait(&mut self, receiver: &Receiver<Event>) -> Answer {
        let event = match self.settings.timeout {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(seconds) => receiver.recv_timeout(Duration::from_secs(seconds)),
        };
        match event {
            Ok(Event::Done(done)) => {
                let (state, reply) = *done;
                self.journal = state.journal().clone();
                self.settings = state.settings().clone();
                self.state = Some(state);
                Answer::Reply(reply)
            }
            Ok(Event::Interrupt) => Answer::Interrupted,
            Ok(Event::Died) | Err(RecvTimeoutError::Disconnected) => Answer::Died,
            Err(RecvTimeoutError::Timeout) => {
                Answer::TimedOut(self.settings.timeout.unwrap_or_default())
            }
        }
    }

    /// A state that has heard all that was said.
    fn restored(&self) -> State {
        let mut state = State::new(self.columns);
        state.restore(&self.journal, self.settings.clone());
        state
    }
}
