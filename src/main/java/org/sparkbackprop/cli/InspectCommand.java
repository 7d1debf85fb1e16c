package org.sparkbackprop.cli;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the content of a model directory. */
@Command(name = "inspect", description = "Show the content of a model directory.")
final class InspectCommand extends SparkCommand {

  private static final int MAX_NAMES = 20;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "a model directory, or the directory of a run")
  private String location;

  @Override
  public Integer call() {
    Model model = ScoringInput.read(location, hadoop());
    Preparation preparation = model.preparation();
    out().println("network         " + model.network());
    for (int l = 1; l <= model.network().depth(); l++) {
      Layer layer = model.network().layers().get(l - 1);
      String activation =
          l == model.network().depth()
              ? model.outputActivation()
              : layer.activation().activationName();
      print(
          "  layer %s       %s inputs, %s outputs, %s",
          l, layer.inputs(), layer.outputs(), activation);
    }
    Target target = preparation.target();
    print("%-15s %s", target.kind().noun(), Excerpt.first(MAX_NAMES, target.names()));
    printTarget(target, model.network().loss());
    print("features        %s", Excerpt.first(MAX_NAMES, preparation.featureNames()));
    out().println("standardisation " + described(preparation.standardisation()));
    out().println("missing values  " + preparation.missing().policy().configurationName());
    out().println("weights         SHA-256 checked");
    printTensors(model);
    model.provenance().forEach(this::printProvenance);
    return ExitCode.DONE.number();
  }

  private void printTarget(Target target, LossFunction loss) {
    if (!target.isClass() || loss.name() != Losses.SOFTMAX_CROSS_ENTROPY) {
      print("loss            %s", loss);
    }
    if (!target.decision().equals(Decision.MOST_PROBABLE)) {
      print("decision        %s", decision(target));
    }
    for (int k = 0; k < target.shift().length; k++) {
      print(
          "  %-13s minus %s, divided by %s",
          target.names().get(k), target.shift()[k], target.scale()[k]);
    }
  }

  private static String decision(Target target) {
    Decision decision = target.decision();
    String positive = "the positive class is " + target.names().get(decision.positiveClass());
    return decision.hasThreshold()
        ? "%s, chosen from a probability of %s (%s)"
            .formatted(positive, decision.threshold(), decision.rule())
        : positive + ", chosen if it is more probable";
  }

  private static String described(Standardisation standardisation) {
    return standardisation.method() == Standardisation.Method.DIVIDE
        ? "every number is divided by " + standardisation.divisor()
        : standardisation.method().configurationName();
  }

  /** The tensors as they are in the file. */
  private void printTensors(Model model) {
    DenseEnsemble inFile = new DenseEnsemble(model.network());
    double[] parameters = inFile.parameters(model.parameters());
    for (Parameters.Tensor tensor : Parameters.tensors(inFile.network())) {
      printTensor(parameters, tensor);
    }
  }

  private void printTensor(double[] parameters, Parameters.Tensor tensor) {
    double[] values =
        Arrays.copyOfRange(parameters, tensor.offset(), tensor.offset() + tensor.length());
    DoubleSummaryStatistics range = Arrays.stream(values).summaryStatistics();
    double norm = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    print(
        "  %-13s %s, least %.4g, largest %.4g, norm %.4g",
        tensor.name(), tensor.shape(), range.getMin(), range.getMax(), norm);
  }

  private void printProvenance(String key, Object value) {
    if (value instanceof Map<?, ?> fields) {
      out().println(key);
      fields.forEach((name, inner) -> out().println("  " + name + " = " + inner));
    } else {
      print("%-15s %s", key, value);
    }
  }
}
