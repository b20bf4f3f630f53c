//! Columns of Apache Arrow in, columns of answers out: the kernel that files, query engines and other languages stand on.
