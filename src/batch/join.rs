//! The segments' files joined into the output: a piece behind the other, each gone once it is in.

use std::collections::BTreeSet;
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

/// Joins every part. `joined` says how far an earlier try came.
pub(super) fn join(
    plan: &Plan<'_>,
    scored: &[Scored],
    joined: &[(String, usize, u64)],
    journal: &mut Journal,
) -> Result<(), Error> {
    let shape = &plan.job.shape;
    let parts = parts(shape, scored);
    plan.watch.begins(Stage::Joining, (scored.len() * (parts.len() + 1)) as u64);
    for part in &parts {
        let files: Vec<PathBuf> = scored
            .iter()
            .filter(|segment| segment.parts.contains(part))
            .map(|segment| plan.folder.file(part_file(segment.segment, part)))
            .collect();
        let whole = plan.folder.file(whole(part));
        if shape.format == Format::Parquet {
            super::parquet::splice(shape, &files, &whole)?;
        } else {
            let head = packed_head(shape).map_err(Error::writing(&whole))?;
            append(&Piece { part, head: &head, files: &files, whole: &whole }, joined, plan, journal)?;
        }
    }
    let files: Vec<PathBuf> = scored.iter().map(|segment| plan.folder.file(rejects_file(segment.segment))).collect();
    let whole = plan.folder.file(REJECTS);
    append(&Piece { part: REJECTS, head: &[], files: &files, whole: &whole }, joined, plan, journal)
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

/// A part to be joined from its segments.
struct Piece<'a> {
    part: &'a str,
    head: &'a [u8],
    files: &'a [PathBuf],
    whole: &'a Path,
}

/// Appends each file and removes it; the journal keeps how many bytes are whole, and what stands beyond them was not.
fn append(
    piece: &Piece<'_>,
    joined: &[(String, usize, u64)],
    plan: &Plan<'_>,
    journal: &mut Journal,
) -> Result<(), Error> {
    let Piece { part, head, files, whole } = piece;
    let before = joined.iter().find(|(name, ..)| name == part);
    let (done, mut bytes) = before.map_or((0, 0), |(_, segments, bytes)| (*segments, *bytes));
    let mut out = private().truncate(false).read(true).write(true).open(whole).map_err(Error::writing(whole))?;
    let at = |out: &mut File, bytes: u64| out.set_len(bytes).and_then(|()| out.seek(SeekFrom::Start(bytes)));
    at(&mut out, bytes).map_err(Error::writing(whole))?;
    if bytes == 0 {
        out.write_all(head).map_err(Error::writing(whole))?;
        bytes = head.len() as u64;
    }
    for (segment, path) in files.iter().enumerate() {
        if segment >= done {
            bytes += copy(path, &mut out, whole)?;
            journal.say(&Event::Joined { part: (*part).to_owned(), segments: segment + 1, bytes })?;
        }
        remove(path)?;
        plan.watch.done(Stage::Joining, 1);
    }
    out.sync_all().map_err(Error::writing(whole))
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
