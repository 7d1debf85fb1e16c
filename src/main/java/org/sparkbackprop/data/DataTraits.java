package org.sparkbackprop.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;

/**
 * What an input is like, as far as defaults may depend on it. It follows from the data and the
 * configuration alone, never from the machine.
 *
 * @param trainingRows good rows that are not held out
 * @param numbers features that are numbers, those of vectors included
 * @param truths features that are true or false
 * @param categoryColumns columns of categories
 * @param categories features of all columns of categories
 * @param inputs of the network
 * @param classes number of classes
 * @param smallestClass training rows of the class that has fewest; 0 without labels
 * @param largestClass training rows of the class that has most; 0 without labels
 * @param sparse whether rows are read without their zeros, as LibSVM has them
 * @param nonZeroShare of all numbers and truth values of good rows, the share that is not 0; 1 if
 *     there are none, or the source knows its rows without reading them
 * @param bytes whether all numbers of good rows are whole, from 0 to 255, and no value is missing,
 *     as in images
 * @param missing whether any value of a training row is missing
 */
public record DataTraits(
    long trainingRows,
    int numbers,
    int truths,
    int categoryColumns,
    int categories,
    int inputs,
    int classes,
    long smallestClass,
    long largestClass,
    boolean sparse,
    double nonZeroShare,
    boolean bytes,
    boolean missing) {

  /** What a scan has found of rows that are prepared like this. */
  static DataTraits of(InputScan scan, Preparation preparation) {
    List<InputColumn> columns = preparation.columns();
    Map<String, Long> classes = trainingRowsByClass(scan, preparation.classNames());
    return new DataTraits(
        scan.rows(DataSubset.TRAINING),
        features(columns, InputColumn.Kind.NUMBER) + features(columns, InputColumn.Kind.VECTOR),
        features(columns, InputColumn.Kind.TRUTH),
        (int) columns.stream().filter(RowShape::isCategory).count(),
        features(columns, InputColumn.Kind.CATEGORY),
        preparation.inputs(),
        preparation.classes(),
        classes.values().stream().mapToLong(Long::longValue).min().orElse(0),
        classes.values().stream().mapToLong(Long::longValue).max().orElse(0),
        scan.source().shape().form() == RowShape.Form.SPARSE,
        nonZeroShare(scan),
        scan.isBytes(),
        scan.hasMissing());
  }

  private static int features(List<InputColumn> columns, InputColumn.Kind kind) {
    return columns.stream()
        .filter(column -> column.kind() == kind)
        .mapToInt(InputColumn::features)
        .sum();
  }

  /** A class without training rows has 0. */
  private static Map<String, Long> trainingRowsByClass(InputScan scan, List<String> names) {
    ClassNames classes = ClassNames.of(names);
    Map<String, Long> rows = new HashMap<>();
    names.forEach(name -> rows.put(name, 0L));
    classes.counts(scan.labelCounts()).forEach((name, count) -> rows.merge(name, count, Long::sum));
    for (DataSubset heldOut : List.of(DataSubset.VALIDATION, DataSubset.TEST)) {
      classes
          .counts(scan.labelCounts(heldOut))
          .forEach((name, count) -> rows.merge(name, -count, Long::sum));
    }
    return rows;
  }

  private static double nonZeroShare(InputScan scan) {
    double numbers = (double) scan.used() * scan.source().shape().numbers();
    return numbers == 0 || scan.source().known().isPresent() ? 1 : scan.nonZeros() / numbers;
  }
}
