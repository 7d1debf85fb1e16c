package org.sparkbackprop.retrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.ChangedPreparation;
import org.sparkbackprop.model.ChangedTarget;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Network;

/**
 * The start of a retraining: from the parameters of the model in service, if they fit.
 *
 * @param kind warm or cold, as in status and manifest
 * @param parameters flat, for rows as they are prepared now; absent for new ones
 * @param reason as a sentence
 */
record WarmStart(String kind, Optional<double[]> parameters, String reason) {

  static final String WARM = "warm";
  private static final int MAX_NAMES = 5;

  private static final Map<Target.Kind, String> SINGULAR =
      Map.of(Target.Kind.CLASS, "class", Target.Kind.NUMBER, "number", Target.Kind.LABELS, "label");

  /**
   * From a version in service, which fits if it has the same layers, loss and features, and
   * predicts the same.
   */
  static WarmStart of(String version, Model model, Preparation now, Network network) {
    List<String> differences = new ArrayList<>();
    Target before = model.preparation().target();
    compare(SINGULAR.get(now.target().kind()), before.names(), now.target().names(), differences);
    compare("feature", model.preparation().inputNames(), now.inputNames(), differences);
    if (differences.isEmpty() && !model.network().loss().equals(network.loss())) {
      differences.add(
          "the loss is %s instead of %s".formatted(network.loss(), model.network().loss()));
    }
    if (differences.isEmpty() && !model.network().equals(network)) {
      differences.add("layers are %s instead of %s".formatted(described(network), model.summary()));
    }
    if (!differences.isEmpty()) {
      return cold(
          "those of version %s do not fit, as %s"
              .formatted(version, String.join("; ", differences)));
    }
    double[] parameters = ChangedPreparation.of(model, now).parameters();
    return new WarmStart(
        WARM,
        Optional.of(ChangedTarget.parameters(network, parameters, before, now.target())),
        "training begins warm, with the parameters of version " + version);
  }

  /** Without a version in service. */
  static WarmStart cold() {
    return cold("no version is in service yet");
  }

  private static WarmStart cold(String reason) {
    String sentence = "training begins cold, with new parameters: " + reason;
    return new WarmStart("cold", Optional.empty(), sentence);
  }

  private static String described(Network network) {
    String activations =
        network.layers().stream()
            .limit(network.depth() - 1L)
            .map(layer -> layer.activation().activationName())
            .distinct()
            .collect(Collectors.joining(", "));
    return network + (activations.isEmpty() ? "" : " (" + activations + ")");
  }

  private static void compare(
      String kind, List<String> before, List<String> now, List<String> differences) {
    if (before.equals(now)) {
      return;
    }
    List<String> added = without(now, before);
    List<String> gone = without(before, now);
    if (!added.isEmpty()) {
      differences.add("%s %s is new".formatted(kind, Excerpt.first(MAX_NAMES, added)));
    }
    if (!gone.isEmpty()) {
      differences.add("%s %s is gone".formatted(kind, Excerpt.first(MAX_NAMES, gone)));
    }
    if (added.isEmpty() && gone.isEmpty()) {
      differences.add("the order of the %s names differs".formatted(kind));
    }
  }

  private static List<String> without(List<String> names, List<String> others) {
    Set<String> known = Set.copyOf(others);
    return names.stream().filter(name -> !known.contains(name)).toList();
  }
}
