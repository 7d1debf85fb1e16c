package org.sparkbackprop.data.holdout;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.values.OrderValue;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.HoldOutShares;
import scala.Tuple2;

/**
 * Finds the values of a column after which the newest shares of the rows start. Rows with the same
 * value stay together, on the older side.
 */
final class NewestRows {

  private NewestRows() {}

  /**
   * Sorts the values in Spark, without holding them all in memory.
   *
   * @param name of the column, for messages
   * @return the limits; null values if there are no good rows
   * @throws DataException if some values are numbers and some are not
   */
  static HoldOut.Newest of(
      RowSource source, RowValidator validator, HoldOutShares shares, String name) {
    JavaPairRDD<OrderValue, Long> counts =
        source
            .readers()
            .mapPartitionsToPair(new Values(validator))
            .reduceByKey(new Sum())
            .sortByKey();
    List<Rows> partitions = counts.mapPartitions(new Count()).collect();
    long rows = partitions.stream().mapToLong(Rows::number).sum();
    requireOneKind(partitions, rows, name);
    long test = Math.round(shares.test() * rows);
    long heldOut = Math.min(rows, test + Math.round(shares.validation() * rows));
    return new HoldOut.Newest(
        at(counts, partitions, rows - heldOut), at(counts, partitions, rows - test));
  }

  private static void requireOneKind(List<Rows> partitions, long rows, String name) {
    long texts = partitions.stream().mapToLong(Rows::texts).sum();
    if (texts > 0 && texts < rows) {
      String text =
          partitions.stream().filter(p -> p.texts() > 0).findFirst().orElseThrow().firstText();
      throw new DataException(
          ("column %s, by which validation.order-by divides the rows, has numbers and texts, such as"
                  + " '%s', so that newer and older cannot be told apart; write all values alike")
              .formatted(name, Excerpt.of(text)));
    }
  }

  /**
   * The value of a row, by its number from 1 in the order of the values.
   *
   * @return null for number 0
   */
  private static OrderValue at(
      JavaPairRDD<OrderValue, Long> counts, List<Rows> partitions, long rows) {
    long before = 0;
    for (int p = 0; p < partitions.size() && rows > 0; p++) {
      long until = before + partitions.get(p).number();
      if (rows <= until) {
        return counts.mapPartitionsWithIndex(new Find(p, rows - before), true).collect().get(0);
      }
      before = until;
    }
    return null;
  }

  /**
   * Rows of a partition.
   *
   * @param texts number of rows whose value is a text
   * @param firstText one of these values, or null
   */
  private record Rows(long number, long texts, String firstText) implements java.io.Serializable {}

  /** The values of good rows, with the number of rows of each. */
  private record Values(RowValidator validator)
      implements PairFlatMapFunction<Iterator<RowReader>, OrderValue, Long> {

    /** The most different values that are joined before they are passed on. */
    private static final int MAX_JOINED = 1 << 16;

    @Override
    public Iterator<Tuple2<OrderValue, Long>> call(Iterator<RowReader> readers) {
      return new Iterator<>() {

        private RowReader reader;
        private Iterator<Map.Entry<OrderValue, Long>> joined = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
          while (!joined.hasNext() && (reader != null || readers.hasNext())) {
            join();
          }
          return joined.hasNext();
        }

        private void join() {
          Map<OrderValue, Long> counts = new HashMap<>();
          while (counts.size() < MAX_JOINED && advance()) {
            if (validator.fault(reader) == null) {
              counts.merge(reader.row().identity().order(0), 1L, Long::sum);
            }
          }
          joined = counts.entrySet().iterator();
        }

        private boolean advance() {
          try {
            while (reader == null || !reader.advance()) {
              reader = readers.hasNext() ? readers.next() : null;
              if (reader == null) {
                return false;
              }
            }
            return true;
          } catch (DataException damage) {
            // The next pass finds it too, and reports where it is.
            reader = null;
            return readers.hasNext() && advance();
          }
        }

        @Override
        public Tuple2<OrderValue, Long> next() {
          Map.Entry<OrderValue, Long> entry = joined.next();
          return new Tuple2<>(entry.getKey(), entry.getValue());
        }
      };
    }
  }

  private record Sum() implements Function2<Long, Long, Long> {
    @Override
    public Long call(Long a, Long b) {
      return a + b;
    }
  }

  private record Count() implements FlatMapFunction<Iterator<Tuple2<OrderValue, Long>>, Rows> {
    @Override
    public Iterator<Rows> call(Iterator<Tuple2<OrderValue, Long>> values) {
      long number = 0;
      long texts = 0;
      String first = null;
      while (values.hasNext()) {
        Tuple2<OrderValue, Long> value = values.next();
        number += value._2();
        if (value._1().isText()) {
          texts += value._2();
          first = first == null ? value._1().text() : first;
        }
      }
      return List.of(new Rows(number, texts, first)).iterator();
    }
  }

  /**
   * Finds the value of a row of a partition.
   *
   * @param row from 1
   */
  private record Find(int partition, long row)
      implements Function2<Integer, Iterator<Tuple2<OrderValue, Long>>, Iterator<OrderValue>> {
    @Override
    public Iterator<OrderValue> call(Integer index, Iterator<Tuple2<OrderValue, Long>> values) {
      long before = 0;
      while (index == partition && values.hasNext()) {
        Tuple2<OrderValue, Long> value = values.next();
        before += value._2();
        if (before >= row) {
          return List.of(value._1()).iterator();
        }
      }
      return Collections.emptyIterator();
    }
  }
}
