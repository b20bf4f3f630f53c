//! What the side-by-side bench is made of: its cases, the check that both answer alike, the kernels, and rows that time the two.

pub mod cases;
pub mod check;
pub mod kernels;
pub mod phones;
pub mod rows;
