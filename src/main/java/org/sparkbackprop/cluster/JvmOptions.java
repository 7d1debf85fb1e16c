package org.sparkbackprop.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * The modules and packages of the JDK that Spark's launcher opens to Spark in every JVM it starts.
 * A JVM that was started as plain {@code java} has those alone that its user named.
 */
final class JvmOptions {

  private static final Pattern OPENS = Pattern.compile("--add-opens=(.+)/(.+)=ALL-UNNAMED");
  private static final Pattern MODULES = Pattern.compile("--add-modules=(.+)");

  /** What the JDK says, by whatever exception, of a class that it does not give out. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "is not accessible: class |does not (\"?opens|export)|Unable to make .* accessible");

  private JvmOptions() {}

  /** A sentence that names what this JVM lacks; empty if it lacks nothing. */
  static Optional<String> missing() {
    List<String> missing =
        Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
            .filter(JvmOptions::isMissing)
            .toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "this JVM was started without options that Spark's launcher gives, so that %s; start it with"
                .formatted(
                    missing.stream()
                        .map(option -> MODULES.matcher(option).matches())
                        .distinct()
                        .sorted()
                        .map(
                            module ->
                                module
                                    ? "training is slower without the vector module"
                                    : "parts of Spark may fail")
                        .collect(Collectors.joining(" and ")))
            + " spark-submit, or with java "
            + String.join(" ", missing));
  }

  private static boolean isMissing(String option) {
    ModuleLayer jdk = ModuleLayer.boot();
    Matcher opens = OPENS.matcher(option);
    if (opens.matches()) {
      return jdk.findModule(opens.group(1))
          .filter(module -> module.getPackages().contains(opens.group(2)))
          .filter(module -> !module.isOpen(opens.group(2), JvmOptions.class.getModule()))
          .isPresent();
    }
    Matcher modules = MODULES.matcher(option);
    return modules.matches() && jdk.findModule(modules.group(1)).isEmpty();
  }

  /** Whether the JDK refused something for want of an option. */
  static boolean areWanted(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (REFUSED.matcher(String.valueOf(cause.getMessage())).find()) {
        return true;
      }
    }
    return false;
  }
}
