//! Text of a Parquet file read as bytes: one that is no UTF-8 is then its row's fault and not the file's.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{ConvertedType, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaDataReader};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

use super::shared::SharedFile;

/// Reads what a file says of itself, with its texts as views of bytes: a view takes 16 bytes a row however often a long
/// value of a dictionary is repeated, and copies none.
pub(super) fn load(file: &SharedFile) -> Result<ArrowReaderMetadata, ParquetError> {
    let metadata = ParquetMetaDataReader::new().parse_and_finish(file)?;
    let root = plain(&metadata.file_metadata().schema_descr().root_schema_ptr())?;
    // The types are Parquet's own: the schema that arrow leaves in the file is one more thing to be wrong.
    let options = ArrowReaderOptions::new()
        .with_skip_arrow_metadata(true)
        .with_offset_index_policy(PageIndexPolicy::Optional)
        .with_parquet_schema(Arc::new(SchemaDescriptor::new(root)));
    let found = ArrowReaderMetadata::load(file, options.clone())?;
    let viewed = Schema::new(found.schema().fields().iter().map(viewed).collect::<Vec<_>>());
    ArrowReaderMetadata::try_new(found.metadata().clone(), options.with_schema(Arc::new(viewed)))
}

/// The same columns without the promise that texts are UTF-8.
fn plain(kind: &TypePtr) -> Result<TypePtr, ParquetError> {
    let info = kind.get_basic_info();
    let id = info.has_id().then(|| info.id());
    if kind.is_group() {
        let fields = kind.get_fields().iter().map(plain).collect::<Result<_, _>>()?;
        let group = Type::group_type_builder(info.name()).with_fields(fields).with_id(id);
        let group =
            group.with_converted_type(info.converted_type()).with_logical_type(info.logical_type_ref().cloned());
        let group = if info.has_repetition() { group.with_repetition(info.repetition()) } else { group };
        return group.build().map(Arc::new);
    }
    let is_text = matches!(info.converted_type(), ConvertedType::UTF8 | ConvertedType::JSON | ConvertedType::ENUM);
    if !is_text || kind.get_physical_type() != Physical::BYTE_ARRAY {
        return Ok(kind.clone());
    }
    let bytes = Type::primitive_type_builder(info.name(), Physical::BYTE_ARRAY);
    bytes.with_repetition(info.repetition()).with_id(id).build().map(Arc::new)
}

/// The field with all bytes in it as views.
fn viewed(field: &FieldRef) -> FieldRef {
    let kind = match field.data_type() {
        DataType::Binary => DataType::BinaryView,
        DataType::List(item) => DataType::List(viewed(item)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(viewed).collect()),
        _ => return field.clone(),
    };
    Arc::new(Field::clone(field).with_data_type(kind))
}
