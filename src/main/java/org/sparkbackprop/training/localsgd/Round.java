package org.sparkbackprop.training.localsgd;

import java.io.Serializable;
import org.sparkbackprop.optim.OptimizerState;

/**
 * What every worker of a round starts with. The result of a round depends only on this, the data
 * and the settings, so that every attempt of a worker gives the same.
 *
 * @param epoch number of epochs done
 * @param number of the round within the epoch, from 0
 * @param parameters flat, not to be modified
 * @param optimizer its state; not to be modified
 */
public record Round(long epoch, int number, double[] parameters, OptimizerState optimizer)
    implements Serializable {}
