package org.sparkbackprop.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where samples come from.
 *
 * @param format a name of {@link Formats}
 * @param path of the file, directory or pattern; not for generated data
 * @param labels path of the file of labels (idx)
 * @param label column of the label: a name, or a position from 0, negative from the end (csv)
 * @param weight column of the weight, named as that of the label (csv); rows count once if absent
 * @param header whether the first line of each file names the columns (csv)
 * @param delimiter between columns (csv)
 * @param divideBy what every feature is divided by; the format's own choice if absent
 * @param classes names of all classes; as found in the data if empty
 * @param clouds what to generate (clouds)
 */
public record InputSettings(
    String format,
    Optional<String> path,
    Optional<String> labels,
    String label,
    Optional<String> weight,
    Header header,
    char delimiter,
    OptionalDouble divideBy,
    List<String> classes,
    CloudSettings clouds) {

  /** Whether files begin with a line of column names. */
  public enum Header {
    /** The first line of each file names the columns. */
    PRESENT,
    /** The first line is a row; columns are called x1, x2, …. */
    ABSENT
  }

  /** The divisor that belongs to these settings. */
  public double divisor() {
    return divideBy.orElse(Formats.defaultDivisor(format));
  }
}
