//! JSON as serde_json writes it, byte for byte, for values that are mostly names and codes of ours.
//!
//! serde_json looks at every byte it writes, keys included, for one that must be escaped: a third of what a line of output
//! took. Here keys are written as they are, texts are looked through sixteen bytes at a time, and what is left, numbers
//! and texts with something to escape, is serde_json's.

use serde::ser::{self, Error as _, Impossible, Serialize};
use serde_json::Error;

/// Writes `value` behind `out`: objects, lists, texts, numbers, and enums without data.
///
/// # Errors
/// A value of another shape; what was written of it stays.
pub(crate) fn append(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
    value.serialize(Json(out))
}

struct Json<'a>(&'a mut Vec<u8>);

impl Json<'_> {
    /// What is rare, or no business of ours.
    fn by_serde_json(self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        value.serialize(&mut serde_json::Serializer::new(self.0))
    }

    #[inline(always)]
    fn quoted(self, plain: &str) {
        self.0.reserve(plain.len() + 2);
        self.0.push(b'"');
        self.0.extend_from_slice(plain.as_bytes());
        self.0.push(b'"');
    }
}

const BLOCK: usize = 16;

/// Whether nothing of a text must be escaped: no quote, no backslash, no control.
fn is_plain(text: &[u8]) -> bool {
    match (text.last_chunk::<BLOCK>(), text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (Some(last), ..) => text.as_chunks::<BLOCK>().0.iter().all(all_plain) && all_plain(last),
        (None, Some(_), Some(last)) => text.as_chunks::<4>().0.iter().all(all_plain) && all_plain(last),
        _ => text.iter().all(|&byte| all_plain(&[byte])),
    }
}

/// Without a branch, so that the compiler looks at all bytes at once.
#[inline]
fn all_plain<const N: usize>(bytes: &[u8; N]) -> bool {
    !bytes.iter().fold(false, |any, &byte| any | (byte < b' ') | (byte == b'"') | (byte == b'\\'))
}

/// Numbers are serde_json's.
macro_rules! numbers {
    ($($method:ident $kind:ty,)*) => {
        $(fn $method(self, value: $kind) -> Result<(), Error> { self.by_serde_json(&value) })*
    };
}

impl<'a> ser::Serializer for Json<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'a>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    numbers! {
        serialize_bool bool,
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_f32 f32,
        serialize_f64 f64,
        serialize_char char,
        serialize_bytes &[u8],
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Result<(), Error> {
        if !is_plain(text.as_bytes()) {
            return self.by_serde_json(text);
        }
        self.quoted(text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        debug_assert!(is_plain(variant.as_bytes()), "names of variants need no escape");
        self.quoted(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(unknown_shape())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Error> {
        Ok(Parts::open(self.0, b'[', b']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Error> {
        Ok(Parts::open(self.0, b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Error> {
        Ok(Parts::open(self.0, b'{', b'}'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(unknown_shape())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Err(unknown_shape())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(unknown_shape())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(unknown_shape())
    }
}

fn unknown_shape() -> Error {
    Error::custom("a value of a shape that answers do not have")
}

/// An object or a list whose parts are written one by one.
struct Parts<'a> {
    out: &'a mut Vec<u8>,
    last: u8,
    is_empty: bool,
}

impl<'a> Parts<'a> {
    #[inline]
    fn open(out: &'a mut Vec<u8>, first: u8, last: u8) -> Self {
        out.push(first);
        Self { out, last, is_empty: true }
    }

    #[inline]
    fn next(&mut self) -> Json<'_> {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(b',');
        }
        Json(self.out)
    }

    #[inline]
    fn close(self) -> Result<(), Error> {
        self.out.push(self.last);
        Ok(())
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(self.next())
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        key.serialize(self.next())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.out.push(b':');
        value.serialize(Json(self.out))
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Error;

    /// Where it is inlined, a key is a few stores of a known length.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        debug_assert!(is_plain(key.as_bytes()), "names of fields need no escape");
        self.next().quoted(key);
        self.out.push(b':');
        value.serialize(Json(self.out))
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Serialize;

    use super::append;

    #[derive(Debug, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        OneKind,
    }

    /// Every shape that an answer has.
    #[derive(Debug, Serialize)]
    struct Shapes {
        text: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        list: Option<Vec<Option<String>>>,
        kind: Kind,
        number: f64,
        nothing: (),
        nested: Vec<Nested>,
    }

    #[derive(Debug, Serialize)]
    struct Nested {
        small: u8,
        large: i64,
        truth: bool,
        map: std::collections::BTreeMap<String, u32>,
    }

    fn shapes() -> impl Strategy<Value = Shapes> {
        let text = || "[a-z \"\\\\\n\u{0}-\u{1f}\u{7f}\u{e9}\u{1f600}]{0,40}|[a-zA-Z0-9 .,-]{0,40}";
        let map = prop::collection::btree_map(text(), any::<u32>(), 0..3);
        let nested = (any::<u8>(), any::<i64>(), any::<bool>(), map);
        let nested = nested.prop_map(|(small, large, truth, map)| Nested { small, large, truth, map });
        let list = prop::option::of(prop::collection::vec(prop::option::of(text()), 0..4));
        (text(), list, any::<f64>(), prop::collection::vec(nested, 0..3)).prop_map(|(text, list, number, nested)| {
            Shapes { text, list, kind: Kind::OneKind, number, nothing: (), nested }
        })
    }

    proptest! {
        #[test]
        fn every_byte_is_as_serde_json_writes_it(shapes in shapes()) {
            let mut ours = b"before".to_vec();
            append(&mut ours, &shapes).expect("shapes of answers");
            prop_assert_eq!(&ours[6..], serde_json::to_vec(&shapes).expect("JSON"));
        }
    }

    #[test]
    fn one_letter_to_escape_is_found_wherever_it_stands() {
        for (letter, length) in
            ['"', '\\', '\n', '\u{1f}'].into_iter().flat_map(|letter| (1..50).map(move |n| (letter, n)))
        {
            for at in 0..length {
                let text: String = (0..length).map(|place| if place == at { letter } else { 'x' }).collect();
                let mut ours = Vec::new();
                append(&mut ours, &text).expect("a text");
                assert_eq!(ours, serde_json::to_vec(&text).expect("JSON"), "{letter:?} at {at} of {length}");
            }
        }
    }

    #[test]
    fn an_unknown_shape_is_refused_and_not_written_wrongly() {
        assert!(append(&mut Vec::new(), &(1, 2)).is_err());
    }
}
