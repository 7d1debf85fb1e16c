package org.sparkbackprop.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.Expectation;
import org.sparkbackprop.data.InputSettings;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.linalg.BlasPreference;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.storage.HadoopStorage;
import picocli.CommandLine.Option;

/** The options that name a model and the rows it is to look at. */
final class ScoringInput {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "a model directory, or the directory of the run that left it")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "CONFIG-or-PATH",
      description =
          "a configuration (*.conf) whose section input names the rows, or their path; then all"
              + " else is as the model was trained with")
  private String input;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of that configuration; may be given again")
  private List<String> changes = List.of();

  Model model(Configuration hadoop) {
    return ModelArgument.read(model, hadoop);
  }

  /**
   * Rows to be scored; how they are prepared is the model's affair.
   *
   * @param settings where they lie
   * @param blas which BLAS is wanted
   */
  record Rows(InputSettings settings, BlasPreference blas) {

    InspectedInput read(
        JavaSparkContext spark, Preparation preparation, Expectation.Labels labels) {
      return InspectedInput.forModel(spark, settings, preparation, labels, Precision.DOUBLE);
    }

    /** Models are scored in double precision, however they were trained. */
    Computation computation(Network network) {
      return new Computation(network, Precision.DOUBLE, blas);
    }
  }

  /** The rows that the options name. */
  Rows rows(Model read, Configuration hadoop) {
    ConfigurationFile file =
        input.endsWith(".conf")
            ? ConfigurationFile.read(input, changes, hadoop)
            : ConfigurationFile.ofModel(trainedWith(read), "--input " + input, pathChanges(hadoop));
    SettingsReader reader = new SettingsReader(file);
    Rows rows = new Rows(InputReading.input(reader), ComputingSettings.blas(reader, "blas"));
    reader.throwIfProblems();
    return rows;
  }

  private static Map<String, Object> trainedWith(Model model) {
    if (model.provenance().get(Provenance.CONFIGURATION) instanceof Map<?, ?> configuration
        && configuration.get("input") instanceof Map<?, ?> section) {
      return Map.of("input", section);
    }
    throw new ConfigurationException(
        "the model does not say how its rows were read; give --input a configuration (*.conf)");
  }

  /** A file tells its format by its name where the model was trained on another one. */
  private List<String> pathChanges(Configuration hadoop) {
    List<String> all = new ArrayList<>(List.of("input.path=\"" + escaped(input) + "\""));
    String name = input.toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(csv|tsv)(\\.gz)?")) {
      all.add("input.format=csv");
      if (name.contains(".tsv")) {
        all.add("input.delimiter=\"\\t\"");
      }
    } else if (name.matches(".*\\.(libsvm|svmlight|svm)(\\.gz)?")) {
      all.addAll(List.of("input.format=libsvm", "input.weight=null"));
    } else if (name.matches(".*idx\\d-ubyte(\\.gz)?")) {
      all.addAll(List.of("input.format=idx", "input.weight=null"));
      String labels = labelsBeside();
      boolean found = HadoopStorage.at(labels, hadoop).exists("");
      all.add("input.labels=" + (found ? "\"" + escaped(labels) + "\"" : "null"));
    }
    all.addAll(changes);
    return all;
  }

  /** MNIST's naming: x-images-idx3-ubyte has its labels in x-labels-idx1-ubyte. */
  private String labelsBeside() {
    return input.replaceFirst("images(.)idx\\d-ubyte", "labels$1idx1-ubyte");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
