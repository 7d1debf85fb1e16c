package org.sparkbackprop.stores;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that start a JVM of the kind that the test runs in.
 *
 * @param words the program and its arguments
 */
public record JavaCommand(List<String> words) {

  /** A JVM with little memory and few threads of its own, and these arguments. */
  public static JavaCommand of(String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new JavaCommand(List.of(java, "-Xmx512m", "-XX:+UseSerialGC")).with(arguments);
  }

  /** The same with more arguments. */
  public JavaCommand with(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return new JavaCommand(List.copyOf(all));
  }
}
