//! Lists over all their pages: the whole list or an error, never a part of it, and never round in circles.

use super::error::{Error, ErrorKind};
use super::wire::{Identified, List};

/// Most items of a list that are read.
pub const CAP_ITEMS: usize = 10_000;
/// Most pages of a list that are read, since a page may hold a single item.
const CAP_PAGES: usize = 500;

/// Reads the pages after `first`; `next` reads the page after the item with the id it is given.
///
/// Each page says by itself whether it can be gone on from (see `expected`).
pub(crate) async fn gather<T: Identified, Page: Future<Output = Result<List<T>, Error>>>(
    first: List<T>,
    next: impl Fn(String) -> Page,
) -> Result<Vec<Option<T>>, Error> {
    let mut items = Vec::new();
    let mut page = first;
    for _ in 0..CAP_PAGES {
        let (has_more, data) = (page.has_more(), page.data.unwrap_or_default());
        let seen = items.len();
        items.extend(data);
        if !has_more {
            return Ok(items);
        }
        if items.len() > CAP_ITEMS {
            break;
        }
        page = next(cursor(&items, seen)?).await?;
    }
    Err(Error::new(ErrorKind::TooLarge).detail("the list has more than 10,000 items or 500 pages"))
}

/// The last item's id; one among the first `seen` items would lead round in circles.
fn cursor<T: Identified>(items: &[Option<T>], seen: usize) -> Result<String, Error> {
    let id = |item: &Option<T>| item.as_ref().and_then(|item| item.id().map(str::to_owned));
    let last = items.last().and_then(id);
    match last {
        Some(last) if !items[..seen].iter().any(|item| id(item).as_ref() == Some(&last)) => Ok(last),
        _ => Err(Error::new(ErrorKind::Malformed).detail("a page ends where an earlier one did")),
    }
}
