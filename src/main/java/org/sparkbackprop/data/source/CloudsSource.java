package org.sparkbackprop.data.source;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.CloudSettings;

/** Gaussian clouds, one per class, generated in the tasks: cloud 0 first, then cloud 1, … */
record CloudsSource(JavaSparkContext spark, CloudSettings settings, List<RowRange> ranges)
    implements RowSource {

  private static final long ROWS_OF_A_RANGE = 1 << 16;

  CloudsSource(JavaSparkContext spark, CloudSettings settings) {
    this(spark, settings, RowRange.all(samples(settings), ROWS_OF_A_RANGE));
  }

  private static long samples(CloudSettings settings) {
    return Math.multiplyExact(settings.samples(), (long) settings.centers().size());
  }

  @Override
  public RowShape shape() {
    List<InputColumn> columns =
        TableColumns.numbered(settings.dimensions()).stream().map(InputColumn::number).toList();
    return new RowShape(columns, RowShape.Form.DENSE);
  }

  @Override
  public Optional<RowSource.Known> known() {
    NavigableMap<String, Long> counts = new TreeMap<>();
    for (int cloud = 0; cloud < settings.centers().size(); cloud++) {
      counts.put(Integer.toString(cloud), settings.samples());
    }
    return Optional.of(new RowSource.Known(counts, ranges));
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return SplitReaders.of(
        spark, ranges, RowRange.class, range -> List.of(), new Opening(settings, shape()));
  }

  @Override
  public Optional<RowSource> divided(int partitions, long rows) {
    return Optional.of(new CloudsSource(spark, settings, RowRange.even(partitions, rows)));
  }

  @Override
  public String where(SplitId place, long position) {
    return "generated sample " + (place.start() + position);
  }

  private record Opening(CloudSettings settings, RowShape shape)
      implements SplitReaders.Opening<RowRange> {
    @Override
    public RowReader open(RowRange range, Configuration configuration) {
      return new Generator(settings, shape, range);
    }
  }

  private static final class Generator extends RowReader {

    private static final long STREAM = 0x636c6f756473L; // "clouds"

    private final CloudSettings settings;
    private final RowRange range;
    private final CounterRandom random;
    private long next;

    Generator(CloudSettings settings, RowShape shape, RowRange range) {
      super(shape);
      this.settings = settings;
      this.range = range;
      this.random = new CounterRandom(settings.seed(), STREAM);
      this.next = range.from();
    }

    @Override
    protected boolean read() {
      if (next == range.until()) {
        return false;
      }
      int cloud = (int) (next / settings.samples());
      List<Double> center = settings.centers().get(cloud);
      double[] features = row().numbers();
      for (int d = 0; d < features.length; d++) {
        double deviate = random.normal(next * features.length + d);
        features[d] = center.get(d) + settings.deviation() * deviate;
      }
      target(Integer.toString(cloud));
      next++;
      return true;
    }

    @Override
    public SplitId split() {
      return new SplitId("", range.from());
    }

    @Override
    public long position() {
      return next - range.from();
    }

    @Override
    public String text() {
      return row().label() + " " + Arrays.toString(row().numbers());
    }
  }
}
