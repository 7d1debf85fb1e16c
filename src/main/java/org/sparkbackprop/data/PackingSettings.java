package org.sparkbackprop.data;

import java.util.OptionalInt;
import java.util.function.Function;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Network;

/**
 * How data are put into memory for training.
 *
 * @param partitions how many; by the size of data and work if absent
 * @param precision in which features are kept that are not bytes
 * @param classWeights how often the samples of each class count in training
 * @param network that is trained on rows of a preparation
 */
public record PackingSettings(
    OptionalInt partitions,
    Precision precision,
    ClassWeights classWeights,
    Function<Preparation, Network> network) {}
