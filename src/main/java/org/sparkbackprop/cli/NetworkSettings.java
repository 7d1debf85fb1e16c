package org.sparkbackprop.cli;

import java.util.List;
import java.util.Locale;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Activation;
import org.sparkbackprop.network.Activations;
import org.sparkbackprop.network.Network;

/**
 * The section {@code network}.
 *
 * @param hidden units of each hidden layer
 * @param activation of all hidden layers
 * @param initialWeights to begin with
 */
record NetworkSettings(List<Integer> hidden, Activation activation, InitialWeights initialWeights) {

  /** Of 8 bytes each, with room for the file's header. */
  private static final long MOST_PARAMETERS = (WeightsFile.LIMIT - (1 << 20)) / 8;

  /** Reads the section. */
  static NetworkSettings of(SettingsReader reader) {
    String activation = reader.choice("network.activation", Activations.names());
    return new NetworkSettings(
        reader.sizes("network.hidden"),
        Activations.named(activation).orElseThrow(),
        InitialWeights.of(reader));
  }

  /**
   * The network for rows of a preparation.
   *
   * @throws ConfigurationException if it has more parameters than a weights file holds
   */
  Network network(Preparation preparation) {
    Network network = Network.of(preparation.features(), hidden, activation, preparation.classes());
    if (network.exactParameterCount() > MOST_PARAMETERS) {
      throw new ConfigurationException(
          String.format(
                  Locale.ROOT,
                  "network %s has %,d parameters; a weights file holds %,d at most; make network.hidden",
                  network,
                  network.exactParameterCount(),
                  MOST_PARAMETERS)
              + " smaller");
    }
    return network;
  }
}
