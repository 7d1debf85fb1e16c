package org.sparkbackprop.data.source;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.UnsortedNumbers;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** The rows of an RDD, one split per partition. */
record SampleSource(JavaRDD<Sample> rows, Columns columns) implements RowSource {

  /** The name of the rows in messages. */
  static final String NAME = "the input";

  /**
   * The use of the numbers of a row.
   *
   * @param size number of features of a sample
   * @param slots the place of each among the row's numbers, -1 if it is not used; null if places
   *     are the same
   * @param identities the numbers that rows are divided by
   * @param labels whether labels and weights are read
   */
  record Columns(
      RowShape shape,
      int size,
      int[] slots,
      int[] identities,
      RequiredColumns.Labels labels,
      MissingTexts missingTexts)
      implements Function2<Integer, Iterator<Sample>, Iterator<RowReader>> {

    /** The reader of a partition. */
    @Override
    public Iterator<RowReader> call(Integer partition, Iterator<Sample> samples) {
      return List.<RowReader>of(new Reader(this, partition, samples)).iterator();
    }

    private String name(int column) {
      return shape.nameOfNumber(slots == null ? column : slots[column]);
    }
  }

  /** Finds the features by their names, or by the first row. */
  static RowSource open(
      JavaRDD<Sample> rows,
      Optional<List<String>> names,
      InputSettings settings,
      RequiredColumns need) {
    JobGroup.READING.begin(rows.context(), "looking at the first row of the input");
    Optional<Sample> first = rows.take(1).stream().filter(row -> row != null).findFirst();
    boolean sparse =
        settings.layout() == InputSettings.Layout.SPARSE
            || first.map(Sample::features).filter(SparseVector.class::isInstance).isPresent();
    RowShape.Form form = sparse ? RowShape.Form.SPARSE : RowShape.Form.DENSE;
    Columns columns =
        names.isPresent()
            ? named(names.get(), form, settings, need)
            : byPlace(first, form, settings, need);
    return new SampleSource(rows, columns);
  }

  private static Columns named(
      List<String> names, RowShape.Form form, InputSettings settings, RequiredColumns need) {
    RequiredColumns features =
        new RequiredColumns(
            need.columns(),
            RequiredColumns.Labels.IGNORED, // they are not columns
            need.missing(),
            need.identity(),
            need.besides());
    TableColumns table = TableColumns.of(names, InputColumn::number, settings, features, NAME);
    requireNumbers(table.features());
    int[] slots = new int[names.size()];
    Arrays.fill(slots, -1);
    for (UsedColumn column : UsedColumn.of(table, Set.of(), NAME)) {
      slots[names.indexOf(column.name())] = column.slot();
    }
    return new Columns(
        new RowShape(table.features(), form)
            .with(need.identity())
            .with(RowShape.Targets.ofSamples(settings.target(), need.labels())),
        names.size(),
        slots,
        need.identity().names().stream().mapToInt(names::indexOf).toArray(),
        need.labels(),
        new MissingTexts(settings.columns().missingTexts()));
  }

  private static Columns byPlace(
      Optional<Sample> first, RowShape.Form form, InputSettings settings, RequiredColumns need) {
    requireNoNames(settings.columns(), need);
    List<InputColumn> features =
        need.columns()
            .orElseGet(
                () ->
                    List.of(
                        InputColumn.vector(
                            "x", settings.dimensions().orElseGet(() -> size(first)))));
    requireNumbers(features);
    RowShape shape =
        new RowShape(features, form)
            .with(RowShape.Targets.ofSamples(settings.target(), need.labels()));
    return new Columns(
        shape,
        shape.numbers(),
        /* slots= */ null,
        new int[0],
        need.labels(),
        new MissingTexts(settings.columns().missingTexts()));
  }

  private static int size(Optional<Sample> first) {
    return first
        .map(Sample::features)
        .map(features -> features.size())
        .filter(size -> size > 0)
        .orElseThrow(
            () ->
                new DataException(
                    "the input has no first row with features, so their number is unknown"));
  }

  private static void requireNoNames(ColumnSettings columns, RequiredColumns need) {
    boolean any =
        Stream.of(
                columns.features(),
                columns.ignored(),
                columns.truths(),
                columns.key(),
                columns.categories().keySet(),
                columns.vectors().keySet(),
                need.identity().names())
            .anyMatch(names -> !names.isEmpty());
    if (any && need.columns().isEmpty()) {
      throw new DataException(
          "the settings name columns, but the features of the rows have no names; name the features,"
              + " or remove the columns from the settings");
    }
  }

  private static void requireNumbers(List<InputColumn> features) {
    for (InputColumn column : features) {
      if (RowShape.isCategory(column)) {
        throw new DataException(
            "column %s has categories, but the rows have only numbers; use a table instead"
                .formatted(column.name()));
      }
    }
  }

  @Override
  public RowShape shape() {
    return columns.shape();
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return rows.mapPartitionsWithIndex(columns, false);
  }

  @Override
  public String where(SplitId place, long position) {
    return "row %s of the input".formatted(position);
  }

  /** Reads the samples of a partition. */
  private static final class Reader extends RowReader {

    private final Columns columns;
    private final int[] slots;
    private final SplitId place;
    private final Iterator<Sample> samples;

    /** The numbers of a sparse row whose features are in another order. */
    private final UnsortedNumbers unsorted = new UnsortedNumbers();

    private Sample sample;
    private long position;

    Reader(Columns columns, int partition, Iterator<Sample> samples) {
      super(columns.shape());
      this.columns = columns;
      this.slots = columns.slots();
      this.place = new SplitId("", partition);
      this.samples = samples;
    }

    @Override
    protected boolean read() {
      if (!samples.hasNext()) {
        return false;
      }
      sample = samples.next();
      position++;
      if (sample == null || sample.features() == null) {
        fault("the row has no features");
      } else if (sample.features().size() != columns.size()) {
        int size = sample.features().size();
        fault("the row has %s features instead of %s".formatted(size, columns.size()));
      } else {
        numbers(sample.features());
        identity(sample.features());
        if (columns.labels() == RequiredColumns.Labels.REQUIRED) {
          target(sample);
          weight(sample.weight());
        }
      }
      return true;
    }

    private void numbers(Vector features) {
      if (features instanceof SparseVector sparse) {
        Arrays.fill(row().numbers(), 0);
        int[] places = sparse.indices();
        double[] values = sparse.values();
        for (int i = 0; i < places.length; i++) {
          put(places[i], values[i]);
        }
      } else {
        double[] values = features.toArray(); // a dense vector's own array
        for (int i = 0; i < values.length; i++) {
          put(i, values[i]);
        }
      }
      if (slots != null && row().isSparse()) {
        unsorted.addTo(row());
        unsorted.clear();
      }
    }

    private void put(int column, double given) {
      int slot = slots == null ? column : slots[column];
      if (slot < 0) {
        return;
      }
      double value = given;
      if (Double.isInfinite(given)) {
        fault(
            "column %s: the value is %s; it must be finite, or NaN if it is missing"
                .formatted(columns.name(column), given));
      } else if (isMissing(given)) {
        row().incomplete();
        value = Double.NaN;
      }
      if (!row().isSparse()) {
        row().numbers()[slot] = value;
      } else if (slots == null) {
        row().add(slot, value);
      } else {
        unsorted.add(slot, value);
      }
    }

    private boolean isMissing(double given) {
      return Double.isNaN(given)
          || (columns.missingTexts().hasNumbers() && columns.missingTexts().contains(given));
    }

    private void identity(Vector features) {
      int[] identities = columns.identities();
      for (int i = 0; i < identities.length; i++) {
        double value = features.apply(identities[i]);
        if (!isMissing(value)) {
          row().identity().number(i, value);
        }
      }
    }

    private void target(Sample given) {
      if (given.targets() == null && row().targets().length < 2) {
        label(given.label());
        return;
      }
      double[] found = given.targets();
      double[] targets = row().targets();
      if (targets.length == 0) {
        fault(
            "the row has targets, but the settings say that it has a label: set target.kind = number,"
                + " or labels, and name the targets by target.columns");
      } else if (found == null || found.length != targets.length) {
        fault(
            "the row has %s targets instead of %s, as many as target.columns names"
                .formatted(found == null ? 0 : found.length, targets.length));
      } else {
        System.arraycopy(found, 0, targets, 0, targets.length);
        requireTargets(targets);
      }
    }

    private void requireTargets(double[] targets) {
      RowShape.Targets shape = columns.shape().targets();
      boolean flags = shape.kind() == Target.Kind.LABELS;
      for (int k = 0; k < targets.length; k++) {
        boolean good = flags ? targets[k] == 0 || targets[k] == 1 : Double.isFinite(targets[k]);
        if (!good) {
          fault(
              "the target %s is %s; it must be %s"
                  .formatted(
                      Excerpt.of(shape.names().get(k)),
                      targets[k],
                      flags ? "1 or 0" : "a finite number"));
        }
      }
    }

    private void label(String label) {
      if (label == null) {
        fault("the label is missing");
      } else if (label.equals("NaN") || label.endsWith("Infinity")) { // as Java writes a double
        fault(
            "the label is %s; it must be the name of a class, or a finite number".formatted(label));
      }
      if (label != null && fault() == null) {
        target(label);
      }
    }

    private void weight(double weight) {
      if (!(weight >= 0 && Double.isFinite(weight))) {
        fault("the weight is %s; it must be a finite number from 0".formatted(weight));
      }
      row().weight(weight);
    }

    @Override
    public SplitId split() {
      return place;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public String text() {
      return String.valueOf(sample);
    }
  }
}
