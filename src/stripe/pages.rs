//! Lists over all their pages: the whole list or an error, never a part of it, and never round in circles.

use super::error::{Error, ErrorKind};
use super::wire::{Identified, List};

/// Most items of a list that are read.
pub const CAP_ITEMS: usize = 10_000;

/// Reads the pages after `first`; `next` reads the page after the item with the id it is given.
pub(crate) async fn gather<T: Identified, Page: Future<Output = Result<List<T>, Error>>>(
    first: List<T>,
    next: impl Fn(String) -> Page,
) -> Result<Vec<Option<T>>, Error> {
    let mut items = first.data.unwrap_or_default();
    let mut has_more = first.has_more == Some(true);
    let mut fresh = items.len();
    while has_more {
        if items.len() > CAP_ITEMS {
            return Err(Error::new(ErrorKind::TooLarge).detail("the list has more than 10,000 items"));
        }
        let page = next(cursor(&items, fresh)?).await?;
        has_more = page.has_more == Some(true);
        let data = page.data.unwrap_or_default();
        fresh = data.len();
        items.extend(data);
    }
    Ok(items)
}

/// The last item's id. A page that is empty, or that ends with an id seen before, would lead round in circles.
fn cursor<T: Identified>(items: &[Option<T>], fresh: usize) -> Result<String, Error> {
    let malformed = |why| Error::new(ErrorKind::Malformed).detail(why);
    let id = |item: &Option<T>| item.as_ref().and_then(|item| item.id().map(str::to_owned));
    let last = items.last().filter(|_| fresh > 0).ok_or_else(|| malformed("a page is empty, and there is another"))?;
    let last = id(last).ok_or_else(|| malformed("there is another page, and the last item has no id to ask after"))?;
    let seen = &items[..items.len() - fresh];
    if seen.iter().any(|item| id(item).as_deref() == Some(&last)) {
        return Err(malformed("a page ends where an earlier one did"));
    }
    Ok(last)
}
