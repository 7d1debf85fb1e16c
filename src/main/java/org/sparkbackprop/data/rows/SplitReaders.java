package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** Makes the readers of the splits of an input, each in its own partition. */
public final class SplitReaders {

  private SplitReaders() {}

  /**
   * Makes the reader of a split, in a task.
   *
   * @param <T> a split
   */
  public interface Opening<T> extends Serializable {
    RowReader open(T split, Configuration configuration);
  }

  /**
   * The readers of some splits.
   *
   * @param hosts that have the data of a split
   */
  public static <T> JavaRDD<RowReader> of(
      JavaSparkContext spark,
      List<T> splits,
      Class<T> type,
      Function<T, List<String>> hosts,
      Opening<T> opening) {
    // not destroyed, because a lost block is read again: Spark's cleaner frees the broadcast with
    // the RDD of the pass
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    ClassTag<T> tag = scala.reflect.ClassTag$.MODULE$.apply(type);
    List<Tuple2<T, Seq<String>>> placed = new ArrayList<>();
    for (T split : splits) {
      placed.add(new Tuple2<>(split, CollectionConverters.asScala(hosts.apply(split)).toSeq()));
    }
    return JavaRDD.fromRDD(
            spark.sc().makeRDD(CollectionConverters.asScala(placed).toSeq(), tag), tag)
        .mapPartitions(new Open<>(opening, configuration));
  }

  private record Open<T>(Opening<T> opening, Broadcast<SerializableConfiguration> configuration)
      implements FlatMapFunction<Iterator<T>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<T> splits) {
      Configuration hadoop = configuration.value().value();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return splits.hasNext();
        }

        @Override
        public RowReader next() {
          return opening.open(splits.next(), hadoop);
        }
      };
    }
  }
}
