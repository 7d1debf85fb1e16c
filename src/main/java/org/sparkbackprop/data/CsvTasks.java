package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/** What tasks do with the lines of one part of a file of comma-separated values. */
final class CsvTasks {

  private static final int MOST_LABELS = 10_000;

  private CsvTasks() {}

  /**
   * A part of a file.
   *
   * @param start in bytes
   */
  record Place(String file, long start) implements Comparable<Place>, Serializable {

    static Place of(InputSplit split) {
      FileSplit part = (FileSplit) split;
      return new Place(part.getPath().toString(), part.getStart());
    }

    @Override
    public int compareTo(Place other) {
      int byFile = file.compareTo(other.file);
      return byFile != 0 ? byFile : Long.compare(start, other.start);
    }
  }

  /**
   * What was found in a part of a file.
   *
   * @param lines all of them, header and blank ones included
   * @param problemLine the number, from 1 within the part, of the first line that does not parse
   * @param problem why it does not, or null if all lines do
   */
  record SplitSummary(
      Place place,
      long lines,
      long rows,
      Map<String, Long> labelCounts,
      long problemLine,
      String problem)
      implements Serializable {}

  static String withoutByteOrderMark(String line) {
    return line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  /** Skips the header, which must name the same columns in every file, and blank lines. */
  private static boolean isRow(
      long position, String line, CsvColumns columns, InputSettings.Header header) {
    if (position == 0 && header == InputSettings.Header.PRESENT) {
      var names = CsvLine.fields(withoutByteOrderMark(line), columns.delimiter());
      if (!names.equals(columns.names())) {
        throw new DataException(
            "this header names %s, the first file's %s".formatted(names, columns.names()));
      }
      return false;
    }
    return !line.isBlank();
  }

  /** Counts rows and labels, and finds the first line that does not parse. */
  record Scan(CsvColumns columns, InputSettings.Header header)
      implements Function2<
          InputSplit, Iterator<Tuple2<LongWritable, Text>>, Iterator<SplitSummary>> {

    @Override
    public Iterator<SplitSummary> call(InputSplit split, Iterator<Tuple2<LongWritable, Text>> lines)
        throws Exception {
      Map<String, Long> labelCounts = new HashMap<>();
      long lineNumber = 0;
      long rows = 0;
      String problem = null;
      try {
        while (lines.hasNext()) {
          Tuple2<LongWritable, Text> line = lines.next();
          lineNumber++;
          String text = line._2().toString();
          if (isRow(line._1().get(), text, columns, header)) {
            Sample sample = columns.sample(text);
            rows++;
            if (sample.label() != null) {
              requireClasses(labelCounts, sample.label());
              labelCounts.merge(sample.label(), 1L, Long::sum);
            }
          }
        }
      } catch (DataException e) {
        problem = e.getMessage() + "; correct the line or leave it out";
      } catch (Exception e) { // Scala's iterators declare none, yet throw IOException
        if (!InputFiles.isDamage(e)) {
          throw e;
        }
        problem = "behind it the file is damaged: " + e.getMessage() + "; write or fetch it again";
      }
      SplitSummary summary =
          new SplitSummary(Place.of(split), lineNumber, rows, labelCounts, lineNumber, problem);
      return java.util.List.of(summary).iterator();
    }
  }

  /** The samples of a part. */
  record Parse(CsvColumns columns, InputSettings.Header header)
      implements Function2<InputSplit, Iterator<Tuple2<LongWritable, Text>>, Iterator<Sample>> {

    @Override
    public Iterator<Sample> call(InputSplit split, Iterator<Tuple2<LongWritable, Text>> lines) {
      return new Samples(columns, header, lines);
    }
  }

  /** The samples of a part with their places among all rows. */
  record ParseNumbered(
      CsvColumns columns, InputSettings.Header header, HashMap<Place, Long> firstRows)
      implements Function2<
          InputSplit, Iterator<Tuple2<LongWritable, Text>>, Iterator<Tuple2<Long, Sample>>> {

    @Override
    public Iterator<Tuple2<Long, Sample>> call(
        InputSplit split, Iterator<Tuple2<LongWritable, Text>> lines) {
      Iterator<Sample> samples = new Samples(columns, header, lines);
      long first = firstRows.get(Place.of(split));
      return new Iterator<>() {
        private long row = first;

        @Override
        public boolean hasNext() {
          return samples.hasNext();
        }

        @Override
        public Tuple2<Long, Sample> next() {
          return new Tuple2<>(row++, samples.next());
        }
      };
    }
  }

  /** Counts and confusion matrices grow with the number of labels. */
  private static void requireClasses(Map<String, Long> labelCounts, String label) {
    if (labelCounts.size() >= MOST_LABELS && !labelCounts.containsKey(label)) {
      throw new DataException(
          "here the column of the label has more than %,d different values; is it the label?"
              .formatted(MOST_LABELS));
    }
  }

  /** Parses row after row. */
  private static final class Samples implements Iterator<Sample> {

    private final CsvColumns columns;
    private final InputSettings.Header header;
    private final Iterator<Tuple2<LongWritable, Text>> lines;
    private String row;

    Samples(
        CsvColumns columns,
        InputSettings.Header header,
        Iterator<Tuple2<LongWritable, Text>> lines) {
      this.columns = columns;
      this.header = header;
      this.lines = lines;
    }

    @Override
    public boolean hasNext() {
      while (row == null && lines.hasNext()) {
        Tuple2<LongWritable, Text> line = lines.next();
        String text = line._2().toString();
        row = isRow(line._1().get(), text, columns, header) ? text : null;
      }
      return row != null;
    }

    @Override
    public Sample next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Sample sample = columns.sample(row);
      row = null;
      return sample;
    }
  }
}
