//! `cargo xtask openapi`: prints the OpenAPI document.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use hss_generator::OpenApiVersion;

use crate::{description, terminal};

/// OpenAPI version, as given on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Version {
    #[value(name = "3.0.3", alias = "3.0")]
    V3_0,
    #[value(name = "3.1.0", alias = "3.1")]
    V3_1,
}

/// Prints the document.
pub(crate) fn print(root: &Path, version: Version, out: &mut impl Write) -> Result<(), String> {
    let version = match version {
        Version::V3_0 => OpenApiVersion::V3_0,
        Version::V3_1 => OpenApiVersion::V3_1,
    };
    let sources = description::read(root)?;
    let document = hss_generator::openapi(&sources, version).map_err(|diagnostics| diagnostics.to_string())?;
    terminal::print_result(out, &document)
}
