package org.sparkbackprop.spark;

import java.util.function.Supplier;
import org.sparkbackprop.network.Sliceable;

/**
 * What the driver knows beforehand of a sum over partitions.
 *
 * @param numbers in each of its parts, and in the whole
 * @param room makes a whole without numbers, for slices to be put into
 */
record SumForm<T extends Sliceable<T>>(Class<T> type, long numbers, Supplier<T> room) {}
