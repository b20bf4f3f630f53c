//! How banks title accounts: several holders in one string, who acts for whom, and who only inherits.
