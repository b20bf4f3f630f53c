//! Stripe's request bodies and queries: nested keys such as `owner_information[address][city]`, form-encoded.

use std::fmt;

/// Keys and values in the order in which they were set.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Sets a key; `None` leaves it out.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: Option<impl ToString>) -> Self {
        self.0.extend(value.map(|value| (key.into(), value.to_string())));
        self
    }

    /// Sets an array, one indexed key an item.
    #[must_use]
    pub fn list<T: ToString>(mut self, key: &str, items: impl IntoIterator<Item = T>) -> Self {
        let indexed = items.into_iter().enumerate();
        self.0.extend(indexed.map(|(at, item)| (format!("{key}[{at}]"), item.to_string())));
        self
    }

    /// Sets keys as they are written, after those that are there.
    #[must_use]
    pub fn with(mut self, pairs: &[(String, String)]) -> Self {
        self.0.extend_from_slice(pairs);
        self
    }

    /// `a%5Bb%5D=c&...`, as a body or a query.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({} keys [redacted])", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn brackets_and_values_are_encoded_and_absent_values_left_out() {
        let form = Form::default()
            .set("owner_information[name]", Some("Jenny & Tom"))
            .set("customer", None::<&str>)
            .list("permissions", ["ownership", "payment_method"]);
        let expected =
            "owner_information%5Bname%5D=Jenny+%26+Tom&permissions%5B0%5D=ownership&permissions%5B1%5D=payment_method";
        assert_eq!(form.encode(), expected);
        assert!(!format!("{form:?}").contains("Jenny"));
    }
}
