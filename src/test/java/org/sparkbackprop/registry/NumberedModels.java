package org.sparkbackprop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.storage.Storage;

/**
 * Publishes versions of a small model. The number of a version is in each of its weights, in its
 * classes' names and in its description, so that parts of two of them do not pass for one.
 */
public final class NumberedModels {

  private static final Network NETWORK =
      Network.of(2, List.of(3), Activations.named("tanh").get(), 2);

  private static final List<String> FILES =
      List.of("model/model.json", "model/weights.safetensors", "metrics.json");

  private final Pointers pointers;
  private final Versions versions;

  /** Of the model that lives in a directory. */
  public NumberedModels(Storage home) {
    this.pointers = new Pointers(home);
    this.versions = new Versions(home);
  }

  /** The version of a number; any two names differ in two letters at least. */
  public static String name(int number) {
    return String.format(Locale.ROOT, "v%04d-%04d", number, number);
  }

  /** The model of a number. */
  public static Model model(int number) {
    double[] parameters = new double[NETWORK.parameterCount()];
    Arrays.setAll(parameters, i -> number * (i + 1) / 10_000.0);
    Preparation preparation =
        Preparation.ofNumbers(List.of("x1", "x2"), List.of("a" + number, "b" + number), 1);
    return new Model(preparation, NETWORK, parameters, Map.of("number", number));
  }

  /** Makes a version, and then the pointer to it. */
  public void publish(int number) {
    make(number);
    point(number);
  }

  /** Publishes another model as the version of a number. */
  public void publish(int number, Model model) {
    make(number, model);
    point(number);
  }

  /** Makes a version that no pointer names yet. */
  public void make(int number) {
    make(number, model(number));
  }

  private void make(int number, Model model) {
    Storage files = versions.files(name(number));
    ModelDirectory.write(files.directory(Versions.MODEL), model);
    files.writeText("metrics.json", "{}\n");
    versions.complete(
        FILES,
        name(number),
        "run-" + number,
        ModelVersion.Verdict.ACCEPTED,
        Optional.empty(),
        Map.of());
  }

  /** Makes the next pointer, to a version. */
  public void point(int number) {
    assertThat(
            pointers.create(
                new Pointer(
                    pointers.generation() + 1,
                    Optional.of(name(number)),
                    Pointer.Reason.PUBLISHED,
                    Optional.of("run-" + number),
                    Instant.now())))
        .isTrue();
  }

  /** Requires that a model is wholly that of its version. */
  static void requireWhole(String version, Model model) {
    int number = (Integer) model.provenance().get("number");
    Model expected = model(number);
    assertThat(version).isEqualTo(name(number));
    assertThat(model.parameters()).isEqualTo(expected.parameters());
    assertThat(model.preparation().classNames()).isEqualTo(expected.preparation().classNames());
  }
}
