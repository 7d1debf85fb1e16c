package org.sparkbackprop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Commands that are given one after the other in a directory of their own. In their arguments and
 * in the files that they begin with, DIR stands for that directory.
 *
 * @param name also of the directory in which their results are kept
 * @param files that they find, by name
 * @param input what else they find
 * @param commands each with its arguments, separated by spaces
 * @param anyKernel whether all products are so small that every machine computes the same bits;
 *     otherwise, numbers are compared only where the BLAS is the one that the kept ones are of
 */
record SafetyNetCase(
    String name, Map<String, String> files, Input input, List<String> commands, boolean anyKernel) {

  /** The name of the directory, in arguments, files and kept texts. */
  static final String DIRECTORY = "DIR";

  /** Writes files that are no texts. */
  @FunctionalInterface
  interface Input {
    void write(Path directory) throws Exception;
  }

  SafetyNetCase {
    files = Map.copyOf(files);
    commands = List.copyOf(commands);
  }

  static SafetyNetCase named(String name) {
    return new SafetyNetCase(name, Map.of(), directory -> {}, List.of(), true);
  }

  SafetyNetCase with(String file, String text) {
    Map<String, String> more = new TreeMap<>(files);
    more.put(file, text);
    return new SafetyNetCase(name, more, input, commands, anyKernel);
  }

  SafetyNetCase with(Input written) {
    return new SafetyNetCase(name, files, written, commands, anyKernel);
  }

  SafetyNetCase runs(String... more) {
    List<String> all = new ArrayList<>(commands);
    all.addAll(List.of(more));
    return new SafetyNetCase(name, files, input, all, anyKernel);
  }

  SafetyNetCase withBitsOfTheKernel() {
    return new SafetyNetCase(name, files, input, commands, false);
  }

  void writeInput(Path directory) throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), in(directory, file.getValue()));
    }
    input.write(directory);
  }

  /** The arguments of one of the commands. */
  static String[] arguments(String command, Path directory) {
    return in(directory, command).split(" ");
  }

  private static String in(Path directory, String text) {
    return text.replace(DIRECTORY + "/", directory + "/");
  }

  @Override
  public String toString() {
    return name;
  }
}
