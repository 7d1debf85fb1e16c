package org.sparkbackprop.data.source;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.UnsortedNumbers;

/** Reads the samples of a partition. */
final class SampleReader extends RowReader {

  private final SampleSource.Columns columns;
  private final int[] slots;
  private final SplitId place;
  private final Iterator<Sample> samples;

  /** The numbers of a sparse row whose features are in another order. */
  private final UnsortedNumbers unsorted = new UnsortedNumbers();

  private Sample sample;
  private long position;

  SampleReader(SampleSource.Columns columns, SplitId place, Iterator<Sample> samples) {
    super(columns.shape());
    this.columns = columns;
    this.slots = columns.slots();
    this.place = place;
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
        label(sample.label());
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

  private void label(String label) {
    if (label == null) {
      fault("the label is missing");
    } else if (label.equals("NaN") || label.endsWith("Infinity")) { // as Java writes a double
      fault("the label is %s; it must be the name of a class, or a finite number".formatted(label));
    }
    row().label(label);
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
