//! Answers into Parquet files: a part at a time, and the parts joined without being decoded.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;

use super::fault::{ParquetFault, contained};
use super::shared::SharedFile;

/// Who the files say wrote them; without a version, so that the same rows are the same bytes.
const CREATED_BY: &str = "ownermatch";
/// Row groups of a file, as parquet counts them.
const CAP_ROW_GROUPS: usize = i16::MAX as usize;

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap_or_default()))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(None)
        .build()
}

/// Writes a batch as one file with one row group. Its bytes depend on the batch alone.
///
/// # Errors
/// Where it cannot be written, or has types that Parquet has not.
pub fn write_rows(out: impl Write + Send, batch: &RecordBatch) -> Result<(), ParquetFault> {
    let written = ArrowWriter::try_new(out, batch.schema(), Some(properties())).and_then(|mut writer| {
        writer.write(batch)?;
        writer.close()
    });
    written.map(drop).map_err(|error| ParquetFault::of(&error, ParquetFault::Unwritable))
}

/// Joins files that [`write_rows`] made of one schema into one, in order, row group by row group: their pages are
/// copied as they are. No files make a file without rows.
///
/// # Errors
/// Where a part cannot be read or has other columns, or the whole cannot be written.
pub fn splice(parts: &[PathBuf], schema: &Schema, out: impl Write + Send) -> Result<(), ParquetFault> {
    let unwritable = |error: ParquetError| ParquetFault::of(&error, ParquetFault::Unwritable);
    let mut properties = properties();
    add_encoded_arrow_schema_to_metadata(schema, &mut properties);
    let columns = ArrowSchemaConverter::new().convert(schema).map_err(unwritable)?;
    let mut whole =
        SerializedFileWriter::new(out, columns.root_schema_ptr(), Arc::new(properties)).map_err(unwritable)?;
    let mut groups = 0;
    for (place, path) in parts.iter().enumerate() {
        let part = Part::open(path)?;
        if part.metadata.file_metadata().schema() != columns.root_schema() {
            return Err(ParquetFault::OtherColumns(place));
        }
        groups += part.metadata.num_row_groups();
        if groups > CAP_ROW_GROUPS {
            return Err(ParquetFault::TooManyParts);
        }
        part.append_to(&mut whole).map_err(unwritable)?;
    }
    whole.close().map(drop).map_err(unwritable)
}

struct Part {
    file: SharedFile,
    metadata: ParquetMetaData,
}

impl Part {
    fn open(path: &PathBuf) -> Result<Self, ParquetFault> {
        let file = File::open(path).and_then(SharedFile::new).map_err(|error| ParquetFault::Io(error.kind()))?;
        let reader = ParquetMetaDataReader::new().with_page_index_policy(PageIndexPolicy::Optional);
        let metadata = contained(&ParquetFault::Footer, || {
            reader.parse_and_finish(&file).map_err(|error| ParquetFault::of(&error, ParquetFault::Footer))
        })?;
        Ok(Self { file, metadata })
    }

    fn append_to<W: Write + Send>(&self, whole: &mut SerializedFileWriter<W>) -> Result<(), ParquetError> {
        for (group, row_group) in self.metadata.row_groups().iter().enumerate() {
            let mut written = whole.next_row_group()?;
            for (column, chunk) in row_group.columns().iter().enumerate() {
                let close = ColumnCloseResult {
                    bytes_written: chunk.compressed_size() as u64,
                    rows_written: row_group.num_rows() as u64,
                    metadata: chunk.clone(),
                    bloom_filter: None,
                    column_index: self.metadata.column_index().and_then(|all| all.get(group)?.get(column).cloned()),
                    offset_index: self.metadata.offset_index().and_then(|all| all.get(group)?.get(column).cloned()),
                };
                written.append_column(&self.file, close)?;
            }
            written.close()?;
        }
        Ok(())
    }
}
