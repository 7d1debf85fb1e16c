package org.sparkbackprop.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.storage.Storage;

/** The parameters of a network as a safetensors file of W1, b1, W2, b2, …. */
public final class WeightsFile {

  /** The name of the file in a model or checkpoint directory. */
  public static final String NAME = "weights.safetensors";

  /** The largest file that can be read: the longest array of bytes. */
  public static final long LIMIT = Integer.MAX_VALUE - 8;

  private WeightsFile() {}

  /** The bytes of the file, a function of the parameters. */
  public static byte[] write(Network network, double[] parameters) {
    return Safetensors.bytes(ranges(network, parameters));
  }

  /**
   * Writes the file piece by piece, without memory for the whole. Until this returns, it may be
   * incomplete.
   *
   * @return its SHA-256, in hexadecimal
   * @throws org.sparkbackprop.storage.StorageException if it cannot be written
   */
  public static String write(Network network, double[] parameters, Storage directory) {
    return Safetensors.writeRanges(ranges(network, parameters), directory, NAME);
  }

  private static Map<String, Safetensors.Range> ranges(Network network, double[] parameters) {
    Map<String, Safetensors.Range> ranges = new LinkedHashMap<>();
    for (Parameters.Tensor tensor : Parameters.tensors(network)) {
      ranges.put(
          tensor.name(),
          new Safetensors.Range(tensor.shape(), parameters, tensor.offset(), tensor.length()));
    }
    return ranges;
  }

  /**
   * The parameters in a file, in the order of {@link Parameters}.
   *
   * @param name of the file, for messages
   * @throws ModelFormatException if a tensor is missing, unknown or of another shape than the
   *     network's, or contains a number that is not finite
   */
  public static double[] read(byte[] file, Network network, String name) {
    Map<String, Safetensors.Tensor> tensors = Safetensors.read(file, name);
    requireShapes(tensors, network, name); // before anything of the claimed size is allocated
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
      throw new ModelFormatException(name + " contains a weight that is not a finite number");
    }
    return parameters;
  }

  /**
   * The same of a model's file, where an ensemble has the form of a {@link DenseEnsemble}.
   *
   * @throws ModelFormatException as of {@link #read}, or if a weight connects two members
   */
  public static double[] readOfModel(byte[] file, Network network, String name) {
    if (network.members() == 1) {
      return read(file, network, name);
    }
    DenseEnsemble ensemble = new DenseEnsemble(network);
    double[] dense = read(file, ensemble.network(), name);
    double[] parameters = ensemble.ofMembers(dense);
    double[] again = ensemble.parameters(parameters);
    for (int i = 0; i < dense.length; i++) {
      if (dense[i] != again[i]) {
        throw new ModelFormatException(
            "%s has weights between the members of %s, which an ensemble does not have"
                .formatted(name, network));
      }
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
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /**
   * SHA-256 of the rest of a stream, in hexadecimal.
   *
   * @throws IOException if it cannot be read
   */
  public static String sha256(InputStream stream) throws IOException {
    MessageDigest digest = sha256();
    new DigestInputStream(stream, digest).transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
