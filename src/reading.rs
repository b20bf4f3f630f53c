//! What reading a field can come to: nothing there, something unreadable, or the thing itself.

/// The outcome of reading one field of one side.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Reading<T> {
    /// The field is not there, or holds nothing but space.
    #[default]
    Absent,
    /// Something is there, and it is not what the field should hold.
    Unreadable,
    /// Read.
    Read(T),
}

impl<T> Reading<T> {
    /// What was read, if anything.
    pub fn read(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the field is not there at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}
