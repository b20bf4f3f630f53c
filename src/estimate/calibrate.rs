//! The affine step from evidence to probability: one scale for all rivals and an offset a rival, by maximum likelihood on
//! cases that the weights were not estimated from.

use rayon::prelude::*;

use super::observe::Observation;
use crate::model::{Model, Rival, Tables};
use crate::name::Pairing;
use crate::weight::Weight;

/// The rivals of all three pairings, one offset each, behind the scale.
const OFFSETS: usize = 11;
const PARAMETERS: usize = 1 + OFFSETS;
/// What is assumed before any case: the scale within .25 and an offset within 2 bits of what the starting model has.
const SCALE_SPREAD: f64 = 0.25;
const OFFSET_SPREAD: f64 = 2.0;
const SCALES: std::ops::RangeInclusive<f64> = 0.1..=3.0;
/// Owners and others of a pairing that its offsets need.
const FEWEST: usize = 50;
const MOST_STEPS: usize = 40;
/// Sums of blocks of this size are added in order, so that any number of threads gives the same bytes.
const BLOCK: usize = 1_024;

/// A case's evidence: bits against each rival of its pairing, the prior's bits, and which hypotheses its label leaves.
pub(super) struct Point {
    first: usize,
    evidence: Vec<f64>,
    prior: Vec<f64>,
    left: Vec<bool>,
}

type Parameters = [f64; PARAMETERS];

/// Where a pairing's offsets start.
fn first(pairing: Pairing) -> usize {
    Pairing::ALL[..pairing as usize].iter().map(|before| Rival::of(*before).len()).sum::<usize>() + 1
}

/// What the model says of a case, with `prior` as the prior; `None` without owners or without a label.
pub(super) fn point(model: &Model, prior: &Model, observation: &Observation) -> Option<Point> {
    let weighed = observation.weigh(model)?;
    let rivals = Rival::of(weighed.pairing);
    let bits = |weights: &dyn Fn(usize) -> Weight| (0..rivals.len()).map(|at| weights(at).bits()).collect();
    Some(Point {
        first: first(weighed.pairing),
        evidence: bits(&|at| weighed.evidence(rivals[at])),
        prior: bits(&|at| prior.prior(weighed.pairing)[at]),
        left: left(observation.label?.is_owner(), rivals.len()),
    })
}

/// Owner or not, and nothing finer: a probability means that, and who else it is moves no scale.
fn left(is_owner: bool, rivals: usize) -> Vec<bool> {
    std::iter::once(is_owner).chain(std::iter::repeat_n(!is_owner, rivals)).collect()
}

impl Point {
    /// A person against a person.
    pub(super) fn is_of_persons(&self) -> bool {
        self.first == first(Pairing::Person)
    }

    /// Bits of each hypothesis below the same person's.
    fn below(&self, parameters: &Parameters) -> Vec<f64> {
        let rivals = self.evidence.iter().zip(&self.prior).enumerate();
        let sums = rivals.map(|(at, (bits, prior))| -(parameters[0] * bits + parameters[self.first + at] + prior));
        std::iter::once(0.0).chain(sums).collect()
    }

    /// Log likelihood of the label, in nats, with its gradient.
    fn likelihood(&self, parameters: &Parameters) -> (f64, Parameters) {
        let below = self.below(parameters);
        let most = below.iter().copied().fold(f64::MIN, f64::max);
        let mass: Vec<f64> = below.iter().map(|bits| libm::exp2((bits - most).max(-1_000.0))).collect();
        let whole: f64 = mass.iter().sum();
        let left: f64 = mass.iter().zip(&self.left).filter(|(_, is_left)| **is_left).map(|(mass, _)| mass).sum();
        let mut gradient = [0.0; PARAMETERS];
        for (at, bits) in self.evidence.iter().enumerate() {
            let among = if self.left[at + 1] { mass[at + 1] / left } else { 0.0 };
            let slope = -std::f64::consts::LN_2 * (among - mass[at + 1] / whole);
            gradient[0] += slope * bits;
            gradient[self.first + at] += slope;
        }
        (libm::log(left / whole), gradient)
    }
}

/// Log likelihood of all labels and of the parameters themselves, with its gradient.
fn objective(points: &[Point], parameters: &Parameters, middle: &Parameters) -> (f64, Parameters) {
    let add = |(sum, gradient): (f64, Parameters), (more, slopes): (f64, Parameters)| {
        (sum + more, std::array::from_fn(|at| gradient[at] + slopes[at]))
    };
    let block =
        |points: &[Point]| points.iter().map(|point| point.likelihood(parameters)).fold((0.0, [0.0; PARAMETERS]), add);
    let blocks: Vec<_> = points.par_chunks(BLOCK).map(block).collect();
    let (sum, mut gradient) = blocks.into_iter().fold((0.0, [0.0; PARAMETERS]), add);
    let mut assumed = 0.0;
    for at in 0..PARAMETERS {
        let spread = if at == 0 { SCALE_SPREAD } else { OFFSET_SPREAD };
        let off = (parameters[at] - middle[at]) / spread;
        assumed -= off * off / 2.0;
        gradient[at] -= off / spread;
    }
    (sum + assumed, gradient)
}

/// Sets the scale and the offsets. The scale is that of the pairing with the most cases, and the others take it: with
/// scales of their own a person and an organization of the same evidence would stand in another order than they should.
/// A pairing with too few owners or others keeps its offsets.
pub(super) fn calibrate(tables: &mut Tables, points: &mut [Point]) {
    let mut told: Vec<Pairing> = Pairing::ALL.into_iter().filter(|pairing| is_told(*pairing, points)).collect();
    told.sort_by_key(|pairing| std::cmp::Reverse(cases(pairing, points)));
    let rank = |point: &Point| told.iter().position(|pairing| point.first == first(*pairing)).unwrap_or(told.len());
    points.sort_by_key(rank);
    let main = &points[..told.first().map_or(0, |most| cases(most, points))];
    let points = &points[..told.iter().map(|pairing| cases(pairing, points)).sum()];
    let base = parameters(tables);
    let parameters = likeliest(points, likeliest(main, base, &base, 0), &base, 1);
    tables.scale = super::order::significant(parameters[0]);
    for pairing in Pairing::ALL {
        let offsets = &parameters[first(pairing)..first(pairing) + Rival::of(pairing).len()];
        tables.offsets[pairing as usize] = offsets.iter().map(|bits| (bits * 1e3).round() / 1e3 + 0.0).collect();
    }
}

fn cases(pairing: &Pairing, points: &[Point]) -> usize {
    points.iter().filter(|point| point.first == first(*pairing)).count()
}

fn is_told(pairing: Pairing, points: &[Point]) -> bool {
    let of = points.iter().filter(|point| point.first == first(pairing));
    let owners = of.clone().filter(|point| point.left[0]).count();
    owners >= FEWEST && of.count() >= owners + FEWEST
}

/// The likeliest parameters from the `free` one on, by Newton's method with halved steps where a whole one overshoots.
fn likeliest(points: &[Point], start: Parameters, middle: &Parameters, free: usize) -> Parameters {
    let mut parameters = start;
    let (mut best, mut gradient) = objective(points, &parameters, middle);
    for _ in 0..MOST_STEPS {
        gradient[..free].fill(0.0);
        let Some(step) = solve(&held(curvature(points, &parameters, middle), free), gradient) else { break };
        let tried = [1.0, 0.5, 0.25, 0.05].iter().map(|share| stepped(&parameters, &step, *share));
        let better = tried.map(|next| (next, objective(points, &next, middle))).find(|(_, (sum, _))| *sum > best);
        let Some((next, (sum, slopes))) = better else { break };
        let gained = sum - best;
        (parameters, best, gradient) = (next, sum, slopes);
        if gained < 1e-9 {
            break;
        }
    }
    parameters
}

/// With the parameters before `free` held where they are.
fn held(mut curvature: [Parameters; PARAMETERS], free: usize) -> [Parameters; PARAMETERS] {
    for at in 0..free {
        curvature.iter_mut().for_each(|row| row[at] = 0.0);
        curvature[at] = [0.0; PARAMETERS];
        curvature[at][at] = 1.0;
    }
    curvature
}

fn stepped(parameters: &Parameters, step: &Parameters, share: f64) -> Parameters {
    let mut next: Parameters = std::array::from_fn(|at| parameters[at] + share * step[at]);
    next[0] = next[0].clamp(*SCALES.start(), *SCALES.end());
    next
}

/// Minus the second derivatives, by differences of the gradient.
fn curvature(points: &[Point], parameters: &Parameters, middle: &Parameters) -> [Parameters; PARAMETERS] {
    const APART: f64 = 1e-4;
    std::array::from_fn(|at| {
        let [above, below] = [APART, -APART].map(|off| {
            let mut moved = *parameters;
            moved[at] += off;
            objective(points, &moved, middle).1
        });
        std::array::from_fn(|to| (below[to] - above[to]) / (2.0 * APART))
    })
}

/// Solves a small linear system by elimination with the largest pivot; `None` where it has no one solution.
fn solve(matrix: &[Parameters; PARAMETERS], right: Parameters) -> Option<Parameters> {
    let (mut rows, mut right) = (*matrix, right);
    for at in 0..PARAMETERS {
        let pivot = (at..PARAMETERS).max_by(|&one, &other| rows[one][at].abs().total_cmp(&rows[other][at].abs()))?;
        rows.swap(at, pivot);
        right.swap(at, pivot);
        if rows[at][at].abs() < 1e-12 {
            return None;
        }
        for below in at + 1..PARAMETERS {
            let factor = rows[below][at] / rows[at][at];
            let above = rows[at];
            rows[below].iter_mut().zip(above).for_each(|(number, above)| *number -= factor * above);
            right[below] -= factor * right[at];
        }
    }
    for at in (0..PARAMETERS).rev() {
        let known: f64 = (at + 1..PARAMETERS).map(|to| rows[at][to] * right[to]).sum();
        right[at] = (right[at] - known) / rows[at][at];
    }
    Some(right)
}

fn parameters(tables: &Tables) -> Parameters {
    let all: Vec<f64> = std::iter::once(tables.scale).chain(tables.offsets.iter().flatten().copied()).collect();
    all.try_into().unwrap_or([0.0; PARAMETERS])
}

/// Mean log loss in bits of "owner or not" under the parameters that `tables` hold.
pub(super) fn log_loss(points: &[Point], tables: &Tables) -> f64 {
    let parameters = parameters(tables);
    let loss = |point: &Point| {
        let mass = point.below(&parameters).iter().map(|bits| libm::exp2(*bits)).collect::<Vec<_>>();
        let same = mass[0] / mass.iter().sum::<f64>();
        -libm::log2(if point.left[0] { same } else { 1.0 - same }.max(1e-9))
    };
    points.iter().map(loss).sum::<f64>() / points.len().max(1) as f64
}
