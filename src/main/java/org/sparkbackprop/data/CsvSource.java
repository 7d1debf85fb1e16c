package org.sparkbackprop.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.util.StringUtils;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.CsvTasks.Place;
import org.sparkbackprop.data.CsvTasks.SplitSummary;

/**
 * Comma-separated text: a file, a directory or a pattern, plain or compressed. Rows are in the
 * order of file names and lines.
 */
final class CsvSource implements SampleSource {

  private static final long SPLIT_BYTES = 32 << 20;

  private final JavaSparkContext spark;
  private final List<String> files;
  private final CsvColumns columns;
  private final InputSettings.Header header;
  private final List<SplitSummary> splits;

  private CsvSource(
      JavaSparkContext spark,
      List<String> files,
      CsvColumns columns,
      InputSettings.Header header,
      List<SplitSummary> splits) {
    this.spark = spark;
    this.files = files;
    this.columns = columns;
    this.header = header;
    this.splits = splits;
  }

  /**
   * Reads every line once: counts rows and labels, and checks that each parses.
   *
   * @throws DataException naming the file, line and column of the first line that does not
   */
  static CsvSource open(JavaSparkContext spark, InputSettings settings, Expectation need) {
    String path = settings.path().orElseThrow();
    List<String> files = InputFiles.matching(path, spark.hadoopConfiguration());
    List<String> firstLine = firstLine(files.get(0), settings.delimiter(), spark);
    List<String> names =
        settings.header() == InputSettings.Header.PRESENT
            ? firstLine
            : IntStream.rangeClosed(1, firstLine.size()).mapToObj(c -> "x" + c).toList();
    requireDistinct(names, files.get(0));
    CsvColumns columns = CsvColumns.of(names, settings, need, files.get(0));
    JavaRDD<SplitSummary> scan =
        lines(spark, files)
            .mapPartitionsWithInputSplit(new CsvTasks.Scan(columns, settings.header()), false);
    List<SplitSummary> splits = scan.collect();
    failAtFirstProblem(splits);
    if (splits.stream().mapToLong(SplitSummary::rows).sum() == 0) {
      throw new DataException(path + " has no rows");
    }
    return new CsvSource(spark, files, columns, settings.header(), splits);
  }

  private static List<String> firstLine(String file, char delimiter, JavaSparkContext spark) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                InputFiles.open(file, spark.hadoopConfiguration()), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      if (line == null || line.isBlank()) {
        throw new DataException(file + " is empty; at least a line of column names is needed");
      }
      return CsvLine.fields(CsvTasks.withoutByteOrderMark(line), delimiter);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static void requireDistinct(List<String> names, String file) {
    List<String> repeated =
        names.stream().filter(name -> names.indexOf(name) != names.lastIndexOf(name)).toList();
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has columns of the same name: %s; is its first line a row? then say"
                  .formatted(file, repeated.stream().distinct().toList())
              + " input.header = false");
    }
  }

  /** The row counts before a line are known only now, and so its number in the file. */
  private static void failAtFirstProblem(List<SplitSummary> splits) {
    List<SplitSummary> inOrder =
        splits.stream().sorted(Comparator.comparing(SplitSummary::place)).toList();
    Map<String, Long> linesBefore = new HashMap<>();
    for (SplitSummary split : inOrder) {
      long before = linesBefore.getOrDefault(split.place().file(), 0L);
      if (split.problem() != null) {
        throw new DataException(
            "%s, line %d: %s"
                .formatted(split.place().file(), before + split.problemLine(), split.problem()));
      }
      linesBefore.put(split.place().file(), before + split.lines());
    }
  }

  @SuppressWarnings("unchecked") // newAPIHadoopFile's declared type is wider than what it returns
  private static JavaNewHadoopRDD<LongWritable, Text> lines(
      JavaSparkContext spark, List<String> files) {
    Configuration configuration = new Configuration(spark.hadoopConfiguration());
    configuration.setLong("mapreduce.input.fileinputformat.split.maxsize", SPLIT_BYTES);
    configuration.set(
        "mapreduce.input.fileinputformat.inputdir",
        files.stream().map(CsvSource::escaped).collect(Collectors.joining(",")));
    return (JavaNewHadoopRDD<LongWritable, Text>)
        spark.newAPIHadoopRDD(configuration, TextInputFormat.class, LongWritable.class, Text.class);
  }

  /** Hadoop takes pattern characters in a path, and commas in a list of paths, for its own. */
  private static String escaped(String file) {
    return StringUtils.escapeString(file.replaceAll("([{}\\[\\]*?\\\\])", "\\\\$1"));
  }

  @Override
  public List<String> featureNames() {
    return columns.featureNames();
  }

  @Override
  public long samples() {
    return splits.stream().mapToLong(SplitSummary::rows).sum();
  }

  @Override
  public NavigableMap<String, Long> labelCounts() {
    NavigableMap<String, Long> counts = new TreeMap<>();
    splits.forEach(
        split ->
            split.labelCounts().forEach((label, count) -> counts.merge(label, count, Long::sum)));
    return counts;
  }

  @Override
  public JavaRDD<Sample> read(int partitions) {
    Iterator<SplitSummary> inOrder =
        splits.stream().sorted(Comparator.comparing(SplitSummary::place)).iterator();
    HashMap<Place, Long> firstRows = new HashMap<>();
    long rows = 0;
    while (inOrder.hasNext()) {
      SplitSummary split = inOrder.next();
      firstRows.put(split.place(), rows);
      rows += split.rows();
    }
    JavaNewHadoopRDD<LongWritable, Text> lines = lines(spark, files);
    if (partitions == 1 && splits.size() == 1) {
      return lines.mapPartitionsWithInputSplit(new CsvTasks.Parse(columns, header), false);
    }
    return JavaPairRDD.fromJavaRDD(
            lines.mapPartitionsWithInputSplit(
                new CsvTasks.ParseNumbered(columns, header, firstRows), false))
        .repartitionAndSortWithinPartitions(new IndexPartitioner(partitions, rows))
        .values();
  }
}
