package org.sparkbackprop.settings;

import java.util.List;
import java.util.OptionalInt;

/**
 * The classes that labels may name.
 *
 * @param names of all classes in their order; found in the data if empty
 * @param max how many may be found; if absent, some thousand, and labels that look like a number to
 *     be predicted are refused
 */
public record ClassSettings(List<String> names, OptionalInt max) {

  /** The classes found in the data. */
  public static ClassSettings found() {
    return new ClassSettings(List.of(), OptionalInt.empty());
  }

  /** These classes and no others. */
  public static ClassSettings of(List<String> names) {
    return new ClassSettings(names, OptionalInt.empty());
  }
}
