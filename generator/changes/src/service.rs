//! Compares the facts of the service.

use std::collections::{BTreeMap, BTreeSet};

use hss_generator::description::{Description, Node, notation};
use hss_generator::ir::{Origin, Parameter, Service, Setting, Signature};

use super::comparer::{DescriptionComparer, FoundChange, NodePair, Side};
use super::kind::Kind;
use super::pairing::Pairing;

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
            self.compare_service_fact(kind, key, Some(old), Some(new));
        }
        self.compare_service_fact(Kind::EndpointChanged, "endpoint.pattern", Some(endpoint), Some(&new.endpoint));
        self.compare_endpoint_exceptions(endpoint_exceptions, &new.endpoint_exceptions);
        self.compare_regions(regions, &new.regions);
        let signatures = (signature(old_signature.as_ref()), signature(new.signature.as_ref()));
        self.compare_service_fact(Kind::ServiceDocumented, "signature", signatures.0, signatures.1);
        let fields = (pairs(error_fields), pairs(&new.error_fields));
        self.compare_service_fact(Kind::ServiceDocumented, "error_fields", Some(fields.0), Some(fields.1));
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
        self.compare_service_fact(Kind::PageUrlChanged, "page_url", old_url, new_url);
        self.compare_service_fact(Kind::ClientParametersChanged, "client_parameters", old, new);
    }

    fn compare_service_fact<T: PartialEq + ToString>(
        &mut self,
        kind: Kind,
        path: &str,
        old: Option<T>,
        new: Option<T>,
    ) {
        if old != new {
            self.report(self.service_change(kind, path).facts(old, new));
        }
    }

    /// Returns a change of what is at a path of keys.
    fn service_change(&self, kind: Kind, path: &str) -> FoundChange<'a> {
        FoundChange::new(kind, None, format!("service.{path}"), self.service_root().path(path))
    }

    fn service_root(&self) -> NodePair<'a> {
        let root = |description: &'a Description| -> Option<Node<'a>> { Some(description.service.as_ref()?.root()) };
        NodePair { old: root(self.old.description), new: root(self.new.description) }
    }

    fn compare_endpoint_exceptions(&mut self, old: &[(String, String)], new: &[(String, String)]) {
        let sorted = |list: &[(String, String)]| -> BTreeMap<String, String> { list.iter().cloned().collect() };
        let (old_endpoints, new_endpoints) = (sorted(old), sorted(new));
        let regions: BTreeSet<&String> = old_endpoints.keys().chain(new_endpoints.keys()).collect();
        for region in regions {
            let (old, new) = (old_endpoints.get(region), new_endpoints.get(region));
            self.compare_service_fact(Kind::EndpointChanged, &format!("endpoint.exceptions.{region}"), old, new);
        }
        if old != new && old_endpoints == new_endpoints {
            self.report_only(self.service_change(Kind::ServiceDocumented, "endpoint.exceptions"));
        }
    }

    fn compare_regions(&mut self, old: &[String], new: &[String]) {
        let root = self.service_root().key("regions");
        // All positions after an added or removed region differ.
        if old != new {
            self.mark_explained(&root);
        }
        let pairing = Pairing::new(old, new, |region| region, |_, _| false);
        let key = |list: &[String], region| list.iter().position(|listed| listed == region).map(|at| at.to_string());
        for region in pairing.removed {
            let at = root.keys(key(old, region).as_deref(), None);
            self.report(FoundChange::new(Kind::RegionRemoved, None, format!("service.regions.{region}"), at));
        }
        for region in pairing.added {
            let at = root.keys(None, key(new, region).as_deref());
            self.report(FoundChange::new(Kind::RegionAdded, None, format!("service.regions.{region}"), at));
        }
    }

    /// Reports a change of whether clients need a region: they do if any operation requires it.
    fn compare_region_requirement(&mut self) {
        let (kind, at) = match (region_row(self.old), region_row(self.new)) {
            (None, Some(row)) => (Kind::RegionRequired, NodePair::new(&row)),
            (Some(row), None) => (Kind::RegionNotRequired, NodePair::old(&row)),
            _ => return,
        };
        self.report_only(FoundChange::new(kind, None, "service.region", at));
    }
}

/// Returns the first row that requires the region.
fn region_row(side: Side<'_>) -> Option<Node<'_>> {
    for (operation, root) in side.operations() {
        for Parameter { location, origin, field } in &operation.parameters {
            if field.mandatory && *origin == Origin::Client(Setting::Region) {
                return Some(root.at(location.section()).at(&field.wire_name).at("mandatory"));
            }
        }
    }
    None
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
