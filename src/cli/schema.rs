//! `surgecap schema`.

use super::{
    Done, Failure, answer,
    args::{Schema, SchemaFormat},
};
use crate::report::{keys, schema as json_schema};

pub(super) fn schema(args: &Schema) -> Result<Done, Failure> {
    answer(&match args.format {
        SchemaFormat::Json => json_schema::schema(),
        SchemaFormat::Markdown => keys::keys(),
    })
}
