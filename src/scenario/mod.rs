//! From TOML to a checked scenario, or to all its problems with their places.

pub mod declared;
pub mod load;
pub mod plans;
pub mod read;
pub mod reader;
pub mod spelling;
pub mod table_csv;
pub mod tree;
pub mod written;
