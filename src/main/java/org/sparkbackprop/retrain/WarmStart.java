package org.sparkbackprop.retrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.sparkbackprop.model.ChangedPreparation;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Network;

/**
 * What a retraining begins with: the parameters of the model in service, if they fit.
 *
 * @param kind warm or cold, as status and manifest have it
 * @param parameters flat, for rows as they are prepared now; absent for new ones
 * @param reason why, as a sentence
 */
record WarmStart(String kind, Optional<double[]> parameters, String reason) {

  private static final String COLD = "cold";
  private static final String WARM = "warm";
  private static final int MAX_NAMES = 5;

  /** From a version in service, which fits if layers, classes and features are the same. */
  static WarmStart of(String version, Model model, Preparation now, Network network) {
    List<String> differences = new ArrayList<>();
    compare("class", model.preparation().classNames(), now.classNames(), differences);
    compare("feature", model.preparation().featureNames(), now.featureNames(), differences);
    if (differences.isEmpty() && !model.network().equals(network)) {
      differences.add("layers are %s instead of %s".formatted(described(network), model.summary()));
    }
    if (!differences.isEmpty()) {
      return new WarmStart(
          COLD,
          Optional.empty(),
          "training begins cold, with new weights: those of version %s do not fit, as %s"
              .formatted(version, String.join("; ", differences)));
    }
    return new WarmStart(
        WARM,
        Optional.of(ChangedPreparation.of(model, now).parameters()),
        "training begins warm, with the weights of version " + version);
  }

  /** Whether a training of this kind begins with the weights of another version. */
  static boolean isWarm(Object kind) {
    return WARM.equals(kind);
  }

  /** Without a version in service. */
  static WarmStart cold() {
    return new WarmStart(
        COLD,
        Optional.empty(),
        "training begins cold, with new weights: no version is in service yet");
  }

  private static String described(Network network) {
    return network
        + network.layers().stream()
            .limit(network.depth() - 1L)
            .map(layer -> layer.activation().activationName())
            .distinct()
            .reduce((a, b) -> a + ", " + b)
            .map(names -> " (" + names + ")")
            .orElse("");
  }

  private static void compare(
      String kind, List<String> before, List<String> now, List<String> differences) {
    if (before.equals(now)) {
      return;
    }
    List<String> added = without(now, before);
    List<String> gone = without(before, now);
    if (!added.isEmpty()) {
      differences.add("%s %s is new".formatted(kind, some(added)));
    }
    if (!gone.isEmpty()) {
      differences.add("%s %s is gone".formatted(kind, some(gone)));
    }
    if (added.isEmpty() && gone.isEmpty()) {
      differences.add("the order of the %s names is another".formatted(kind));
    }
  }

  private static List<String> without(List<String> names, List<String> others) {
    TreeSet<String> known = new TreeSet<>(others);
    return names.stream().filter(name -> !known.contains(name)).toList();
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())));
    return names.size() > MAX_NAMES ? first + ", … (" + names.size() + ")" : first;
  }
}
