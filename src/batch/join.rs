//! The segments' files joined into the output: a piece behind the other, each gone once it is in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::Error;
use super::folder::{private, remove, sync_folder, with_ending};
use super::journal::{Event, Journal};
use super::pack::Packed;
use super::run::Plan;
use super::segment::{Scored, part_file, rejects_file};
use super::shape::{Format, Shape};
use super::text;
use super::watch::Stage;

/// The part of rejected rows, beside those of answers.
const REJECTS: &str = "rejects";
/// The file of a whole part, until it is put in its place.
const WHOLE: &str = "whole";

/// Joins the segments while others are being scored.
pub(super) struct Joiner<'a> {
    plan: &'a Plan<'a>,
    /// Of each part the segments that an earlier try or this one put in, and its bytes.
    joined: BTreeMap<String, (usize, u64)>,
    /// Of each part the segments that were seen.
    seen: BTreeMap<String, usize>,
    /// The segment that is next.
    next: usize,
}

impl<'a> Joiner<'a> {
    /// `joined` says how far an earlier try came.
    pub(super) fn new(plan: &'a Plan<'a>, joined: &[(String, usize, u64)]) -> Self {
        let joined = joined.iter().map(|(part, segments, bytes)| (part.clone(), (*segments, *bytes))).collect();
        Self { plan, joined, seen: BTreeMap::new(), next: 0 }
    }

    /// Joins what follows without a gap on what is joined. Columns are joined as a whole, at the end.
    pub(super) fn advance(&mut self, scored: &[Option<Scored>], journal: &mut Journal) -> Result<(), Error> {
        while let Some(Some(segment)) = scored.get(self.next) {
            let is_columns = self.plan.job.shape.format == Format::Parquet;
            for part in if is_columns { &[] } else { segment.parts.as_slice() } {
                self.append(part, &part_file(segment.segment, part), journal)?;
            }
            self.append(REJECTS, &rejects_file(segment.segment), journal)?;
            self.next += 1;
        }
        Ok(())
    }

    /// Joins the columns, and makes the parts that no segment has anything of.
    pub(super) fn finish(self, scored: &[Scored]) -> Result<(), Error> {
        let Self { plan, joined, .. } = self;
        let shape = &plan.job.shape;
        let parts = parts(shape, scored);
        plan.watch.begins(Stage::Joining, parts.len() as u64);
        for part in &parts {
            let whole = plan.folder.file(whole(part));
            if shape.format == Format::Parquet {
                super::parquet::splice(shape, &files(plan, scored, part), &whole)?;
            } else if !joined.contains_key(part) {
                begun(&whole, &head(shape, part).map_err(Error::writing(&whole))?)?;
            }
            plan.watch.done(Stage::Joining, 1);
        }
        if joined.contains_key(REJECTS) { Ok(()) } else { begun(&plan.folder.file(REJECTS), &[]) }
    }

    /// Appends a segment's file to its part and removes it; the journal keeps how many bytes are whole, and what stands
    /// beyond them was not.
    fn append(&mut self, part: &str, file: &str, journal: &mut Journal) -> Result<(), Error> {
        let (plan, path) = (self.plan, self.plan.folder.file(file));
        let seen = self.seen.entry(part.to_owned()).or_default();
        *seen += 1;
        let (segments, bytes) = self.joined.get(part).copied().unwrap_or_default();
        if *seen > segments {
            let whole = plan.folder.file(if part == REJECTS { part.to_owned() } else { whole(part) });
            let head =
                if bytes == 0 { head(&plan.job.shape, part).map_err(Error::writing(&whole))? } else { Vec::new() };
            let bytes = grown(&whole, bytes, &head, &path)?;
            journal.say(&Event::Joined { part: part.to_owned(), segments: *seen, bytes })?;
            self.joined.insert(part.to_owned(), (*seen, bytes));
        }
        remove(&path)
    }
}

/// The files of a part.
fn files(plan: &Plan<'_>, scored: &[Scored], part: &String) -> Vec<PathBuf> {
    let of_part = scored.iter().filter(|segment| segment.parts.contains(part));
    of_part.map(|segment| plan.folder.file(part_file(segment.segment, part))).collect()
}

/// What a part begins with.
fn head(shape: &Shape, part: &str) -> io::Result<Vec<u8>> {
    if part == REJECTS { Ok(Vec::new()) } else { packed_head(shape) }
}

/// A whole file with nothing but its head.
fn begun(whole: &Path, head: &[u8]) -> Result<(), Error> {
    let mut out = private().truncate(true).write(true).open(whole).map_err(Error::writing(whole))?;
    out.write_all(head).and_then(|()| out.sync_all()).map_err(Error::writing(whole))
}

/// Puts `head` and another file behind the first `bytes` of `whole`; how many there are then, on the disk.
fn grown(whole: &Path, bytes: u64, head: &[u8], from: &Path) -> Result<u64, Error> {
    let mut out = private().truncate(false).write(true).open(whole).map_err(Error::writing(whole))?;
    let at_end = out.set_len(bytes).and_then(|()| out.seek(SeekFrom::Start(bytes)));
    at_end.and_then(|_| out.write_all(head)).map_err(Error::writing(whole))?;
    Ok(bytes + head.len() as u64 + copy(from, &mut out, whole)?)
}

/// The parts of the output; one that has no row, too, where it is not split.
fn parts(shape: &Shape, scored: &[Scored]) -> BTreeSet<String> {
    let mut parts: BTreeSet<String> = scored.iter().flat_map(|segment| segment.parts.iter().cloned()).collect();
    if shape.partition.is_none() {
        parts.insert(String::new());
    }
    parts
}

fn whole(part: &str) -> String {
    if part.is_empty() { WHOLE.into() } else { format!("{WHOLE}.{part}") }
}

fn packed_head(shape: &Shape) -> io::Result<Vec<u8>> {
    let head = text::head(shape)?;
    if head.is_empty() {
        return Ok(head);
    }
    let mut packed = Packed::new(Vec::new(), shape.packing)?;
    packed.write_all(&head)?;
    packed.finish()
}

/// Copies a file to the end of another, on the disk when this returns.
fn copy(from: &Path, out: &mut File, whole: &Path) -> Result<u64, Error> {
    let mut file = File::open(from).map_err(Error::reading(from))?;
    let mut block = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut block).map_err(Error::reading(from))?;
        if read == 0 {
            out.sync_data().map_err(Error::writing(whole))?;
            return Ok(bytes);
        }
        out.write_all(&block[..read]).map_err(Error::writing(whole))?;
        bytes += read as u64;
    }
}

/// A whole file in the work folder, and where it belongs.
pub(super) struct Placed {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
    /// Its name in the manifest.
    pub(super) name: String,
}

/// Every file of the output.
pub(super) fn placed(plan: &Plan<'_>, scored: &[Scored]) -> Vec<Placed> {
    let shape = &plan.job.shape;
    let mut placed = Vec::new();
    for part in parts(shape, scored) {
        let name = shape.part_name(&part);
        let to = if name.is_empty() { plan.job.output.clone() } else { plan.folder.file(SPLIT).join(&name) };
        let name = if name.is_empty() { file_name(&plan.job.output) } else { name };
        placed.push(Placed { from: plan.folder.file(whole(&part)), to, name });
    }
    let rejects = plan.job.beside.rejects.clone();
    placed.push(Placed { from: plan.folder.file(REJECTS), name: file_name(&rejects), to: rejects });
    placed
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The folder in which a split output is put together.
const SPLIT: &str = "split";

/// Moves every file to where it belongs, the answers last but for the manifest; what is there already stays there.
pub(super) fn place(plan: &Plan<'_>, scored: &[Scored]) -> Result<(), Error> {
    let mut files = placed(plan, scored);
    files.reverse();
    let (report, manifest) = super::outcome::files(plan);
    move_to(&report, &plan.job.beside.report)?;
    for file in &files {
        move_to(&file.from, &file.to)?;
    }
    if plan.job.shape.partition.is_some() {
        place_folder(&plan.folder.file(SPLIT), &plan.job.output)?;
    }
    move_to(&manifest, &plan.job.beside.manifest)?;
    sync_folder(plan.job.output.parent().unwrap_or(Path::new("")))
}

/// Moves a file that is still in the work folder.
fn move_to(from: &Path, to: &Path) -> Result<(), Error> {
    if !from.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(Error::writing(folder))?;
    }
    match fs::rename(from, to) {
        // Beside the answers on another disk.
        Err(fault) if fault.kind() == io::ErrorKind::CrossesDevices => move_across(from, to),
        moved => moved.map_err(Error::writing(to)),
    }
}

fn move_across(from: &Path, to: &Path) -> Result<(), Error> {
    let new = with_ending(to, "new");
    let mut out = super::folder::create_private(&new)?;
    copy(from, &mut out, &new)?;
    fs::rename(&new, to).map_err(Error::writing(to))?;
    remove(from)
}

/// A folder takes the place of another, which is gone for a moment: two folders cannot be exchanged in one step.
fn place_folder(from: &Path, to: &Path) -> Result<(), Error> {
    if !from.exists() {
        return Ok(());
    }
    if to.exists() {
        let gone = if to.is_dir() { fs::remove_dir_all(to) } else { fs::remove_file(to) };
        gone.map_err(Error::at(to, "replaced"))?;
    }
    fs::rename(from, to).map_err(Error::writing(to))
}
