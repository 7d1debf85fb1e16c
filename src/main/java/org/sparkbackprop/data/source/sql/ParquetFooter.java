package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructField;
import org.sparkbackprop.data.source.sql.FileColumns.Column;
import org.sparkbackprop.data.source.sql.FileColumns.Trait;

/** Reads the columns of a Parquet file from its footer. */
final class ParquetFooter {

  /** The encodings of Spark's vectorised reader; BIT_PACKED is for levels. */
  @SuppressWarnings("deprecation") // writers still use them
  private static final Set<Encoding> VECTORISED =
      EnumSet.of(
          Encoding.PLAIN,
          Encoding.PLAIN_DICTIONARY,
          Encoding.RLE_DICTIONARY,
          Encoding.RLE,
          Encoding.BIT_PACKED,
          Encoding.DELTA_BINARY_PACKED,
          Encoding.DELTA_LENGTH_BYTE_ARRAY,
          Encoding.DELTA_BYTE_ARRAY);

  /**
   * Spark's settings of types, which executors do not have.
   *
   * @param settings keys and values for the converter
   */
  record Types(Map<String, String> settings) implements Serializable {

    private static final List<String> KEYS =
        List.of(
            "spark.sql.parquet.binaryAsString",
            "spark.sql.parquet.int96AsTimestamp",
            "spark.sql.parquet.inferTimestampNTZ.enabled",
            "spark.sql.legacy.parquet.nanosAsLong",
            "spark.sql.parquet.reader.respectUnknownTypeAnnotation.enabled");

    static Types of(SparkSession session) {
      Map<String, String> settings = new HashMap<>();
      KEYS.forEach(key -> settings.put(key, session.conf().get(key)));
      settings.put("spark.sql.caseSensitive", "true");
      return new Types(settings);
    }

    private ParquetToSparkSchemaConverter converter() {
      Configuration configuration = new Configuration(false);
      settings.forEach(configuration::set);
      return new ParquetToSparkSchemaConverter(configuration);
    }
  }

  private final MessageType message;
  private final ParquetToSparkSchemaConverter converter;
  private final Map<String, StructField> asSparkWrote = new HashMap<>();
  private final Map<String, Set<Trait>> traits = new HashMap<>();
  private final Map<String, String> lackingCodecs = new HashMap<>();

  private ParquetFooter(Path path, ParquetMetadata footer, Types types, Configuration hadoop) {
    this.message = footer.getFileMetaData().getSchema();
    this.converter = types.converter();
    if (footer
        .getFileMetaData()
        .getKeyValueMetaData()
        .containsKey("org.apache.spark.sql.parquet.row.metadata")) {
      try { // the schema that Spark wrote has vectors and CHAR
        Footer ofSpark = new Footer(path, footer);
        for (StructField field :
            ParquetFileFormat.readSchemaFromFooter(ofSpark, converter).fields()) {
          asSparkWrote.put(field.name(), field);
        }
      } catch (Exception unread) { // Scala throws checked exceptions that it does not declare
        asSparkWrote.clear();
      }
    }
    for (BlockMetaData block : footer.getBlocks()) {
      block.getColumns().forEach(chunk -> look(chunk, hadoop));
    }
  }

  static List<Column> columns(Path path, Types types, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      return new ParquetFooter(path, reader.getFooter(), types, hadoop).columns();
    }
  }

  private void look(ColumnChunkMetaData chunk, Configuration hadoop) {
    String name = chunk.getPath().toArray()[0];
    if (!VECTORISED.containsAll(chunk.getEncodings())) {
      traits.computeIfAbsent(name, none -> EnumSet.noneOf(Trait.class)).add(Trait.ROW_BY_ROW);
    }
    CompressionCodecName codec = chunk.getCodec();
    String codecClass = codec.getHadoopCompressionCodecClassName();
    if (codecClass != null && hadoop.getClassByNameOrNull(codecClass) == null) {
      lackingCodecs.put(name, "%s, for which there is no %s".formatted(codec, codecClass));
    }
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Type type : message.getFields()) {
      String name = type.getName();
      StructField known = asSparkWrote.get(name);
      Optional<StructField> field = known == null ? converted(type) : Optional.of(known);
      Set<Trait> its = traits.getOrDefault(name, EnumSet.noneOf(Trait.class));
      if (field.isPresent() && SqlType.isPadded(field.get())) {
        its.add(Trait.PADDED);
      }
      columns.add(
          field
              .map(f -> Column.of(name, f.dataType(), its, lackingCodecs.getOrDefault(name, "")))
              .orElseGet(() -> Column.unread(name, name(type))));
    }
    return columns;
  }

  /** Converts one column: Spark's converter refuses all columns for the type of one. */
  private Optional<StructField> converted(Type type) {
    try {
      return Optional.of(converter.convert(new MessageType(message.getName(), type)).fields()[0]);
    } catch (Exception unread) { // Scala throws checked exceptions that it does not declare
      return Optional.empty();
    }
  }

  private static String name(Type type) {
    String annotation =
        type.getLogicalTypeAnnotation() == null ? "" : " (" + type.getLogicalTypeAnnotation() + ")";
    return (type.isPrimitive() ? type.asPrimitiveType().getPrimitiveTypeName() : "group")
        + annotation;
  }
}
