package org.sparkbackprop.metrics.ranking;

/**
 * A point of the receiver operating characteristic.
 *
 * @param falsePositiveRate share of the negatives that are called positive
 * @param truePositiveRate share of the positives that are
 * @param threshold the lowest score that is called positive
 */
public record RocPoint(double falsePositiveRate, double truePositiveRate, double threshold) {}
