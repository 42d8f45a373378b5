//! Findings for people and programs; one format a file. Reads findings only.

pub mod assess;
pub mod bridge;
pub mod buffer;
pub mod compare;
pub mod feasibility;
pub mod fluid;
pub mod frontier;
pub mod html;
pub mod inputs;
pub mod json;
pub mod keys;
pub mod organisation;
pub mod page;
pub mod parquet;
pub mod questions;
pub mod schema;
pub mod sensitivity;
pub mod sweep;
pub mod table;
pub mod tables;
pub mod trace;
pub mod words;
pub mod workbook;
