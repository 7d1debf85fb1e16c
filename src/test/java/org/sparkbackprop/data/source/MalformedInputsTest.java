package org.sparkbackprop.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.DirectReading;
import org.sparkbackprop.data.DirectReading.Outcome;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.Mutations;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SlowReading;
import org.sparkbackprop.data.SlowReading.Content;
import org.sparkbackprop.data.Written;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.source.csv.CsvColumns;
import org.sparkbackprop.data.source.csv.CsvHeader;
import org.sparkbackprop.data.source.csv.CsvRowReader;
import org.sparkbackprop.data.source.libsvm.LibsvmRowReader;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.StorageException;

/**
 * Some thousand damaged inputs, by seeds: each is an error in one sentence, or every row of it is
 * counted as used or as bad, as a simple reader counts them. Nothing else is thrown, and memory is
 * bounded by the size of the input.
 */
class MalformedInputsTest {

  private static final String HEADER = "x,y,label";
  private static final List<String> LETTERS = List.of("a", "b", "gr\u00fcn", "c,d", "say \"e\"");
  private static final List<String> DIGITS = List.of("0", "1", "-1", "2");
  private static final int DIMENSIONS = 6;

  private static final long MAX_BYTES_PER_BYTE = 64;
  private static final long MAX_BYTES_PER_READER = 1 << 19;
  private static final long MAX_BYTES = 6 << 20;

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

  private static byte[] csv(Random random) {
    StringBuilder lines = new StringBuilder(HEADER + "\n");
    for (int i = random.nextInt(80); i >= 0; i--) {
      String label = LETTERS.get(random.nextInt(LETTERS.size()));
      lines.append(random.nextInt(100)).append(random.nextBoolean() ? ".5," : " , ");
      lines.append(random.nextInt(3) == 0 ? "\"-7\"" : random.nextGaussian()).append(',');
      boolean plain = !label.matches(".*[\",].*") && random.nextInt(4) > 0;
      lines.append(plain ? label : '"' + label.replace("\"", "\"\"") + '"');
      lines.append(random.nextInt(20) == 0 ? "\r\n\n" : "\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] libsvm(Random random) {
    StringBuilder lines = new StringBuilder();
    for (int i = random.nextInt(80); i >= 0; i--) {
      lines.append(List.of("0", "+1", "-1", "2.0").get(random.nextInt(4)));
      for (int index = 1; index <= DIMENSIONS; index++) {
        if (random.nextInt(3) > 0) {
          lines.append(random.nextInt(9) == 0 ? "\t" : " ").append(index).append(':');
          lines.append(random.nextInt(2) == 0 ? random.nextInt(3) : random.nextGaussian());
        }
      }
      lines.append(random.nextInt(9) == 0 ? " # comment\n" : "\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] idx(Random random, int records, int pixels) {
    byte[] content = new byte[records * Math.max(1, pixels)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) random.nextInt(pixels == 0 ? 3 : 256);
    }
    byte[] header = pixels == 0 ? Written.header(records) : Written.header(records, 1, pixels);
    return Written.joined(header, content);
  }

  /** One sentence for a user, or nothing but counts; null if it was an error. */
  private static InputScan scanned(Supplier<InputScan> scan, long size, int readers) {
    long before = DirectReading.allocated();
    InputScan found = null;
    try {
      found = scan.get();
    } catch (DataException | StorageException e) {
      assertThat(e.getMessage().lines()).hasSize(1);
      assertThat(e.getMessage()).hasSizeBetween(10, 1000).doesNotContain("Exception", "null");
    }
    assertThat(DirectReading.allocated() - before)
        .isLessThan(MAX_BYTES_PER_BYTE * size + MAX_BYTES_PER_READER * readers + MAX_BYTES);
    return found;
  }

  /** Compares with what a simple reader finds; that is absent where it cannot tell. */
  private static void requireSame(
      DirectReading reading, InputScan scan, BadRowPolicy badRows, Optional<Content> expected) {
    if (scan == null) {
      boolean allGood =
          expected.isPresent() && expected.get().rows() == expected.get().good().size();
      boolean someBad = expected.isPresent() && badRows.policy() == BadRowPolicy.Policy.FAIL;
      assertThat(expected.isEmpty() || (someBad && !allGood)).isTrue();
      return;
    }
    Outcome outcome = reading.pack(spark, scan);
    assertThat(outcome.packed()).hasSize((int) outcome.used());
    assertThat(outcome.faulty()).isEqualTo(outcome.rows() - outcome.used());
    expected.ifPresent(
        content -> {
          assertThat(outcome.rows()).isEqualTo(content.rows());
          assertThat(outcome.packed()).isEqualTo(content.good());
        });
  }

  private static BadRowPolicy policy(Mutations mutations) {
    return mutations.below(4) == 0 ? BadRowPolicy.fail() : BadRowPolicy.quarantined(1);
  }

  private InputSettings settings(String format, Path path, BadRowPolicy badRows) {
    return Inputs.of(format, path.toString(), null, ColumnSettings.numbers("label"), badRows);
  }

  private static List<TextSplit> parts(Path path, Mutations mutations) {
    long bytes = mutations.below(3) == 0 ? 1L << 25 : 200 + mutations.below(2000);
    return TextFiles.of(path.toString(), spark.hadoopConfiguration(), bytes).parts();
  }

  private static boolean hasIndexZero(byte[] libsvm) {
    String text = new String(libsvm, StandardCharsets.ISO_8859_1);
    return Pattern.compile("(^|\\s)0+:").matcher(text).find();
  }

  @ParameterizedTest
  @CsvSource({"csv, 800", "csv.gz, 450", "libsvm, 500", "libsvm.gz, 150"})
  void textIsReadRowByRowOrRefusedInASentence(String kind, int inputs) throws IOException {
    for (int seed = 0; seed < inputs; seed++) {
      Mutations mutations = new Mutations(31L * seed + kind.length());
      boolean isCsv = kind.startsWith("csv");
      byte[] valid = isCsv ? csv(new Random(seed)) : libsvm(new Random(seed));
      byte[] other = isCsv ? libsvm(new Random(-seed)) : csv(new Random(-seed));
      byte[] bytes;
      Optional<byte[]> unzipped;
      if (!kind.endsWith("gz")) {
        bytes = mutations.of(valid, other);
        unzipped = Optional.of(bytes);
      } else if (mutations.below(2) == 0) {
        bytes = mutations.of(Written.zipped(valid), other);
        unzipped = SlowReading.unzipped(bytes);
      } else {
        bytes = Written.zipped(mutations.of(valid, other));
        unzipped = SlowReading.unzipped(bytes);
      }
      if (!isCsv && unzipped.map(MalformedInputsTest::hasIndexZero).orElse(false)) {
        continue; // which is no matter of single rows, and has a test of its own
      }
      Path path = Files.write(directory.resolve("rows." + kind), bytes);
      BadRowPolicy badRows = policy(mutations);
      Runnable reading =
          isCsv
              ? csvCase(path, mutations, badRows, unzipped)
              : libsvmCase(path, mutations, badRows, unzipped);
      assertThatCode(reading::run)
          .as("%s, seed %d, %s", kind, seed, badRows.policy())
          .doesNotThrowAnyException();
    }
  }

  private Runnable csvCase(
      Path path, Mutations mutations, BadRowPolicy badRows, Optional<byte[]> bytes) {
    return () -> {
      Configuration configuration = spark.hadoopConfiguration();
      InputSettings input = settings("csv", path, badRows);
      List<TextSplit> parts = parts(path, mutations);
      DirectReading[] reading = new DirectReading[1];
      InputScan scan =
          scanned(
              () -> {
                CsvColumns columns =
                    CsvHeader.of(
                            path.toString(),
                            List.of(path.toString()),
                            input,
                            RequiredColumns.ofTraining(),
                            configuration)
                        .columns();
                reading[0] =
                    new DirectReading(
                        columns.shape(),
                        () ->
                            readers(parts, part -> new CsvRowReader(columns, part, configuration)),
                        LETTERS);
                if (reading[0].goesOn()) {
                  TextSplit whole = new TextSplit(path.toString(), 0, Long.MAX_VALUE, List.of());
                  reading[0] =
                      new DirectReading(
                          columns.shape(),
                          () -> List.of(new CsvRowReader(columns, whole, configuration)),
                          LETTERS);
                }
                return reading[0].scan(badRows);
              },
              size(path),
              parts.size());
      assertThat(scan == null || bytes.isPresent()).isTrue();
      requireSame(
          reading[0], scan, badRows, bytes.flatMap(b -> SlowReading.csv(b, HEADER, LETTERS)));
    };
  }

  private Runnable libsvmCase(
      Path path, Mutations mutations, BadRowPolicy badRows, Optional<byte[]> bytes) {
    return () -> {
      List<TextSplit> parts = parts(path, mutations);
      RowShape shape =
          new RowShape(List.of(InputColumn.vector("x", DIMENSIONS)), RowShape.Form.SPARSE);
      DirectReading reading =
          new DirectReading(
              shape,
              () ->
                  readers(
                      parts,
                      part ->
                          new LibsvmRowReader(
                              Inputs.libsvm(shape), part, spark.hadoopConfiguration())),
              DIGITS);
      InputScan scan = scanned(() -> reading.scan(badRows), size(path), parts.size());
      assertThat(scan == null || bytes.isPresent()).isTrue();
      requireSame(
          reading, scan, badRows, bytes.map(b -> SlowReading.libsvm(b, DIMENSIONS, DIGITS)));
    };
  }

  private static long size(Path path) {
    return path.toFile().length();
  }

  private static <T> List<RowReader> readers(List<T> parts, Function<T, RowReader> opening) {
    List<RowReader> readers = new ArrayList<>();
    parts.forEach(part -> readers.add(opening.apply(part)));
    return readers;
  }

  @ParameterizedTest
  @CsvSource({"idx, 400", "idx.gz, 250"})
  void imagesAreReadRecordByRecordOrRefusedInASentence(String kind, int inputs) throws IOException {
    for (int seed = 0; seed < inputs; seed++) {
      Mutations mutations = new Mutations(37L * seed + kind.length());
      Random random = new Random(seed);
      int records = 1 + random.nextInt(40);
      byte[] images = idx(random, records, 1 + random.nextInt(30));
      byte[] labels = idx(random, records, 0);
      if (mutations.below(3) == 0) {
        labels = mutations.ofIdx(labels, images);
      } else {
        images = mutations.ofIdx(images, labels);
      }
      if (kind.endsWith("gz")) {
        images = Written.zipped(images);
        labels = Written.zipped(labels);
        images = mutations.below(3) == 0 ? mutations.of(images, labels) : images;
      }
      Path path = Files.write(directory.resolve("images." + kind), images);
      Path names = Files.write(directory.resolve("labels." + kind), labels);
      Optional<byte[]> read = content(path);
      Optional<byte[]> readNames = content(names);
      Optional<Content> expected =
          read.flatMap(i -> readNames.flatMap(l -> SlowReading.idx(i, l, DIGITS)));
      BadRowPolicy badRows = policy(mutations);
      assertThatCode(() -> idxCase(path, names, mutations, badRows, expected))
          .as("%s, seed %d, %s", kind, seed, badRows.policy())
          .doesNotThrowAnyException();
    }
  }

  private static Optional<byte[]> content(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    return path.toString().endsWith("gz") ? SlowReading.unzipped(bytes) : Optional.of(bytes);
  }

  private static void idxCase(
      Path path,
      Path names,
      Mutations mutations,
      BadRowPolicy badRows,
      Optional<Content> expected) {
    Configuration configuration = spark.hadoopConfiguration();
    int most = 1 + mutations.below(50);
    DirectReading[] reading = new DirectReading[1];
    InputScan scan =
        scanned(
            () -> {
              RowShape shape =
                  IdxSource.open(spark, Inputs.idx(path, names), RequiredColumns.ofTraining())
                      .shape();
              IdxFile images = IdxFile.open(path.toString(), configuration);
              IdxFile labels = IdxFile.open(names.toString(), configuration);
              List<RowRange> ranges = RowRange.all(images.records(), most);
              reading[0] =
                  new DirectReading(
                      shape,
                      () ->
                          readers(
                              ranges,
                              range ->
                                  new IdxSource.Opening(images, labels, 0, shape)
                                      .open(range, configuration)),
                      DIGITS);
              return reading[0].scan(badRows);
            },
            size(path) + size(names),
            70 / most + 1);
    assertThat(scan == null || expected.isPresent()).isTrue();
    requireSame(reading[0], scan, badRows, expected);
  }

  /** Some hundred files at once, as jobs of Spark read and quarantine them. */
  @ParameterizedTest
  @CsvSource({"csv, 120", "libsvm, 120"})
  void aDirectoryOfDamagedFilesIsCountedPackedAndQuarantined(String format, int files)
      throws IOException {
    long rows = 0;
    List<String> good = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      Mutations mutations = new Mutations(41L * i);
      byte[] valid = format.equals("csv") ? csv(new Random(i)) : libsvm(new Random(i));
      byte[] damaged = i % 2 == 0 ? valid : mutations.of(valid, csv(new Random(-i)));
      Optional<Content> content =
          format.equals("csv")
              ? SlowReading.csv(damaged, HEADER, LETTERS)
              : Optional.of(SlowReading.libsvm(damaged, DIMENSIONS, DIGITS));
      if (content.isPresent() && (format.equals("csv") || !hasIndexZero(damaged))) {
        Files.write(
            directory.resolve(String.format(Locale.ROOT, "rows%04d.%s", i, format)), damaged);
        rows += content.get().rows();
        good.addAll(content.get().good());
      }
    }
    InputSettings input = settings(format, directory, BadRowPolicy.quarantined(1));
    List<String> classes = format.equals("csv") ? LETTERS : DIGITS;
    PreparedData data =
        Inputs.load(
            spark,
            Inputs.withDimensions(
                Inputs.withClasses(input, classes.toArray(String[]::new)),
                OptionalInt.of(DIMENSIONS)),
            3);
    assertThat(data.input().rows()).isEqualTo(new RowCounts(good.size(), rows - good.size()));
    assertThat(Inputs.rows(data)).extracting(DirectReading::text).isEqualTo(good);
    Path aside = Files.createDirectory(directory.resolve("aside"));
    long[] numbers =
        data.input().quarantine().orElseThrow().write(new LocalStorage(aside), "rows.jsonl");
    assertThat(numbers).hasSize((int) rows - good.size()).doesNotHaveDuplicates().isSorted();
    List<String> lines = Files.readAllLines(aside.resolve("rows.jsonl"));
    assertThat(lines).hasSize((int) rows - good.size());
    for (String line : lines) {
      Map<String, Object> fields = Json.parse(line.getBytes(StandardCharsets.UTF_8), "rows.jsonl");
      assertThat(fields).containsOnlyKeys("where", "file", "position", "number", "reason", "row");
    }
  }
}
