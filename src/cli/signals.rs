//! Ctrl-C and SIGTERM: the first ends a run cleanly, the second at once.

use tokio::sync::watch;

use super::output;

/// Listens from now on, until the program ends. Becomes true at the first signal, of which `said`
/// tells.
pub(super) fn listen(said: &'static str) -> watch::Receiver<bool> {
    let (stop, stopped) = watch::channel(false);
    // Both at once, so that none is lost between the first signal and the second.
    let signals = Signals::open();
    tokio::spawn(async move {
        let Some(mut signals) = signals else {
            // The system's own way of ending programs holds; nobody is told to stop.
            return std::future::pending().await;
        };
        signals.next().await;
        output::say(&format!("{said} Once more to stop at once."));
        // Nobody listens any more when the run has just ended.
        let _ = stop.send(true);
        signals.next().await;
        std::process::exit(130);
    });
    stopped
}

/// Resolves when the run is to stop.
pub(super) async fn stopped(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn open() -> Option<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Some(Self {
            interrupt: signal(SignalKind::interrupt()).ok()?,
            terminate: signal(SignalKind::terminate()).ok()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn open() -> Option<Self> {
        Some(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
