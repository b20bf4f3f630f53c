//! A connection whose answers can be reset, cut or slowed at a byte of ours: what a fault needs below HTTP.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::backend::Fate;

/// What becomes of the answers of one connection; set before each, since requests come one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Plug(Arc<Mutex<(Fate, u64)>>);

impl Plug {
    /// The fate of the answer that is written next.
    pub(super) fn set(&self, fate: Fate) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (fate, 0);
    }

    /// The fate, and how much of the answer is out.
    fn get(&self) -> (Fate, u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, bytes: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 += bytes as u64;
    }
}

/// A TCP connection with a plug.
pub(super) struct Tap {
    stream: TcpStream,
    pub(super) plug: Plug,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Tap {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, plug: Plug::default(), pause: None }
    }

    fn poll_pause(&mut self, context: &mut Context, tick: Duration) -> Poll<()> {
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(tick)));
        ready!(pause.as_mut().poll(context));
        self.pause = None;
        Poll::Ready(())
    }

    /// Writes up to the byte where the answer ends.
    fn poll_until(&mut self, context: &mut Context, bytes: &[u8], end: u64, is_reset: bool) -> Poll<io::Result<usize>> {
        let left = usize::try_from(end.saturating_sub(self.plug.get().1)).unwrap_or(usize::MAX);
        if left > 0 {
            return self.poll_through(context, &bytes[..bytes.len().min(left)]);
        }
        if is_reset {
            // With no time to linger, dropping the socket sends a reset.
            self.stream.set_zero_linger()?;
        }
        Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
    }

    fn poll_through(&mut self, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.plug.count(written);
        Poll::Ready(Ok(written))
    }
}

impl AsyncRead for Tap {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Tap {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.plug.get().0 {
            Fate::Whole | Fate::Endless => self.poll_through(context, bytes),
            Fate::Reset(end) => self.poll_until(context, bytes, end, true),
            Fate::Cut(end) => self.poll_until(context, bytes, end, false),
            Fate::Hang => Poll::Pending,
            Fate::Slow(rate) => {
                // About ten times a second, or a byte at a time where that is less.
                let share = (rate / 10).max(1);
                ready!(self.poll_pause(context, Duration::from_secs_f64(share as f64 / rate as f64)));
                let share = usize::try_from(share).unwrap_or(usize::MAX);
                self.poll_through(context, &bytes[..bytes.len().min(share)])
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
