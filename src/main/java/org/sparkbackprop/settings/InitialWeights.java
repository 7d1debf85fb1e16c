package org.sparkbackprop.settings;

import java.util.Optional;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Layer;

/**
 * The weights that a training begins with: those of a file, or random ones by the seed.
 *
 * @param file a safetensors file with W1, b1, …
 * @param rule for the standard deviation of random weights
 * @param given that deviation under {@link Rule#NORMAL}
 */
public record InitialWeights(Optional<String> file, Rule rule, double given) {

  /** How wide the random weights of a layer spread; each is named as in a configuration. */
  public enum Rule {
    /** As suits the layer's activation. */
    AUTO,
    /** By Glorot and Bengio. */
    GLOROT,
    /** By He et al. */
    HE,
    /** As given. */
    NORMAL
  }

  /** The standard deviation of a layer's random weights. */
  public double deviation(Layer layer) {
    return switch (rule) {
      case AUTO -> Initializer.suited(layer);
      case GLOROT -> Initializer.glorot(layer);
      case HE -> Initializer.he(layer);
      case NORMAL -> given;
    };
  }
}
