package org.sparkbackprop.settings;

import java.util.List;
import java.util.Locale;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.loss.LossFunction;

/**
 * The section {@code network}.
 *
 * @param hidden units of each hidden layer
 * @param members of an ensemble, each with hidden layers of its own; 1: none
 * @param activation of all hidden layers
 * @param initialWeights at the start of training
 * @param loss of its scores
 */
public record NetworkSettings(
    List<Integer> hidden,
    int members,
    Activation activation,
    InitialWeights initialWeights,
    LossFunction loss) {

  /** The most members of an ensemble. */
  public static final int MAX_MEMBERS = 32;

  /** 8 bytes each, with room for the file's header. */
  private static final long MAX_PARAMETERS = (WeightsFile.LIMIT - (1 << 20)) / 8;

  /**
   * The network for rows of a preparation.
   *
   * @throws SettingsException if it has more parameters than a weights file holds
   */
  public Network network(Preparation preparation) {
    int outputs = loss.outputs(preparation.target().size());
    Network network =
        Network.of(preparation.inputs(), hidden, activation, outputs).of(loss).ofMembers(members);
    long inFile = new DenseEnsemble(network).network().exactParameterCount();
    if (inFile > MAX_PARAMETERS) {
      throw new SettingsException(
          String.format(
              Locale.ROOT,
              "network %s has %,d parameters; a weights file holds at most %,d; reduce network.hidden",
              network,
              inFile,
              MAX_PARAMETERS));
    }
    return network;
  }
}
