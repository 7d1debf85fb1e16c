package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.Vectors;
import org.sparkbackprop.linalg.CounterRandom;

/** Gaussian clouds, one a class, generated where they are needed: cloud 0 first, then cloud 1, … */
final class CloudsSource implements SampleSource {

  private final JavaSparkContext spark;
  private final CloudSettings settings;

  CloudsSource(JavaSparkContext spark, CloudSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  @Override
  public List<String> featureNames() {
    return IntStream.rangeClosed(1, settings.dimensions()).mapToObj(d -> "x" + d).toList();
  }

  @Override
  public long samples() {
    return Math.multiplyExact(settings.samples(), (long) settings.centers().size());
  }

  @Override
  public NavigableMap<String, Long> labelCounts() {
    NavigableMap<String, Long> counts = new TreeMap<>();
    for (int cloud = 0; cloud < settings.centers().size(); cloud++) {
      counts.put(Integer.toString(cloud), settings.samples());
    }
    return counts;
  }

  @Override
  public JavaRDD<Sample> read(int partitions) {
    List<Integer> indices = new ArrayList<>(IntStream.range(0, partitions).boxed().toList());
    return spark
        .parallelize(indices, partitions)
        .mapPartitions(new Generate(settings, partitions, samples()));
  }

  private record Generate(CloudSettings settings, int partitions, long samples)
      implements FlatMapFunction<Iterator<Integer>, Sample> {

    private static final long STREAM = 0x636c6f756473L; // "clouds"

    @Override
    public Iterator<Sample> call(Iterator<Integer> partition) {
      IndexRange range = IndexRange.of(partition.next(), partitions, samples);
      CounterRandom random = new CounterRandom(settings.seed(), STREAM);
      return LongStream.range(range.from(), range.until())
          .mapToObj(index -> sample(index, random))
          .iterator();
    }

    private Sample sample(long index, CounterRandom random) {
      int cloud = (int) (index / settings.samples());
      List<Double> center = settings.centers().get(cloud);
      double[] features = new double[center.size()];
      for (int d = 0; d < features.length; d++) {
        double deviate = random.normal(index * features.length + d);
        features[d] = center.get(d) + settings.deviation() * deviate;
      }
      return new Sample(Vectors.dense(features), Integer.toString(cloud));
    }
  }
}
