package org.sparkbackprop.settings;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sparkbackprop.network.Layer;

/**
 * The weights that a training begins with: those of a file, or random ones by the seed.
 *
 * @param file a safetensors file with W1, b1, …
 * @param deviation the standard deviation of a layer's random weights
 */
public record InitialWeights(Optional<String> file, ToDoubleFunction<Layer> deviation) {}
