package org.sparkbackprop.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.sparkbackprop.error.Message;

/**
 * The modules and packages of the JDK that Spark's launcher opens to Spark in every JVM it starts.
 * A JVM started as plain {@code java} has only those that its user named.
 */
final class JvmOptions {

  private static final Pattern OPENS = Pattern.compile("--add-opens=(.+)/(.+)=ALL-UNNAMED");
  private static final Pattern MODULES = Pattern.compile("--add-modules=(.+)");

  /** What the JDK says, in various exceptions, of a class that is not accessible. */
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
    List<String> effects = new ArrayList<>();
    if (missing.stream().anyMatch(option -> !MODULES.matcher(option).matches())) {
      effects.add("parts of Spark may fail");
    }
    if (missing.stream().anyMatch(option -> MODULES.matcher(option).matches())) {
      effects.add("training is slower without the vector module");
    }
    return Optional.of(
        Message.of(
            "this JVM lacks options that Spark's launcher sets, so that %s; start it with"
                + " spark-submit, or with java %s",
            String.join(" and ", effects), String.join(" ", missing)));
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

  /** Whether the JDK refused something because an option is missing. */
  static boolean areWanted(Throwable thrown) {
    return Failure.says(thrown, REFUSED);
  }
}
