package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkbackprop.data.SqlTables.row;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.UnionColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.SitePage;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.data.source.sql.OrcBesideUnions;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/** Parquet and ORC as other writers leave them, and files that differ from each other. */
class OtherWritersTest {

  private static final int ROWS = 300;

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static InputSettings input(String format, Path path, String... ignored) {
    return Inputs.of(
        format, path.toString(), null, columns("label", List.of(ignored)), BadRowPolicy.fail());
  }

  private static ColumnSettings columns(String label, List<String> ignored) {
    return new ColumnSettings(
        label,
        Optional.empty(),
        List.of(),
        ignored,
        List.of(),
        Map.of(),
        100,
        Map.of(),
        Set.of(""),
        List.of());
  }

  private static List<Inputs.Row> rows(InputSettings input) {
    return Inputs.rows(Inputs.load(spark, input, 1));
  }

  private static List<Double> firsts(InputSettings input) {
    return rows(input).stream().map(row -> row.feature(0)).toList();
  }

  /** Rows of a number x, of something else, and of a label, by Parquet's own writer. */
  private Path parquet(String other, Object value) throws IOException {
    Path file = directory.resolve("a.parquet");
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required double x; %s required binary label (STRING); }"
                .formatted(other.isEmpty() ? "" : "required " + other + ";"));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withDictionaryEncoding(false)
            .withByteStreamSplitEncoding(true)
            .build()) {
      SimpleGroupFactory factory = new SimpleGroupFactory(schema);
      for (int r = 0; r < ROWS; r++) {
        Group group = factory.newGroup().append("x", r + 0.5);
        if (value instanceof Integer number) {
          group.append("o", number);
        } else if (value instanceof Long number) {
          group.append("o", number);
        } else if (value instanceof Boolean truth) {
          group.append("o", truth);
        } else if (value instanceof Float number) {
          group.append("o", number + r);
        } else if (value instanceof Binary bytes) {
          group.append("o", bytes);
        }
        writer.write(group.append("label", r % 2 == 0 ? "no" : "yes"));
      }
    }
    return file;
  }

  @Test
  void byteStreamSplitIsRead() throws IOException {
    Path file = parquet("float o", 0.25f);
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      assertThat(reader.getFooter().getBlocks().get(0).getColumns().get(0).getEncodings())
          .anyMatch(encoding -> encoding.name().equals("BYTE_STREAM_SPLIT"));
    }
    List<Inputs.Row> rows = rows(input("parquet", file));
    assertThat(rows).hasSize(ROWS);
    for (int r = 0; r < ROWS; r++) {
      assertThat(rows.get(r))
          .isEqualTo(new Inputs.Row(List.of(r + 0.5, r + 0.25), r % 2 == 0 ? "no" : "yes", 1));
    }
    SqlTables.writeFile(
        SqlTables.of("x double, o float, label string", row(-1.0, -2f, "no")),
        "parquet",
        directory.resolve("0.parquet"));
    assertThat(rows(input("parquet", directory)))
        .hasSize(ROWS + 1)
        .first()
        .isEqualTo(new Inputs.Row(List.of(-1.0, -2.0), "no", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "fixed_len_byte_array(2) o (FLOAT16), FIXED_LEN_BYTE_ARRAY (FLOAT16), 2",
    "fixed_len_byte_array(12) o (INTERVAL), FIXED_LEN_BYTE_ARRAY (INTERVAL), 12",
    "'int32 o (TIME(MILLIS,true))', 'INT32 (TIME(MILLIS,true))', 0",
  })
  void typesThatSparkDoesNotReadHarmTheirColumnAlone(String other, String type, int bytes)
      throws IOException {
    Object value = bytes == 0 ? (Object) 1 : Binary.fromConstantByteArray(new byte[bytes]);
    Path file = parquet(other, value);
    assertThat(firsts(input("parquet", file, "o"))).hasSize(ROWS).startsWith(0.5, 1.5);
    assertThatThrownBy(() -> rows(input("parquet", file)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[o (" + type + ")]: of types that features cannot have; ");
    InputSettings asLabel =
        Inputs.withColumns(input("parquet", file), columns("o", List.of("label")));
    assertThatThrownBy(() -> rows(asLabel))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("o (" + type);
    RequiredColumns model =
        new RequiredColumns(Optional.of(List.of(InputColumn.number("x"))), Labels.IGNORED);
    assertThat(Formats.CONFIGURED.open(spark, input("parquet", file), model).shape().numbers())
        .isEqualTo(1);
  }

  /** The table of the site's page, row by row; every value is a 1 without a scale. */
  @Test
  void typesOfParquetBecomeWhatThePageSays() throws IOException {
    List<List<String>> table = SitePage.of("databases").rows("Files");
    assertThat(table).hasSizeGreaterThanOrEqualTo(10);
    for (List<String> cells : table) {
      String type = cells.get(1).replaceFirst("^(\\S+)", "$1 o");
      Path file = parquet(type, one(type));
      InputSettings input = input("parquet", file);
      if (cells.get(2).equals("refused")) {
        assertThatThrownBy(() -> rows(input))
            .as(type)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("o (");
        assertThat(firsts(input("parquet", file, "o"))).as(type).startsWith(0.5, 1.5);
      } else {
        double expected = type.contains("DECIMAL") ? 0.01 : 1;
        assertThat(rows(input).get(0).feature(1)).as(type).isEqualTo(expected);
      }
      Files.delete(file);
    }
  }

  private static Object one(String type) {
    String bytes = type.replaceFirst("^fixed_len_byte_array\\((\\d+)\\).*", "$1");
    return switch (type.substring(0, type.indexOf(' '))) {
      case "int32" -> 1;
      case "int64" -> 1L;
      case "float" -> 1f;
      case "boolean" -> true;
      default -> Binary.fromConstantByteArray(new byte[Integer.parseInt(bytes)]);
    };
  }

  @Test
  void aCodecThatIsNotThereIsNamed() throws IOException {
    Path file = directory.resolve("brotli.parquet");
    try (InputStream packed = getClass().getResourceAsStream("/parquet/brotli.parquet")) {
      Files.copy(packed, file);
    }
    assertThatThrownBy(() -> rows(input("parquet", file)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("brotli.parquet is compressed by BROTLI, for which there is no")
        .hasMessageContaining("org.apache.hadoop.io.compress.BrotliCodec on the class path")
        .hasMessageNotContaining("damaged");
  }

  /** Rows of a number x, a CHAR label, a VARCHAR v, and a column o, by ORC's own writer. */
  private Path orc(String other) throws IOException {
    Path file = directory.resolve("a.orc");
    TypeDescription schema =
        TypeDescription.fromString("struct<x:double,label:char(5),v:varchar(5),o:" + other + ">");
    try (Writer writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration()).setSchema(schema))) {
      VectorizedRowBatch batch = schema.createRowBatch();
      for (int r = 0; r < ROWS; r++) {
        ((DoubleColumnVector) batch.cols[0]).vector[r] = r + 0.5;
        byte[] label = (r % 2 == 0 ? "no" : "yes").getBytes(StandardCharsets.UTF_8);
        ((BytesColumnVector) batch.cols[1]).setVal(r, label);
        ((BytesColumnVector) batch.cols[2]).setVal(r, "v ".getBytes(StandardCharsets.UTF_8));
        if (batch.cols[3] instanceof UnionColumnVector union) {
          ((LongColumnVector) union.fields[0]).vector[r] = r;
        }
      }
      batch.size = ROWS;
      writer.addRowBatch(batch);
    }
    return file;
  }

  @Test
  void charOfOrcHasNoBlanksAndVarcharKeepsThem() throws IOException {
    Path file = orc("date");
    List<Inputs.Row> rows = rows(input("orc", file, "o", "v"));
    assertThat(rows).extracting(row -> row.feature(0)).hasSize(ROWS).startsWith(0.5, 1.5);
    assertThat(rows)
        .extracting(Inputs.Row::label)
        .startsWith("no", "yes")
        .containsOnly("no", "yes");
    InputSettings byText =
        Inputs.withColumns(input("orc", file), columns("v", List.of("o", "label")));
    assertThat(rows(Inputs.withClasses(byText, "v ", "w")))
        .extracting(Inputs.Row::label)
        .containsOnly("v ");
  }

  @Test
  void columnsBesideAUnionOfOrcAreReadAndTheUnionIsNamed() throws IOException {
    Path file = orc("uniontype<int,string>");
    List<Inputs.Row> rows = rows(input("orc", file, "o", "v"));
    assertThat(rows).hasSize(ROWS);
    for (int r = 0; r < ROWS; r++) {
      assertThat(rows.get(r).feature(0)).isEqualTo(r + 0.5);
      assertThat(rows.get(r).label()).isEqualTo(r % 2 == 0 ? "no" : "yes");
    }
    InputSettings byText =
        Inputs.withColumns(input("orc", file), columns("v", List.of("o", "label")));
    assertThat(rows(Inputs.withClasses(byText, "v ", "w")))
        .extracting(Inputs.Row::label)
        .containsOnly("v ");
    assertThatThrownBy(() -> rows(input("orc", file, "v")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("o (uniontype<int,string>)")
        .hasMessageContaining("input.ignore");
  }

  private static final List<String> LABELS = List.of("no", "yes");

  /** Spark would give one of them for both. */
  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void columnsOfTheSameNameAreNotOne(String format) throws IOException {
    Path file = directory.resolve("twins." + format);
    if (format.equals("orc")) {
      twinsOfOrc(new org.apache.hadoop.fs.Path(file.toUri()));
    } else {
      twinsOfParquet(new org.apache.hadoop.fs.Path(file.toUri()));
    }
    assertThatThrownBy(() -> rows(input(format, file)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has several columns named [x], and only one would be");
    assertThat(rows(input(format, file, "x")))
        .containsExactly(
            new Inputs.Row(List.of(3.0), "no", 1), new Inputs.Row(List.of(3.0), "yes", 1));
  }

  private static void twinsOfParquet(org.apache.hadoop.fs.Path file) throws IOException {
    Type number = Types.required(PrimitiveTypeName.DOUBLE).named("x");
    MessageType schema =
        new MessageType(
            "m",
            number,
            number,
            Types.required(PrimitiveTypeName.DOUBLE).named("z"),
            Types.required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("label"));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file).withType(schema).build()) {
      for (int r = 0; r < 2; r++) {
        Group group = new SimpleGroupFactory(schema).newGroup();
        group.add(0, 1.0);
        group.add(1, 2.0);
        group.add(2, 3.0);
        group.add(3, LABELS.get(r));
        writer.write(group);
      }
    }
  }

  private static void twinsOfOrc(org.apache.hadoop.fs.Path file) throws IOException {
    TypeDescription schema =
        TypeDescription.createStruct()
            .addField("x", TypeDescription.createDouble())
            .addField("x", TypeDescription.createDouble())
            .addField("z", TypeDescription.createDouble())
            .addField("label", TypeDescription.createString());
    try (Writer writer =
        OrcFile.createWriter(file, OrcFile.writerOptions(new Configuration()).setSchema(schema))) {
      VectorizedRowBatch batch = schema.createRowBatch();
      for (batch.size = 0; batch.size < 2; batch.size++) {
        for (int c = 0; c < 3; c++) {
          ((DoubleColumnVector) batch.cols[c]).vector[batch.size] = c + 1;
        }
        ((BytesColumnVector) batch.cols[3])
            .setVal(batch.size, LABELS.get(batch.size).getBytes(StandardCharsets.UTF_8));
      }
      writer.addRowBatch(batch);
    }
  }

  /** All types that can be features, labels and keys, with nulls, in several parts of a file. */
  @Test
  void whatIsReadBesideUnionsIsWhatSparkReads() {
    SparkSession session = SparkSession.builder().getOrCreate();
    String path = directory.resolve("all").toString();
    session
        .range(0, 20_000, 1, 1)
        .selectExpr(
            "if(id % 7 = 0, null, id / 3) d",
            "cast(id as float) f",
            "cast(id as decimal(30,4)) m",
            "cast(id % 100 as tinyint) b",
            "id % 2 = 0 t",
            "if(id % 5 = 0, null, array(id / 2, null)) a",
            "concat('n', id) s",
            "cast(id as timestamp) z")
        .write()
        .option("orc.stripe.size", "65536")
        .orc(path);
    String before = session.conf().get("spark.sql.files.maxPartitionBytes");
    session.conf().set("spark.sql.files.maxPartitionBytes", "50000");
    try {
      Dataset<Row> ofSpark = session.read().orc(path);
      Dataset<Row> own =
          session
              .read()
              .format(OrcBesideUnions.class.getName())
              .schema(ofSpark.schema())
              .load(path);
      assertThat(own.rdd().getNumPartitions()).isGreaterThan(2);
      assertThat(own.collectAsList()).hasSize(20_000).isEqualTo(ofSpark.collectAsList());
      assertThat(own.select("s", "d").collectAsList())
          .isEqualTo(ofSpark.select("s", "d").collectAsList());
    } finally {
      session.conf().set("spark.sql.files.maxPartitionBytes", before);
    }
  }

  /** Files of one input, of which one has a union, in directories that are columns. */
  @Test
  void filesWithAUnionAreReadWithOthers() throws IOException {
    Path data = directory.resolve("data");
    List<String> types =
        List.of("uniontype<int,string>", "struct<u:uniontype<int,string>>", "date");
    for (int g = 0; g < types.size(); g++) {
      Path to = Files.createDirectories(data.resolve("g=" + g));
      Files.move(orc(types.get(g)), to.resolve("a.orc"));
    }
    List<Inputs.Row> rows = rows(input("orc", data, "o", "v"));
    assertThat(rows).hasSize(3 * ROWS);
    for (int r = 0; r < 3 * ROWS; r++) {
      assertThat(rows.get(r).feature(0)).isEqualTo(r % ROWS + 0.5);
      int g = r / ROWS;
      assertThat(rows.get(r).feature(1)).isEqualTo(g);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void charsOfTablesHaveNoBlanksBehindThem(String format) {
    SparkSession session = SparkSession.builder().getOrCreate();
    Path path = directory.resolve("table");
    session.sql("drop table if exists padded");
    session.sql(
        "create table padded (x double, label char(5), w varchar(5)) using %s location '%s'"
            .formatted(format, path.toUri()));
    session.sql("insert into padded values (1, 'no', 'w '), (2, 'yes', 'w '), (3, 'no   ', 'w ')");
    InputSettings table =
        new InputSettings(
            "table",
            Optional.empty(),
            Optional.empty(),
            columns("label", List.of("w")),
            TextSettings.csv(),
            DatabaseSettings.ofCatalog("padded"),
            java.util.OptionalInt.empty(),
            BadRowPolicy.fail(),
            InputSettings.Layout.AUTOMATIC,
            java.util.OptionalDouble.empty(),
            Inputs.csv(Path.of("none")).classes(),
            Inputs.threeClouds(1),
            TargetColumns.ofClass());
    assertThat(rows(table)).extracting(Inputs.Row::label).containsOnly("no", "yes");
    InputSettings byText = Inputs.withColumns(table, columns("w", List.of("label")));
    assertThat(rows(Inputs.withClasses(byText, "w ", "w")))
        .extracting(Inputs.Row::label)
        .containsOnly("w ");
    session.sql("drop table padded");
  }

  private void write(String format, String name, String schema, Row... rows) throws IOException {
    SqlTables.writeFile(SqlTables.of(schema, rows), format, directory.resolve(name + "." + format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void aColumnThatOneFileLacksIsNamedInEitherOrder(String format) throws IOException {
    write(format, "b", "x double, y double, label int", row(1.0, 2.0, 0), row(2.0, 2.0, 1));
    for (String narrow : List.of("a", "c")) {
      write(format, narrow, "x double, label int", row(3.0, 0));
      assertThatThrownBy(() -> rows(input(format, directory)))
          .isInstanceOf(DataException.class)
          .hasMessageMatching(
              "the files do not have the same columns: file:\\S*%s\\.%s lacks y, which file:\\S*b\\.%s has; .*"
                  .formatted(narrow, format, format));
      assertThat(firsts(input(format, directory, "y"))).hasSize(3);
      Files.delete(directory.resolve(narrow + "." + format));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void numbersOfAnotherTypeInEachFileAreReadAsTheyAre(String format) throws IOException {
    long big = (1L << 53) + 1;
    write(format, "a", "x float, n long, label int", row(0.1f, big, 1), row(-9.9f, big, 0));
    write(format, "b", "label double, n double, x double", row(1.0, 0.5, 0.1), row(0.0, 1.0, -9.9));
    write(format, "c", "n int, x decimal(9,3), label string", row(7, new BigDecimal("0.1"), "0"));
    assertThatThrownBy(() -> rows(input(format, directory)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label is int in file:");
    Files.delete(directory.resolve("c." + format));
    write(format, "c", "n int, x decimal(9,3), label bigint", row(7, new BigDecimal("0.1"), 0L));
    InputSettings plain = input(format, directory);
    ColumnSettings missing = ColumnSettings.numbers("label").withMissingTexts(Set.of("-9.9"));
    PreparationSettings minusOne =
        new PreparationSettings(
            org.sparkbackprop.model.Standardisation.Method.DIVIDE,
            org.sparkbackprop.model.MissingValues.Policy.CONSTANT,
            -1,
            org.sparkbackprop.model.Preparation.UnknownCategories.REFUSED);
    PreparedData data =
        Inputs.load(
            spark,
            Inputs.withColumns(plain, missing),
            minusOne,
            Inputs.NO_VALIDATION,
            Inputs.packing(1));
    assertThat(Inputs.rows(data))
        .containsExactly(
            new Inputs.Row(List.of((double) 0.1f, (double) big), "1", 1),
            new Inputs.Row(List.of(-1.0, (double) big), "0", 1),
            new Inputs.Row(List.of(0.1, 0.5), "1", 1),
            new Inputs.Row(List.of(-1.0, 1.0), "0", 1),
            new Inputs.Row(List.of(0.1, 7.0), "0", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void columnsThatDifferInCaseOnlyAreDifferent(String format) throws IOException {
    SparkSession session = SparkSession.builder().getOrCreate();
    session.conf().set("spark.sql.caseSensitive", "true");
    write(format, "a", "t double, T double, l string, L string", row(1.0, 2.0, "p", "q"));
    session.conf().set("spark.sql.caseSensitive", "false");
    InputSettings file = input(format, directory);
    InputSettings table =
        new InputSettings(
            "table",
            Optional.empty(),
            Optional.empty(),
            file.columns(),
            TextSettings.csv(),
            DatabaseSettings.ofCatalog(format + ".`" + directory.resolve("a." + format) + "`"),
            java.util.OptionalInt.empty(),
            BadRowPolicy.fail(),
            InputSettings.Layout.AUTOMATIC,
            java.util.OptionalDouble.empty(),
            file.classes(),
            Inputs.threeClouds(1),
            TargetColumns.ofClass());
    for (InputSettings input : List.of(file, table)) {
      for (boolean upper : List.of(true, false)) {
        ColumnSettings columns =
            new ColumnSettings(
                upper ? "L" : "l",
                Optional.of(upper ? "T" : "t"),
                List.of(upper ? "t" : "T"),
                List.of(),
                List.of(),
                Map.of(),
                100,
                Map.of(),
                Set.of(""),
                List.of(upper ? "T" : "t"));
        InputSettings chosen = Inputs.withClasses(Inputs.withColumns(input, columns), "p", "q");
        assertThat(rows(chosen))
            .containsExactly(
                upper
                    ? new Inputs.Row(List.of(1.0), "q", 2)
                    : new Inputs.Row(List.of(2.0), "p", 1));
      }
    }
  }

  private static InputSettings withCategories(InputSettings like, String label, String category) {
    return Inputs.withColumns(
        like,
        new ColumnSettings(
            label,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            category.isEmpty() ? Map.of() : Map.of(category, List.of()),
            100,
            Map.of(),
            Set.of(""),
            List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void directoriesThatPartitionByWroteAreColumns(String format) {
    Path path = directory.resolve("parts");
    SqlTables.of(
            "x double, region string, code string, label string",
            row(1.0, "a b/c", "007", "no"),
            row(2.0, "a b/c", "7", "yes"),
            row(3.0, "d", "010", "no"),
            row(4.0, "d", "010", "yes"))
        .write()
        .partitionBy("region", "code")
        .format(format)
        .save(path.toString());
    InputSettings plain = input(format, path);
    assertThat(rows(withCategories(plain, "label", "region")))
        .containsExactlyInAnyOrder(
            new Inputs.Row(List.of(1.0, 1.0, 0.0, 7.0), "no", 1),
            new Inputs.Row(List.of(2.0, 1.0, 0.0, 7.0), "yes", 1),
            new Inputs.Row(List.of(3.0, 0.0, 1.0, 10.0), "no", 1),
            new Inputs.Row(List.of(4.0, 0.0, 1.0, 10.0), "yes", 1));
    assertThat(rows(Inputs.withColumns(plain, columns("code", List.of("region", "label")))))
        .extracting(Inputs.Row::label)
        .containsExactlyInAnyOrder("007", "7", "010", "010");
    assertThatThrownBy(() -> rows(plain))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "the directory region=a b%2Fc gives a column the value 'a b/c', which is not a")
        .hasMessageContaining("input.categories");
    // a path that names a directory's value has no such column unless it is asked for
    Path one = path.resolve("region=d");
    assertThat(rows(input(format, one)))
        .containsExactly(
            new Inputs.Row(List.of(3.0, 10.0), "no", 1),
            new Inputs.Row(List.of(4.0, 10.0), "yes", 1));
  }
}
