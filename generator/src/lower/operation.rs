//! Lowers an operation file.

use hss_yaml::Code;
use indexmap::IndexMap;

use super::Lowering;
use super::fields::Table;
use super::strings;
use crate::description::notation::{self, Response};
use crate::description::{Document, Node};
use crate::ir::{self, ParameterLocation};
use crate::names::RustName;
use crate::paths::OPERATIONS_FOLDER;

/// The fields of an operation, which rules, pagination and examples refer to.
pub(super) struct OperationFields {
    pub parameters: Vec<ir::Parameter>,
    pub body: Option<Vec<ir::Field>>,
    pub success: Success,
}

impl OperationFields {
    /// Returns the fields of the request that callers set, in the order of the help page.
    pub(super) fn set_by_caller(&self) -> impl Iterator<Item = (ParameterLocation, &ir::Field)> {
        ir::inputs(&self.parameters, self.body.as_deref().unwrap_or_default())
    }
}

/// A successful response.
pub(super) struct Success {
    status: u16,
    pub content: ir::ResponseContent,
}

impl Lowering<'_> {
    pub(super) fn lower_operation(&mut self, document: &Document<notation::Operation>) -> Option<ir::Operation> {
        let (root, operation) = (document.root(), &document.content);
        let request_line = self.lower_request_line(&root, operation);
        let errors_before = self.diagnostics.len();
        let mut fields = self.lower_operation_fields(&root, operation);
        let objects = self.lower_each(&operation.objects, |lowering, (name, object)| {
            lowering.lower_object(&root.at("objects").at(name), name, object)
        });
        let enums = self.lower_each(&operation.enums, |lowering, (name, r#enum)| {
            lowering.lower_enum(&root.at("enums").at(name), name, r#enum)
        });

        let (mut rules, mut pagination, mut examples) = (Vec::new(), None, Vec::new());
        // References to fields that were rejected would only cause further errors.
        if self.diagnostics.len() == errors_before && !root.is_repaired() {
            rules = self.lower_rules(&root.at("rules"), &operation.rules, &fields);
            pagination = self.lower_pagination(&root.at("pagination"), operation.pagination.as_ref(), &mut fields);
            examples = self.lower_examples(&root.at("examples"), &operation.examples, &fields, &rules);
        }
        let arguments = fields.set_by_caller().filter(|(_, field)| field.is_argument).count();
        Some(ir::Operation {
            id: operation.operation.clone(),
            file: document.file.source.path.clone(),
            summary: self.lower_prose(&root.at("summary"), &operation.summary),
            doc: operation.doc.as_ref().map(|doc| self.lower_prose(&root.at("doc"), doc)),
            group: operation.group.as_ref().map(|group| self.lower_prose(&root.at("group"), group)),
            page: self.lower_help_page(&root.at("page"), &operation.page, &operation.operation),
            deprecated: self.lower_deprecation(&root.at("deprecated"), operation.deprecated.as_ref()),
            page_says: self.lower_quotations(&root.at("page_says"), &operation.page_says, None),
            parameters: fields.parameters,
            body: fields.body,
            status: fields.success.status,
            response: fields.success.content,
            rules,
            pagination,
            task: None,
            wait: None,
            objects,
            enums,
            examples,
            // Last, since `?` must not skip any check.
            names: self.lower_operation_names(&root, &operation.operation, arguments)?,
            method: request_line.as_ref()?.method,
            path: request_line?.path,
        })
    }

    fn lower_operation_fields(&mut self, root: &Node<'_>, operation: &notation::Operation) -> OperationFields {
        let parameters = self.lower_parameters(root, operation);
        let body_table = Table::Request(ParameterLocation::Body);
        let body = operation.body.as_ref().map(|rows| self.lower_body(&root.at("body"), rows, body_table));
        let success = self.lower_response(&root.at("response"), &operation.response);
        let fields = OperationFields { parameters, body, success };
        self.reject_duplicate_setters(root, &fields);
        fields
    }

    fn lower_operation_names(&mut self, root: &Node<'_>, id: &str, arguments: usize) -> Option<ir::OperationNames> {
        let node = root.at("operation");
        let type_name = self.ok_or_report(&node, Code::Name, RustName::type_name(id))?;
        let method = self.ok_or_report(&node, Code::Name, RustName::method(id))?;
        let module = self.ok_or_report(&node, Code::Name, RustName::module(id))?;
        let expected_path = format!("{OPERATIONS_FOLDER}/{module}.yaml");
        if root.source_path() != expected_path {
            let error = node.error(Code::FileName, format!("the file name does not match the operation `{id}`"));
            self.report(error.with_help(format!("rename the file to {expected_path}")));
        }
        Some(ir::OperationNames {
            module,
            method,
            request: type_name.with_suffix("Request"),
            body: type_name.with_suffix("RequestBody"),
            response: type_name.with_suffix("Response"),
            builder: type_name.with_suffix("Builder"),
            arguments: ir::arguments_name(&type_name, arguments),
        })
    }

    fn lower_help_page(&mut self, node: &Node<'_>, page: &notation::HelpPage, operation_id: &str) -> ir::HelpPage {
        if page.updated != ir::HelpPage::NO_DATE && !node.is_repaired() {
            self.ok_or_report(&node.at("updated"), Code::Value, strings::check_date(&page.updated));
        }
        let pattern = self.service.and_then(|service| service.page_url.as_ref());
        let url = pattern.map(|pattern| pattern.replace("{operation}", operation_id));
        ir::HelpPage { title: self.lower_prose(&node.at("title"), &page.title), updated: page.updated.clone(), url }
    }

    fn lower_response(&mut self, node: &Node<'_>, responses: &IndexMap<String, Response>) -> Success {
        let help = "write `200: none`, `200: file`, or `200:` with the fields; error responses need no description";
        let mut success = Success { status: 200, content: ir::ResponseContent::Fields(Vec::new()) };
        if responses.is_empty() && !node.is_repaired() {
            self.report(node.error(Code::Shape, "the response has no status code").with_help(help));
        }
        for (index, (status, response)) in responses.iter().enumerate() {
            let node = node.at(status);
            match success_status(status) {
                None => {
                    let message = format!("`{status}` is not a success status code");
                    self.report(node.key_error(Code::Shape, message).with_help(help));
                }
                Some(_) if index > 0 => {
                    let message = "only one status code is allowed";
                    self.report(node.key_error(Code::Shape, message).with_help(help));
                }
                Some(status) => success.status = status,
            }
            success.content = match response {
                Response::None => ir::ResponseContent::Fields(Vec::new()),
                Response::File => ir::ResponseContent::File,
                Response::Fields(rows) => ir::ResponseContent::Fields(self.lower_body(&node, rows, Table::Response)),
            };
        }
        success
    }
}

fn success_status(text: &str) -> Option<u16> {
    let status = text.parse().ok()?;
    // The parser also accepts `+200` and `0200`.
    if text.len() == 3 && (200..=299).contains(&status) { Some(status) } else { None }
}
