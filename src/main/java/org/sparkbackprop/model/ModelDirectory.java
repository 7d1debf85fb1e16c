package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Layer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** A model on disk: {@code model.json} and {@code weights.safetensors}. */
public final class ModelDirectory {

  private static final String DESCRIPTION = "model.json";
  private static final long DESCRIPTION_LIMIT = 256 << 20;
  private static final int FORMAT = 1;

  /** Of an ensemble, whose hidden units are divided evenly among them; absent: 1. */
  private static final String MEMBERS = "members";

  private ModelDirectory() {}

  /** Writes both files into a directory, which readers should not see before it is committed. */
  public static void write(Storage directory, Model model) {
    DenseEnsemble inFile = new DenseEnsemble(model.network());
    String weights =
        WeightsFile.write(inFile.network(), inFile.parameters(model.parameters()), directory);
    directory.writeText(DESCRIPTION, Json.document(description(model, inFile.network(), weights)));
  }

  /**
   * The fields of model.json.
   *
   * @param network without members, as the file of the weights has it
   */
  private static Map<String, Object> description(Model model, Network network, String weights) {
    List<Integer> sizes = new ArrayList<>(List.of(network.inputs()));
    List<String> activations = new ArrayList<>();
    for (Layer layer : network.layers()) {
      sizes.add(layer.outputs());
      activations.add(layer.activation().activationName());
    }
    activations.set(activations.size() - 1, TargetDescription.outputActivation(network.loss()));
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("format", FORMAT);
    description.put("layers", sizes);
    description.put("activations", activations);
    if (model.network().members() > 1) {
      description.put(MEMBERS, model.network().members());
    }
    TargetDescription.put(model.network().loss(), description);
    PreparationDescription.put(model.preparation(), description);
    description.putAll(model.provenance());
    description.put("weights_sha256", weights);
    return description;
  }

  /**
   * Reads a model and checks its weights against their SHA-256.
   *
   * @throws org.sparkbackprop.storage.StorageException if a file is missing or cannot be read
   * @throws ModelFormatException if the files are not a model, or the weights have changed
   */
  public static Model read(Storage directory) {
    String name = directory.location() + "/" + DESCRIPTION;
    Map<String, Object> description = parse(directory.read(DESCRIPTION, DESCRIPTION_LIMIT), name);
    if (!Integer.valueOf(FORMAT).equals(description.remove("format"))) {
      throw new ModelFormatException(
          name + " is not of format " + FORMAT + ", the only one this version reads");
    }
    Network network =
        network(
            list(description.remove("layers"), Integer.class, "layers", name),
            list(description.remove("activations"), String.class, "activations", name),
            description.containsKey(MEMBERS) ? description.remove(MEMBERS) : 1,
            TargetDescription.loss(description.remove(TargetDescription.LOSS), name),
            name);
    Preparation preparation = PreparationDescription.take(description, name);
    byte[] weights = directory.read(WeightsFile.NAME, WeightsFile.LIMIT);
    String weightsName = directory.location() + "/" + WeightsFile.NAME;
    if (!WeightsFile.sha256(weights).equals(description.remove("weights_sha256"))) {
      throw new ModelFormatException(
          ("%s does not have the SHA-256 in %s: it was damaged or replaced after training; restore the"
                  + " model from a copy or train again")
              .formatted(weightsName, DESCRIPTION));
    }
    double[] parameters = WeightsFile.readOfModel(weights, network, weightsName);
    try {
      return new Model(preparation, network, parameters, description);
    } catch (IllegalArgumentException | ArithmeticException e) { // or too many outputs for an int
      throw new ModelFormatException(name + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> parse(byte[] text, String name) {
    try {
      return Json.parse(text, name);
    } catch (StorageException e) {
      throw new ModelFormatException(e.getMessage());
    }
  }

  private static Network network(
      List<Integer> sizes,
      List<String> activations,
      Object members,
      LossFunction loss,
      String name) {
    if (sizes.size() < 2 || activations.size() != sizes.size() - 1) {
      throw new ModelFormatException(
          "%s has layers %s and activations %s, which do not fit together"
              .formatted(name, sizes, activations));
    }
    if (!(members instanceof Integer number)
        || number < 1
        || sizes.subList(1, sizes.size() - 1).stream().anyMatch(units -> units % number != 0)) {
      throw new ModelFormatException(
          "%s has members = %s, among which layers %s cannot be divided"
              .formatted(name, members, sizes));
    }
    int last = sizes.size() - 1;
    if (!activations.get(last - 1).equals(TargetDescription.outputActivation(loss))) {
      throw new ModelFormatException(
          "%s has the activation %s of its outputs, which does not belong to its loss, %s"
              .formatted(name, activations.get(last - 1), loss));
    }
    List<Layer> layers = new ArrayList<>();
    try {
      for (int l = 1; l <= last; l++) {
        Activation activation =
            l == last ? Activations.IDENTITY : activation(activations.get(l - 1), name);
        int inputs = l == 1 ? sizes.get(0) : sizes.get(l - 1) / number;
        layers.add(new Layer(inputs, l == last ? sizes.get(l) : sizes.get(l) / number, activation));
      }
      return new Network(layers, loss, number);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(name + ": " + e.getMessage());
    }
  }

  private static Activation activation(String activation, String name) {
    return Activations.named(activation)
        .orElseThrow(
            () ->
                new ModelFormatException(
                    "%s has activation %s; known are %s"
                        .formatted(name, activation, Activations.names())));
  }

  static List<String> texts(Object value, String key, String name) {
    return list(value, String.class, key, name);
  }

  private static <T> List<T> list(Object value, Class<T> type, String key, String name) {
    if (value instanceof List<?> list && list.stream().allMatch(type::isInstance)) {
      return list.stream().map(type::cast).toList();
    }
    throw new ModelFormatException(
        "%s: %s is not a list of %s".formatted(name, key, type.getSimpleName()));
  }
}
