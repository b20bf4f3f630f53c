//! The nearest lawful model: no level may weigh more than one of a better band, so what breaks that is pooled.

use crate::model::{LevelRow, PairingTables, Rival, Tables, least_rarity, levels};
use crate::name::Pairing;
use crate::record::Field;

/// Significant digits of a probability in a file.
const DIGITS: i32 = 4;
/// A row's probabilities stay below it, so that what is rounded up is still one.
const MOST: f64 = 0.99;

/// Changes the u of what breaks the law, the least that mends it, with more of the change where fewer people come out; then
/// rounds as a file is written, and away from the law's edge.
pub(super) fn hold(tables: &mut Tables) {
    for pairing in Pairing::ALL {
        for field in Field::ALL {
            let levels = levels(field);
            let rarity = least_rarity(tables, pairing, field);
            let PairingTables { rivals: shares, fields } = &mut tables.pairings[pairing as usize];
            let rows = &mut fields[field as usize];
            for rival in 1..=Rival::of(pairing).len() {
                pool(&levels, rows, &rarity, (rival, shares[rival - 1]));
            }
            rows.iter_mut().for_each(|row| scale(row));
            (1..=Rival::of(pairing).len()).for_each(|rival| round(&levels, rows, &rarity, rival));
        }
    }
}

fn bits(row: &[f64], rival: usize) -> f64 {
    libm::log2(row[0] / row[rival])
}

/// Weighted isotonic regression against one rival (pool adjacent violators), over bands from best to worst and within a
/// band from the highest weight down, where order is free; each level counts as often as owners and, by their `share`,
/// rivals come out at it. `rarity` is what the commonest name adds at each level:
/// lawful for it is lawful for all, since every other name adds no less at a better level.
fn pool(levels: &[LevelRow], rows: &mut [Vec<f64>], rarity: &[Vec<f64>], (rival, share): (usize, f64)) {
    let raw = |at: usize| bits(&rows[at], rival) + rarity[at][rival - 1];
    let weight = |at: usize| rows[at][0] + share * rows[at][rival];
    let mut order: Vec<usize> = (0..levels.len()).collect();
    order.sort_by(|&one, &other| {
        levels[other].floor.cmp(&levels[one].floor).then(raw(other).total_cmp(&raw(one))).then(one.cmp(&other))
    });
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for &at in &order {
        let mut last = (raw(at), weight(at), 1);
        while let Some(&(mean, sum, count)) = pools.last().filter(|before| before.0 < last.0) {
            last = ((mean * sum + last.0 * last.1) / (sum + last.1), sum + last.1, count + last.2);
            pools.pop();
        }
        pools.push(last);
    }
    let fitted = pools.iter().flat_map(|&(mean, _, count)| std::iter::repeat_n(mean, count));
    for (&at, fitted) in order.iter().zip(fitted) {
        let is_changed = (fitted - (bits(&rows[at], rival) + rarity[at][rival - 1])).abs() > 1e-9;
        if is_changed {
            rows[at][rival] = rows[at][0] / libm::exp2(fitted - rarity[at][rival - 1]);
        }
    }
}

/// What would be above 1 is scaled down with its whole row: weights are ratios.
fn scale(row: &mut [f64]) {
    let most = row.iter().copied().fold(0.0, f64::max);
    if most > MOST {
        row.iter_mut().for_each(|probability| *probability *= MOST / most);
    }
}

/// Rounds, each weight to no more than the least of the better bands.
fn round(levels: &[LevelRow], rows: &mut [Vec<f64>], rarity: &[Vec<f64>], rival: usize) {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(levels[at].floor), at));
    let (mut cap, mut band_least, mut floor) = (f64::INFINITY, f64::INFINITY, u8::MAX);
    for at in order {
        if levels[at].floor < floor {
            (cap, floor) = (cap.min(band_least), levels[at].floor);
        }
        let extra = rarity[at][rival - 1];
        rows[at][0] = significant(rows[at][0]);
        rows[at][rival] = significant(rows[at][rival]);
        if bits(&rows[at], rival) + extra > cap {
            rows[at][rival] = significant_up(rows[at][0] / libm::exp2(cap - extra));
        }
        band_least = band_least.min(bits(&rows[at], rival) + extra);
    }
}

fn grain(number: f64) -> f64 {
    libm::exp10(f64::from(libm::log10(number).floor() as i32 - DIGITS + 1))
}

/// Rounded to four significant digits.
pub(super) fn significant(number: f64) -> f64 {
    let text = format!("{number:.*e}", DIGITS as usize - 1);
    text.parse().unwrap_or(number)
}

fn significant_up(number: f64) -> f64 {
    let nearest = significant(number);
    if nearest >= number { nearest } else { significant(nearest + grain(number)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_to_four_digits_and_up_where_they_must() {
        assert_eq!((significant(0.123_456), significant(1.234_56e-9)), (0.1235, 1.235e-9));
        assert_eq!((significant_up(0.123_41), significant_up(0.1234)), (0.1235, 0.1234));
        assert!(significant_up(0.999_96) >= 0.999_96);
    }

    #[test]
    fn what_breaks_the_law_is_pooled_and_what_holds_it_is_left() {
        let levels = levels(Field::Phone);
        let rarity = vec![vec![0.0]; levels.len()];
        let mut rows: Vec<Vec<f64>> = (0..levels.len()).map(|at| vec![0.1, 0.001 * libm::exp2(at as f64)]).collect();
        let before = rows.clone();
        pool(&levels, &mut rows, &rarity, (1, 1.0));
        assert_eq!(rows, before);
        // The worst level as good as the best: all between are pooled down to it, or it up to them.
        rows[levels.len() - 1][1] = 0.001;
        pool(&levels, &mut rows, &rarity, (1, 1.0));
        let weights: Vec<f64> = rows.iter().map(|row| bits(row, 1)).collect();
        for (worse, level) in levels.iter().enumerate() {
            let better = (0..worse).filter(|&better| levels[better].floor > level.floor);
            better.for_each(|better| assert!(weights[better] >= weights[worse] - 1e-9, "{weights:?}"));
        }
        assert_eq!(weights[0], bits(&before[0], 1));
    }
}
