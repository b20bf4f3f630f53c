//! What the report draws of identities that several applicants use: the largest, joined where rows have several of them.

use std::collections::{BTreeMap, BTreeSet};

use super::count::Cluster;
use super::reuse::Kind;
use super::revisit::Revisited;
use super::run::Plan;
use super::shape::PersonalData;
use crate::case::Row;
use crate::explain::mask;
use crate::record::{Field, applicant_address_text};
use crate::report::{ClusterApplicant, ReuseCluster, ReusedKind, ReusedValue};
use crate::text::harmless;

/// The rows that clusters show.
pub(super) fn rows(clusters: &[Cluster]) -> impl Iterator<Item = u64> {
    clusters.iter().flat_map(|cluster| cluster.first_rows.iter().copied())
}

/// Clusters for the report, the largest first; values that share a row are one cluster.
pub(super) fn clusters(plan: &Plan<'_>, found: &BTreeMap<u64, Revisited>) -> Vec<ReuseCluster> {
    let all = plan.shared.clusters();
    let mut groups: Vec<Vec<&Cluster>> = Vec::new();
    for cluster in all {
        let touches = |group: &Vec<&Cluster>| group.iter().any(|other| share(cluster, other));
        let (touched, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        // The place of the largest that it touches.
        let joined: Vec<&Cluster> = touched.into_iter().flatten().chain([cluster]).collect();
        apart.push(joined);
        groups = apart;
    }
    groups.sort_by_key(|group| std::cmp::Reverse(total(group)));
    groups.iter().map(|group| draw(plan, group, found)).collect()
}

fn share(one: &Cluster, other: &Cluster) -> bool {
    one.first_rows.iter().any(|row| other.first_rows.contains(row))
}

/// No fewer applicants than the most who have one of the values.
fn total(group: &[&Cluster]) -> u64 {
    group.iter().map(|cluster| u64::from(cluster.applicants)).max().unwrap_or(0)
}

fn draw(plan: &Plan<'_>, group: &[&Cluster], found: &BTreeMap<u64, Revisited>) -> ReuseCluster {
    let rows: BTreeSet<u64> = rows_of(group).filter(|row| found.contains_key(row)).collect();
    let rows: Vec<u64> = rows.into_iter().collect();
    let place = |row: &u64| rows.binary_search(row).ok();
    let links = group.iter().enumerate().flat_map(|(value, cluster)| {
        cluster.first_rows.iter().filter_map(place).map(move |applicant| (applicant, value)).collect::<Vec<_>>()
    });
    ReuseCluster {
        values: group.iter().map(|cluster| value(cluster, found, plan.job.shape.personal_data)).collect(),
        links: links.collect(),
        applicants: rows.iter().map(|row| applicant(plan, *row, &found[row].row)).collect(),
        applicants_total: total(group).max(rows.len() as u64),
    }
}

fn rows_of(group: &[&Cluster]) -> impl Iterator<Item = u64> {
    group.iter().flat_map(|cluster| cluster.first_rows.iter().copied())
}

fn applicant(plan: &Plan<'_>, number: u64, row: &Row) -> ClusterApplicant {
    let matched = plan.matcher.match_ownership(&row.case.applicant, &row.case.ownership);
    ClusterApplicant { label: plan.label(number, &row.case.id), decision: matched.decision }
}

fn value(cluster: &Cluster, found: &BTreeMap<u64, Revisited>, personal_data: PersonalData) -> ReusedValue {
    let row = cluster.first_rows.first().and_then(|row| found.get(row));
    let row = row.filter(|_| personal_data == PersonalData::Kept);
    let shown = row.map(|found| shown(cluster.kind, &found.row)).unwrap_or_default();
    let kind = match cluster.kind {
        Kind::Account => ReusedKind::Account,
        Kind::Email => ReusedKind::Email,
        Kind::Phone => ReusedKind::Phone,
        Kind::Address => ReusedKind::Address,
    };
    ReusedValue { kind, applicants: cluster.applicants.into(), shown }
}

/// A value masked as it would be in a ticket.
fn shown(kind: Kind, row: &Row) -> String {
    let applicant = &row.case.applicant;
    let text = match kind {
        Kind::Account => mask(Field::Phone, row.account_id.as_deref().unwrap_or_default()),
        Kind::Email => mask(Field::Email, applicant.email.as_deref().unwrap_or_default()),
        Kind::Phone => mask(Field::Phone, applicant.phone.as_deref().unwrap_or_default()),
        Kind::Address => mask(Field::Address, &applicant_address_text(applicant)),
    };
    harmless(&text)
}
