//! Files of applicants in, files of answers out, at any size: no row is lost, and a run that was killed goes on where it was.
