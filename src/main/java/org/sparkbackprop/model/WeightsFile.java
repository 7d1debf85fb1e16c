package org.sparkbackprop.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;

/** The parameters of a network as a safetensors file of W1, b1, W2, b2, …. */
public final class WeightsFile {

  /** The name of the file in a model or checkpoint directory. */
  public static final String NAME = "weights.safetensors";

  /** The largest file that is read: an array of bytes cannot be larger. */
  public static final long LIMIT = Integer.MAX_VALUE - 8;

  private WeightsFile() {}

  /** The bytes of the file. They are the same whenever the parameters are. */
  public static byte[] write(Network network, double[] parameters) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      int end = tensor.offset() + tensor.length();
      double[] values = Arrays.copyOfRange(parameters, tensor.offset(), end);
      tensors.put(tensor.name(), new Safetensors.Tensor(tensor.shape(), values));
    }
    return Safetensors.write(tensors);
  }

  /**
   * The parameters in a file, in the order of {@link Parameters}.
   *
   * @param name what is read, for messages
   * @throws ModelFormatException if a tensor is missing, unknown or of another shape than the
   *     network's, naming both shapes, or holds a number that is not finite
   */
  public static double[] read(byte[] file, Network network, String name) {
    Map<String, Safetensors.Tensor> tensors = Safetensors.read(file, name);
    requireShapes(tensors, network, name); // before anything is allocated that they claim
    double[] parameters = new double[network.parameterCount()];
    for (Parameters.Tensor place : Parameters.tensors(network)) {
      double[] values = tensors.remove(place.name()).values();
      System.arraycopy(values, 0, parameters, place.offset(), place.length());
    }
    if (!tensors.isEmpty()) {
      throw new ModelFormatException(
          "%s has tensors %s that network %s does not".formatted(name, tensors.keySet(), network));
    }
    if (!Arrays.stream(parameters).allMatch(Double::isFinite)) {
      throw new ModelFormatException(name + " holds a weight that is not a finite number");
    }
    return parameters;
  }

  private static void requireShapes(
      Map<String, Safetensors.Tensor> tensors, Network network, String name) {
    for (Parameters.Tensor expected : Parameters.tensors(network)) {
      Safetensors.Tensor found = tensors.get(expected.name());
      if (found == null || !found.shape().equals(expected.shape())) {
        throw new ModelFormatException(
            "%s has %s while network %s needs %s of shape %s"
                .formatted(
                    name,
                    found == null
                        ? "no tensor " + expected.name()
                        : expected.name() + " of shape " + found.shape(),
                    network,
                    expected.name(),
                    expected.shape()));
      }
    }
  }

  /** SHA-256 of some bytes, in hexadecimal. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
