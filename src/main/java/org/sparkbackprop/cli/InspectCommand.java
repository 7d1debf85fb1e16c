package org.sparkbackprop.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.network.Parameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a model directory holds. */
@Command(name = "inspect", description = "Show what a model directory holds.")
final class InspectCommand extends SparkCommand {

  private static final int MAX_NAMES = 20;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "a model directory, or the directory of the run that left it")
  private String location;

  @Override
  public Integer call() {
    Model model = ModelArgument.read(location, hadoop());
    Preparation preparation = model.preparation();
    out().println("network         " + model.network());
    for (int l = 1; l <= model.network().depth(); l++) {
      Layer layer = model.network().layers().get(l - 1);
      String activation =
          l == model.network().depth() ? "softmax" : layer.activation().activationName();
      out()
          .printf(
              "  layer %s       %s inputs, %s outputs, %s%n",
              l, layer.inputs(), layer.outputs(), activation);
    }
    out().println("classes         " + some(preparation.classNames()));
    out().println("features        " + some(preparation.featureNames()));
    out().println("standardisation " + described(preparation.standardisation()));
    out().println("missing values  " + preparation.missing().policy().configurationName());
    out().println("weights         SHA-256 checked");
    for (Parameters.Tensor tensor : Parameters.tensors(model.network())) {
      printTensor(model, tensor);
    }
    model.provenance().forEach(this::printProvenance);
    return ExitCode.DONE.number();
  }

  private static String described(Standardisation standardisation) {
    return standardisation.method() == Standardisation.Method.DIVIDE
        ? "every number is divided by " + standardisation.divisor()
        : standardisation.method().configurationName();
  }

  private void printTensor(Model model, Parameters.Tensor tensor) {
    double[] values =
        Arrays.copyOfRange(model.parameters(), tensor.offset(), tensor.offset() + tensor.length());
    out()
        .printf(
            Locale.ROOT,
            "  %-13s %s, least %.4g, largest %.4g, norm %.4g%n",
            tensor.name(),
            tensor.shape(),
            Arrays.stream(values).min().orElse(0),
            Arrays.stream(values).max().orElse(0),
            Math.sqrt(Arrays.stream(values).map(v -> v * v).sum()));
  }

  private void printProvenance(String key, Object value) {
    if (value instanceof Map<?, ?> fields) {
      out().println(key);
      fields.forEach((name, inner) -> out().println("  " + name + " = " + inner));
    } else {
      out().printf("%-15s %s%n", key, value);
    }
  }

  private static String some(List<String> names) {
    return names.size() <= MAX_NAMES
        ? String.join(", ", names)
        : "%s, … (%s)".formatted(String.join(", ", names.subList(0, MAX_NAMES)), names.size());
  }
}
