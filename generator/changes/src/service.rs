//! Compares the facts of the service.

use hss_generator::description::{Description, Node, notation};
use hss_generator::ir::{Service, Signature};

use super::class::Classes;
use super::comparer::{DescriptionComparer, FoundChange, NodePair};
use super::derived::region_parameter;
use super::kind::Kind;
use super::request_rows::table_key;

impl<'a> DescriptionComparer<'a> {
    pub(super) fn compare_service(&mut self) {
        let Service {
            name,
            title,
            endpoint,
            endpoint_exceptions,
            regions,
            credential_header,
            signature: old_signature,
            error_fields,
            operations: _,
        } = self.old.service;
        let new = self.new.service;
        let facts = [
            (Kind::ServiceDocumented, "service", name, &new.name),
            (Kind::ServiceDocumented, "title", title, &new.title),
            (Kind::CredentialHeaderChanged, "credential_header", credential_header, &new.credential_header),
        ];
        for (kind, key, old, new) in facts {
            self.compare_service_fact(kind, &[key], Some(old.clone()), Some(new.clone()));
        }
        let (old, new_endpoint) = (Some(endpoint.clone()), Some(new.endpoint.clone()));
        self.compare_service_fact(Kind::EndpointChanged, &["endpoint", "pattern"], old, new_endpoint);
        self.compare_endpoint_exceptions(endpoint_exceptions, &new.endpoint_exceptions);
        self.compare_regions(regions, &new.regions);
        let signatures = (signature(old_signature.as_ref()), signature(new.signature.as_ref()));
        self.compare_service_fact(Kind::ServiceDocumented, &["signature"], signatures.0, signatures.1);
        let fields = (pairs(error_fields), pairs(&new.error_fields));
        self.compare_service_fact(Kind::ServiceDocumented, &["error_fields"], Some(fields.0), Some(fields.1));
        self.compare_facts_of_the_notation();
        self.compare_region_requirement();
    }

    /// Compares facts that the `ir` repeats in each operation.
    fn compare_facts_of_the_notation(&mut self) {
        let (Some(old), Some(new)) = (&self.old.description.service, &self.new.description.service) else { return };
        let (old_url, new_url) = (old.content.page_url.clone(), new.content.page_url.clone());
        let settings = |service: &notation::Service| {
            let settings = service.client_parameters.iter();
            let list: Vec<String> = settings.map(|(name, setting)| format!("{name} ({setting:?})")).collect();
            Some(list.join(", "))
        };
        let (old, new) = (settings(&old.content), settings(&new.content));
        self.compare_service_fact(Kind::PageUrlChanged, &["page_url"], old_url, new_url);
        self.compare_service_fact(Kind::ClientParametersChanged, &["client_parameters"], old, new);
    }

    fn compare_service_fact(&mut self, kind: Kind, keys: &[&str], old: Option<String>, new: Option<String>) {
        if old == new {
            return;
        }
        let mut at = self.service_root();
        for key in keys {
            at = at.key(key);
        }
        let subject = format!("service.{}", keys.join("."));
        self.report(FoundChange { kind, operation: None, subject, old, new, at });
    }

    fn service_root(&self) -> NodePair<'a> {
        let root = |description: &'a Description| -> Option<Node<'a>> { Some(description.service.as_ref()?.root()) };
        NodePair { old: root(self.old.description), new: root(self.new.description) }
    }

    fn compare_endpoint_exceptions(&mut self, old: &[(String, String)], new: &[(String, String)]) {
        let endpoint = |list: &[(String, String)], region: &str| {
            list.iter().find(|(name, _)| name == region).map(|(_, endpoint)| endpoint.clone())
        };
        let mut regions: Vec<&String> = old.iter().chain(new).map(|(region, _)| region).collect();
        regions.sort();
        regions.dedup();
        for region in regions {
            let (old, new) = (endpoint(old, region), endpoint(new, region));
            self.compare_service_fact(Kind::EndpointChanged, &["endpoint", "exceptions", region], old, new);
        }
        let is_reordered = old.len() == new.len() && old != new && {
            let (mut old, mut new) = (old.to_vec(), new.to_vec());
            old.sort();
            new.sort();
            old == new
        };
        if is_reordered {
            let at = self.service_root().key("endpoint").key("exceptions");
            let (kind, subject) = (Kind::ServiceDocumented, "service.endpoint.exceptions".to_owned());
            let found = FoundChange { kind, operation: None, subject, old: None, new: None, at };
            self.report_order(found, Classes::default());
        }
    }

    fn compare_regions(&mut self, old: &[String], new: &[String]) {
        let root = self.service_root().key("regions");
        // All positions after an added or removed region differ.
        if old != new {
            self.mark_explained(&root);
        }
        for (index, region) in old.iter().enumerate() {
            if !new.contains(region) {
                let at = NodePair { new: None, ..root.key(&index.to_string()) };
                let (kind, subject) = (Kind::RegionRemoved, format!("service.regions.{region}"));
                self.report(FoundChange { kind, operation: None, subject, old: None, new: None, at });
            }
        }
        for (index, region) in new.iter().enumerate() {
            if !old.contains(region) {
                let at = NodePair { old: None, ..root.key(&index.to_string()) };
                let (kind, subject) = (Kind::RegionAdded, format!("service.regions.{region}"));
                self.report(FoundChange { kind, operation: None, subject, old: None, new: None, at });
            }
        }
    }

    /// Reports a change of whether clients need a region: they do if any operation requires it.
    fn compare_region_requirement(&mut self) {
        let (old, new) = (region_parameter(self.old.service), region_parameter(self.new.service));
        let (kind, side, found) = match (old, new) {
            (None, Some(found)) => (Kind::RegionRequired, self.new, found),
            (Some(found), None) => (Kind::RegionNotRequired, self.old, found),
            _ => return,
        };
        let (index, parameter) = found;
        let node = side
            .operation_root(index)
            .map(|root| root.at(table_key(parameter.location)).at(&parameter.field.wire_name).at("mandatory"));
        let at = if kind == Kind::RegionRequired {
            NodePair { old: None, new: node }
        } else {
            NodePair { old: node, new: None }
        };
        let subject = "service.region".to_owned();
        let found = FoundChange { kind, operation: None, subject, old: None, new: None, at };
        self.report_order(found, Classes::default());
    }
}

fn signature(signature: Option<&Signature>) -> Option<String> {
    let Signature { algorithm, doc } = signature?;
    Some(format!("{algorithm}: {doc}"))
}

/// Returns a list of names with meanings as text.
fn pairs(list: &[(String, String)]) -> String {
    let list: Vec<String> = list.iter().map(|(name, meaning)| format!("{name}: {meaning}")).collect();
    list.join("; ")
}
