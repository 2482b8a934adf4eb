//! What only generated code and the command line use. It has no stability promise: any version may change it.

mod macros;
#[allow(missing_docs, reason = "each constructor is named after what it sets or returns")]
#[allow(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "only constants call them")]
pub mod table;

pub use serde;
pub use tracing;

pub use crate::client::builder::ServiceClient;
pub use crate::descriptor::Telemetry;
#[cfg(feature = "mock")]
pub use crate::mock::builder::ServiceMock;
pub use crate::object::open_enum::{variant, wire_value, wire_values};
pub use crate::object::read::{read, read_enum, read_integer_enum, read_list};
pub use crate::object::slot::Slot;
pub use crate::object::write::{View, write, write_list};
pub use crate::object::{Object, Shape, WireValue};
pub use crate::text::{check_setting, decode_file};
pub use crate::{
    __list as list, __object as object, __open_enum as open_enum, __open_integer_enum as open_integer_enum,
    __telemetry as telemetry,
};
