package org.sparkbackprop.training.localsgd;

import java.io.Serializable;
import org.sparkbackprop.optim.OptimizerState;

/**
 * What every worker of a round begins with. A round's result is a function of this, the data and
 * the settings alone, and so the same however often a worker is tried.
 *
 * @param epoch number of epochs done
 * @param number of the round within the epoch, from 0
 * @param parameters flat, not to be modified
 * @param optimizer what the optimiser remembers; not to be modified
 */
public record Round(long epoch, int number, double[] parameters, OptimizerState optimizer)
    implements Serializable {}
