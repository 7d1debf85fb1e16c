package org.sparkbackprop.settings;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which classes labels may be of.
 *
 * @param names of all classes in their order; as found in the data if empty
 * @param max how many may be found; if absent, some thousand, and none that look like a number to
 *     be predicted
 */
public record ClassSettings(List<String> names, OptionalInt max) {

  /** Those that are found. */
  public static ClassSettings found() {
    return new ClassSettings(List.of(), OptionalInt.empty());
  }

  /** These, and no others. */
  public static ClassSettings of(List<String> names) {
    return new ClassSettings(names, OptionalInt.empty());
  }
}
