//! Objects of one kind by id, each seen only by the connected account it was made for.

use std::collections::HashMap;

use super::refusal::Refusal;

pub(super) struct Shelf<T> {
    object: &'static str,
    places: HashMap<String, usize>,
    items: Vec<Item<T>>,
}

struct Item<T> {
    context: Option<String>,
    value: T,
}

impl<T> Shelf<T> {
    /// `object` is what Stripe calls such a thing in its errors.
    pub(super) fn new(object: &'static str) -> Self {
        Self { object, places: HashMap::new(), items: Vec::new() }
    }

    pub(super) fn put(&mut self, id: &str, context: Option<&str>, value: T) {
        self.places.insert(id.to_owned(), self.items.len());
        self.items.push(Item { context: context.map(str::to_owned), value });
    }

    fn place(&self, id: &str, context: Option<&str>) -> Option<usize> {
        self.places.get(id).copied().filter(|&place| self.items[place].context.as_deref() == context)
    }

    pub(super) fn find(&self, id: &str, context: Option<&str>) -> Option<&T> {
        self.place(id, context).map(|place| &self.items[place].value)
    }

    /// The object that the path names.
    pub(super) fn get(&self, id: &str, context: Option<&str>, param: &str) -> Result<&T, Refusal> {
        self.find(id, context).ok_or_else(|| Refusal::no_such(self.object, id, param))
    }

    /// The object that a parameter names.
    pub(super) fn named(&self, id: &str, context: Option<&str>, param: &str) -> Result<&T, Refusal> {
        self.find(id, context).ok_or_else(|| Refusal::no_such_in_request(self.object, id, param))
    }

    /// The object that the path names, to be changed.
    pub(super) fn get_mut(&mut self, id: &str, context: Option<&str>, param: &str) -> Result<&mut T, Refusal> {
        match self.place(id, context) {
            Some(place) => Ok(&mut self.items[place].value),
            None => Err(Refusal::no_such(self.object, id, param)),
        }
    }

    /// By id alone, for the sandbox's own business.
    pub(super) fn find_mut(&mut self, id: &str) -> Option<&mut T> {
        self.places.get(id).map(|&place| &mut self.items[place].value)
    }

    /// Of a context, the newest first, as Stripe lists.
    pub(super) fn newest_first<'a>(&'a self, context: Option<&'a str>) -> impl Iterator<Item = &'a T> {
        let seen = move |item: &&Item<T>| item.context.as_deref() == context;
        self.items.iter().rev().filter(seen).map(|item| &item.value)
    }

    pub(super) fn context(&self, id: &str) -> Option<&str> {
        self.items[*self.places.get(id)?].context.as_deref()
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().map(|item| &mut item.value)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|item| &item.value)
    }
}
