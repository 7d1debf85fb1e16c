package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

/** Makes the readers of an input's parts, each in a partition of its own. */
public final class SplitReaders {

  private SplitReaders() {}

  /**
   * Makes the reader of a part, in a task.
   *
   * @param <T> a part
   */
  public interface Opening<T> extends Serializable {
    RowReader open(T part, Configuration configuration);
  }

  /**
   * Where a part is at hand.
   *
   * @param <T> a part
   */
  public interface Hosts<T> {
    List<String> of(T part);
  }

  /** The readers of these parts, near to their data. */
  public static <T> JavaRDD<RowReader> of(
      JavaSparkContext spark, List<T> parts, Class<T> type, Hosts<T> hosts, Opening<T> opening) {
    // not destroyed: a block that is lost is read again. Each pass over an input has one, and
    // Spark's cleaner frees it behind the pass's RDD
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    ClassTag<T> tag = scala.reflect.ClassTag$.MODULE$.apply(type);
    List<Tuple2<T, Seq<String>>> placed = new ArrayList<>();
    for (T part : parts) {
      placed.add(new Tuple2<>(part, CollectionConverters.asScala(hosts.of(part)).toSeq()));
    }
    return JavaRDD.fromRDD(
            spark.sc().makeRDD(CollectionConverters.asScala(placed).toSeq(), tag), tag)
        .mapPartitions(new Open<>(opening, configuration));
  }

  private record Open<T>(Opening<T> opening, Broadcast<SerializableConfiguration> configuration)
      implements FlatMapFunction<Iterator<T>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<T> parts) {
      Configuration hadoop = configuration.value().value();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return parts.hasNext();
        }

        @Override
        public RowReader next() {
          return opening.open(parts.next(), hadoop);
        }
      };
    }
  }
}
