package org.sparkbackprop.settings;

import java.util.Optional;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Layer;

/**
 * The initial weights of a training: from a file, or random by the seed.
 *
 * @param file a safetensors file with W1, b1, …
 * @param rule for the standard deviation of random weights
 * @param given the standard deviation under {@link Rule#NORMAL}
 */
public record InitialWeights(Optional<String> file, Rule rule, double given) {

  /** The standard deviation of a layer's random weights; named as in a configuration. */
  public enum Rule {
    /** As suits the layer's activation. */
    AUTO,
    /** By Glorot and Bengio. */
    GLOROT,
    /** By He et al. */
    HE,
    /** By LeCun et al. */
    LECUN,
    /** As given. */
    NORMAL
  }

  /** The standard deviation of a layer's random weights. */
  public double deviation(Layer layer) {
    return switch (rule) {
      case AUTO -> Initializer.suited(layer);
      case GLOROT -> Initializer.glorot(layer);
      case HE -> Initializer.he(layer);
      case LECUN -> Initializer.lecun(layer);
      case NORMAL -> given;
    };
  }
}
