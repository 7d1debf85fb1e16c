package org.sparkbackprop.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassSettings;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.CloudSettings;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/** The data and networks that are measured. */
final class Workloads {

  private static final Activation SIGMOID = Activations.named("sigmoid").orElseThrow();

  /** 2-3-3. */
  static final Network CLOUDS = Network.of(2, List.of(3), SIGMOID, 3);

  private static final int MNIST_FEATURES = 784;
  private static final int MNIST_CLASSES = 10;

  private Workloads() {}

  /** 784-hidden-10. */
  static Network mnist(int hidden) {
    return Network.of(MNIST_FEATURES, List.of(hidden), SIGMOID, MNIST_CLASSES);
  }

  /** Spark on all cores of this machine, without a web page. */
  static SparkConf spark() {
    return new SparkConf()
        .setMaster("local[*]")
        .setAppName("benchmark")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1");
  }

  /** The classic 1,500 samples. */
  static InputSettings clouds() {
    return generated(
        new CloudSettings(
            500, List.of(List.of(0.0, -2.0), List.of(2.0, 2.0), List.of(-2.0, 2.0)), 1, 1));
  }

  /** Three clouds in a space of so many dimensions. */
  static InputSettings clouds(long samplesEach, int features) {
    return generated(
        new CloudSettings(
            samplesEach, CloudSettings.randomCenters(3, features, 2, /* seed */ 1), 1, 1));
  }

  private static InputSettings generated(CloudSettings clouds) {
    return input("clouds", Optional.empty(), Optional.empty(), clouds);
  }

  /** Comma-separated text with a header, whose numbers are taken as they are. */
  static InputSettings csv(String path) {
    return input(
        "csv",
        Optional.of(path),
        Optional.empty(),
        new CloudSettings(1, List.of(List.of(0.0)), 1, 1));
  }

  /** MNIST's training images. */
  static InputSettings mnist() {
    return input(
        "idx",
        Optional.of("data/mnist/train-images-idx3-ubyte"),
        Optional.of("data/mnist/train-labels-idx1-ubyte"),
        new CloudSettings(1, List.of(List.of(0.0)), 1, 1));
  }

  private static InputSettings input(
      String format, Optional<String> path, Optional<String> labels, CloudSettings clouds) {
    return new InputSettings(
        format,
        path,
        labels,
        ColumnSettings.numbers("label"),
        TextSettings.csv(),
        DatabaseSettings.none(),
        OptionalInt.empty(),
        BadRowPolicy.fail(),
        InputSettings.Layout.AUTOMATIC,
        OptionalDouble.empty(),
        ClassSettings.found(),
        clouds,
        TargetColumns.ofClass());
  }

  /** Reads into the cache. */
  static PreparedData load(
      JavaSparkContext spark, InputSettings input, OptionalInt partitions, Precision precision) {
    InspectedInput inspected =
        InspectedInput.forTraining(
            spark,
            InspectedInput.AS_CONFIGURED,
            input,
            PreparationSettings.simple(),
            HoldOutSettings.none(),
            precision);
    return PreparedData.load(
        inspected,
        new ValidationSettings(0, Optional.empty()),
        new PackingSettings(
            partitions,
            PackingSettings.Placement.IN_ORDER,
            precision,
            RowStorage.MEMORY_AND_DISK,
            ClassWeights.none(),
            preparation -> CLOUDS));
  }
}
