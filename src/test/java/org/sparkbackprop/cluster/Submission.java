package org.sparkbackprop.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.submit.Command;

/** A training that is about to be sent to a cluster by submit.sh, as a user sends it. */
final class Submission {

  private static final Path PROJECT = Path.of("").toAbsolutePath();

  /** For JVMs that end before thorough compilation is worth its time. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path directory;
  private final List<String> sparkOptions = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<String> wrapper = new ArrayList<>();
  private String configuration = PROJECT.resolve("conf/clouds.conf").toString();

  /**
   * A training of the clouds in four partitions, each epoch a job.
   *
   * @param directory where outputs go
   */
  Submission(Path directory, String master) {
    this.directory = directory;
    sparkOptions.addAll(List.of("--master", master, "--executor-memory", "512m"));
    property("spark.ui.enabled", "false");
    property("spark.executor.extraJavaOptions", SHORT_LIVED);
    sparkOption("--driver-java-options", SHORT_LIVED);
    set("training.partitions", "4");
    set("training.epochs-per-job", "1");
    set("training.record-every", "1");
  }

  /** With one of Spark's properties. */
  Submission property(String name, String value) {
    return sparkOption("--conf", name + "=" + value);
  }

  /** With one of spark-submit's options. */
  Submission sparkOption(String name, String value) {
    sparkOptions.addAll(List.of(name, value));
    return this;
  }

  /** With another value in the configuration. */
  Submission set(String key, String value) {
    options.addAll(List.of("--set", key + "=" + value));
    return this;
  }

  /** With an option of the command. */
  Submission option(String name) {
    options.add(name);
    return this;
  }

  /** With another configuration. */
  Submission configuration(Path file) {
    configuration = file.toString();
    return this;
  }

  /** With words before the command's own, which start it. */
  Submission startedBy(String... words) {
    wrapper.addAll(List.of(words));
    return this;
  }

  /** With a fault in a task. */
  Submission fault(Fault fault, Path marker) {
    String classes = faultClasses().toString();
    return property("spark.plugins", FaultPlugin.class.getName())
        .property(FaultPlugin.FAULT, fault.name())
        .property(FaultPlugin.MARKER, marker.toString())
        .property("spark.driver.extraClassPath", classes)
        .property("spark.executor.extraClassPath", classes);
  }

  /** The classes of the fault alone: others of the test's would change how executors log. */
  private Path faultClasses() {
    Path classes = directory.resolve("fault-classes");
    Path room = Path.of(FaultPlugin.class.getPackageName().replace('.', '/'));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            PROJECT.resolve("target/test-classes").resolve(room), "Fault*.class")) {
      Files.createDirectories(classes.resolve(room));
      for (Path file : files) {
        Path copy = classes.resolve(room).resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException("the fault's classes cannot be copied", e);
    }
  }

  /** Starts it. */
  Run start(String output) {
    List<String> words = new ArrayList<>(wrapper);
    words.add(PROJECT.resolve("submit.sh").toString());
    words.addAll(sparkOptions);
    words.addAll(List.of("train", configuration));
    words.addAll(options);
    words.addAll(List.of("--output", output));
    try {
      Files.createDirectories(directory);
      Path out = Files.createTempFile(directory, output, ".out");
      Path err = Files.createTempFile(directory, output, ".err");
      Path log = Files.createTempFile(directory, output, ".log");
      Process process =
          new Command(directory, words)
              .environment("SPARK_LOCAL_IP", "127.0.0.1")
              .environment("SPARK_BACKPROP_LOG", log.toString())
              .start(out, err);
      return new Run(process, directory.resolve(output), out, err, log);
    } catch (IOException e) {
      throw new UncheckedIOException("submit.sh cannot be started", e);
    }
  }

  /** Runs it to its end. */
  Run run(String output) {
    try (Run run = start(output)) {
      return run.await();
    }
  }
}
