//! Lowers the description of the service as a whole.

use hss_yaml::Code;
use indexmap::IndexMap;

use super::{Lowering, strings};
use crate::description::{Document, Node, notation};
use crate::ir::{self, reserved_headers};
use crate::syntax::header;

impl Lowering<'_> {
    pub(super) fn lower_service(
        &mut self,
        document: &Document<notation::Service>,
        operations: Vec<ir::Operation>,
    ) -> ir::Service {
        let (root, service) = (document.root(), &document.content);
        self.check_endpoint(&root.at("endpoint"), &service.endpoint);
        self.check_regions(&root.at("regions"), &service.regions);
        for wire in service.client_parameters.keys() {
            self.lower_wire_key(&root.at("client_parameters").at(wire), wire);
        }
        if let Some(pattern) = &service.page_url {
            self.ok_or_report(&root.at("page_url"), Code::Value, strings::check_page_url(pattern));
        }
        let credential_header = check_credential_header(&service.credential_header);
        self.ok_or_report(&root.at("credential_header"), Code::Value, credential_header);
        let signature = service.signature.as_ref();
        ir::Service {
            name: self.lower_prose(&root.at("service"), &service.service),
            title: self.lower_prose(&root.at("title"), &service.title),
            endpoint: service.endpoint.pattern.clone(),
            endpoint_exceptions: service.endpoint.exceptions.clone().into_iter().collect(),
            regions: service.regions.clone(),
            credential_header: service.credential_header.clone(),
            signature: signature.map(|signature| self.lower_signature(&root.at("signature"), signature)),
            error_fields: self.lower_error_fields(&root.at("error_fields"), &service.error_fields),
            operations,
        }
    }

    fn lower_signature(&mut self, node: &Node<'_>, signature: &ir::Signature) -> ir::Signature {
        ir::Signature {
            algorithm: self.lower_prose(&node.at("algorithm"), &signature.algorithm),
            doc: self.lower_prose(&node.at("doc"), &signature.doc),
        }
    }

    fn lower_error_fields(&mut self, node: &Node<'_>, fields: &IndexMap<String, String>) -> Vec<(String, String)> {
        let mut lowered = Vec::new();
        for (key, meaning) in fields {
            let node = node.at(key);
            let meaning = self.lower_prose(&node, meaning);
            lowered.extend(self.lower_wire_key(&node, key).map(|wire| (wire, meaning)));
        }
        lowered
    }

    fn check_endpoint(&mut self, node: &Node<'_>, endpoint: &notation::Endpoint) {
        let pattern = node.at("pattern");
        if endpoint.pattern.matches("{region}").count() == 1 {
            let example = endpoint.pattern.replace("{region}", "r");
            self.ok_or_report(&pattern, Code::Value, strings::check_origin(&example));
        } else {
            self.report(pattern.error(Code::Value, "the endpoint pattern must contain `{region}` exactly once"));
        }
        for (region, origin) in &endpoint.exceptions {
            let node = node.at("exceptions").at(region);
            self.ok_or_report_key(&node, Code::Value, strings::check_region(region));
            self.ok_or_report(&node, Code::Value, strings::check_origin(origin));
        }
    }

    fn check_regions(&mut self, node: &Node<'_>, regions: &[String]) {
        let mut previous: Option<&String> = None;
        for (index, region) in regions.iter().enumerate() {
            let node = node.at(index);
            self.ok_or_report(&node, Code::Value, strings::check_region(region));
            if let Some(previous) = previous
                && previous >= region
            {
                let error = node.error(Code::Value, format!("`{region}` is listed after `{previous}`"));
                self.report(error.with_help("list the regions in alphabetical order, each only once"));
            }
            previous = Some(region);
        }
    }
}

/// Checks the header that carries the token: any valid name except those that HTTP itself needs.
fn check_credential_header(name: &str) -> Result<(), String> {
    header::check_name(name)?;
    if reserved_headers::is_reserved(name) && !name.to_ascii_lowercase().starts_with("x-") {
        return Err(format!("the client sets the header `{name}` itself"));
    }
    Ok(())
}
