//! A file as it came to a file that can be read from any place on: unpacked, in UTF-8, on disk.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};

use super::super::error::Error;
use super::super::folder::create_private;

const BUFFER_BYTES: usize = 1 << 18;
/// Bytes after the first that is not ASCII from which an encoding is told.
const SAMPLE_BYTES: usize = 1 << 20;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstandard,
}

/// A file from which rows can be read from any byte on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::batch) struct Plain {
    /// The file itself, or its unpacked copy in the work folder.
    pub(in crate::batch) path: PathBuf,
    /// What its letters were written in before, where that was not UTF-8.
    pub(in crate::batch) encoding: Option<&'static str>,
    /// Whether it holds Parquet.
    pub(in crate::batch) is_parquet: bool,
}

/// Makes `input` plain; copies go to `spool`, next to each other.
pub(in crate::batch) fn unpack(
    input: &Path,
    spool: &Path,
    encoding: Option<&'static Encoding>,
) -> Result<Plain, Error> {
    let mut path = input.to_owned();
    if input == Path::new("-") {
        path = copy(io::stdin(), "stdin", spool.with_extension("stdin"))?;
    } else if !input.is_file() {
        path = copy(File::open(input).map_err(Error::reading(input))?, input, spool.with_extension("pipe"))?;
    }
    if let Some(packing) = packing(&path)? {
        let file = File::open(&path).map_err(Error::reading(&path))?;
        let unpacked = spool.with_extension("unpacked");
        path = match packing {
            Packing::Gzip => copy(flate2::read::MultiGzDecoder::new(BufReader::new(file)), input, unpacked)?,
            Packing::Zstandard => copy(zstd::Decoder::new(file).map_err(Error::reading(input))?, input, unpacked)?,
        };
    }
    if head(&path, 4)? == b"PAR1" {
        return Ok(Plain { path, encoding: None, is_parquet: true });
    }
    let written_in = match encoding {
        Some(encoding) => encoding,
        None => told(&path)?,
    };
    if written_in == UTF_8 {
        return Ok(Plain { path, encoding: None, is_parquet: false });
    }
    let path = transcode(&path, written_in, spool.with_extension("utf8"))?;
    Ok(Plain { path, encoding: Some(written_in.name()), is_parquet: false })
}

/// The first bytes of a file.
pub(in crate::batch) fn head(path: &Path, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Error::reading(path))?;
    file.take(most as u64).read_to_end(&mut bytes).map_err(Error::reading(path))?;
    Ok(bytes)
}

fn packing(path: &Path) -> Result<Option<Packing>, Error> {
    let head = head(path, 4)?;
    Ok(match head.as_slice() {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd] => Some(Packing::Zstandard),
        _ => None,
    })
}

fn copy(mut from: impl Read, named: impl AsRef<Path>, to: PathBuf) -> Result<PathBuf, Error> {
    let file = create_private(&to)?;
    let mut out = BufWriter::with_capacity(BUFFER_BYTES, file);
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        // Whose fault it is: what comes in, or where it goes.
        let read = match from.read(&mut buffer) {
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(Error::reading(named.as_ref()))?,
        };
        if read == 0 {
            break;
        }
        out.write_all(&buffer[..read]).map_err(Error::writing(&to))?;
    }
    out.flush().map_err(Error::writing(&to))?;
    Ok(to)
}

/// The encoding that a mark at the start or the letters tell. A few broken bytes among many that are UTF-8 do not make a
/// file something else: their rows are rejected, and no other.
fn told(path: &Path) -> Result<&'static Encoding, Error> {
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, File::open(path).map_err(Error::reading(path))?);
    let mut sample = vec![0; 4];
    let filled = reader.read(&mut sample).map_err(Error::reading(path))?;
    sample.truncate(filled);
    if let Some((encoding, _)) = Encoding::for_bom(&sample) {
        return Ok(encoding);
    }
    if !sample.is_ascii() {
        reader.take(SAMPLE_BYTES as u64).read_to_end(&mut sample).map_err(Error::reading(path))?;
        return Ok(guess(&sample));
    }
    match sample.as_slice() {
        [_, 0, _, 0] => return Ok(encoding_rs::UTF_16LE),
        [0, _, 0, _] => return Ok(encoding_rs::UTF_16BE),
        _ => {}
    }
    let mut block = vec![0; SAMPLE_BYTES];
    loop {
        let read = reader.read(&mut block).map_err(Error::reading(path))?;
        if read == 0 {
            return Ok(UTF_8);
        }
        let plain = Encoding::ascii_valid_up_to(&block[..read]);
        if plain < read {
            let mut sample = block[plain..read].to_vec();
            reader.take(SAMPLE_BYTES as u64).read_to_end(&mut sample).map_err(Error::reading(path))?;
            return Ok(guess(&sample));
        }
    }
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let (mut letters, mut broken) = (0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if letters >= broken {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

fn transcode(from: &Path, encoding: &'static Encoding, to: PathBuf) -> Result<PathBuf, Error> {
    let mut bytes = BufReader::with_capacity(BUFFER_BYTES, File::open(from).map_err(Error::reading(from))?);
    let mut out = BufWriter::with_capacity(BUFFER_BYTES, create_private(&to)?);
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut block, mut text) = (vec![0; BUFFER_BYTES], String::with_capacity(BUFFER_BYTES * 4));
    loop {
        let read = bytes.read(&mut block).map_err(Error::reading(from))?;
        text.clear();
        let _ = decoder.decode_to_string(&block[..read], &mut text, read == 0);
        out.write_all(text.as_bytes()).map_err(Error::writing(&to))?;
        if read == 0 {
            out.flush().map_err(Error::writing(&to))?;
            return Ok(to);
        }
    }
}

/// The size and time by which a change of a file is noticed.
pub(in crate::batch) fn stamp(path: &Path) -> Result<(u64, i128), Error> {
    let meta = fs::metadata(path).map_err(Error::reading(path))?;
    let time = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    Ok((meta.len(), time.map_or(0, |time| time.as_nanos() as i128)))
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn few_broken_bytes_do_not_make_a_file_latin() {
        assert_eq!(guess("Zoë, Ren\u{e9}e, Łukasz".as_bytes()).name(), "UTF-8");
        assert_eq!(guess(b"Zo\xc3\xab, Ren\xe9e").name(), "UTF-8");
        assert_eq!(guess(b"Ren\xe9e, Fran\xe7ois, Andr\xe9, M\xfcller").name(), "windows-1252");
    }
}
