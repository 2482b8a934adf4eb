//! An operation with secrets in all places of a request and of its response.

use std::collections::BTreeMap;

use crate::codegen::table::{array, field, header, integer, map, object as object_type, operation, query, string};
use crate::codegen::{debug, object};
use crate::descriptor::{Field, HelpPage, OperationDescriptor, ResponseContent};
use crate::operation::Operation;

#[derive(Clone, Default, PartialEq)]
pub(crate) struct OpenVaultRequest {
    pub(crate) door: Option<String>,
    pub(crate) passwords: Option<Vec<String>>,
    pub(crate) phrase: Option<String>,
    pub(crate) body: OpenVaultRequestBody,
}

object!(strict OpenVaultRequest { door, passwords, #[name = "X-Phrase"] phrase, body });
debug!(OpenVaultRequest { door, passwords = secret, phrase = secret, body });

#[derive(Clone, Default, PartialEq)]
pub(crate) struct OpenVaultRequestBody {
    pub(crate) visitor: Option<String>,
    pub(crate) r#type: Option<String>,
    pub(crate) codes: Option<BTreeMap<String, String>>,
    pub(crate) keys: Option<Vec<Key>>,
    pub(crate) turns: Option<i32>,
}

object!(strict OpenVaultRequestBody { visitor, #[name = "type"] r#type, codes, keys, turns });
debug!(OpenVaultRequestBody { visitor, r#type = secret, codes = secret, keys, turns });

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: Option<String>,
    pub(crate) pin: Option<String>,
}

object!(lenient Key { name, pin });
debug!(Key { name, pin = secret });

#[derive(Clone, Default, PartialEq)]
pub(crate) struct OpenVaultResponse {
    pub(crate) total: Option<i64>,
    pub(crate) next_code: Option<String>,
    pub(crate) spare_codes: Vec<String>,
    pub(crate) keys: Vec<Key>,
}

object!(lenient OpenVaultResponse { total, next_code, spare_codes, keys });
debug!(OpenVaultResponse { total, next_code = secret, spare_codes = secret, keys });

const TEXT: Field = string();
const KEY: Field = object_type(&[field("name", TEXT), field("pin", string().within(4, 8).secret())]);
const BODY: &[Field] = &[
    field("visitor", TEXT),
    field("type", TEXT.pattern("^[a-z0-9-]+$").secret()),
    field("codes", map(&TEXT).secret()),
    field("keys", array(&KEY)),
    field("turns", integer()),
];

impl Operation for OpenVaultRequest {
    type Response = OpenVaultResponse;

    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        id: "OpenVault",
        summary: "Opens the vault.",
        page: HelpPage { title: "Opening the Vault", updated: Some("2026-01-02") },
        method: "POST",
        path: "/v1/vault",
        parameters: &[
            query("door", TEXT),
            query("passwords", array(&TEXT).secret()),
            header("X-Phrase", string().within(4, 32).secret()),
        ],
        body: Some(BODY),
        response: ResponseContent::Fields(&[
            field("total", integer()),
            field("next_code", TEXT.secret()),
            field("spare_codes", array(&TEXT).secret()),
            field("keys", array(&KEY)),
        ]),
        ..operation("", "", "")
    };
}

/// Returns a request with all secrets.
pub(crate) fn open_vault() -> OpenVaultRequest {
    let text = |text: &str| Some(text.to_owned());
    OpenVaultRequest {
        door: text("east"),
        passwords: Some(vec!["s3cret two".to_owned(), "s3cret-one".to_owned()]),
        phrase: text("s3cret-phrase"),
        body: OpenVaultRequestBody {
            visitor: text("Ada"),
            r#type: text("s3cret-type"),
            codes: Some(BTreeMap::from([("red".to_owned(), "s3cret-red".to_owned())])),
            keys: Some(vec![Key { name: text("brass"), pin: text("s3cret-p") }]),
            turns: Some(3),
        },
    }
}
