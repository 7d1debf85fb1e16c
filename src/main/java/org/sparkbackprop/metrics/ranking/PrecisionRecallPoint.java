package org.sparkbackprop.metrics.ranking;

/**
 * A point of the precision-recall curve.
 *
 * @param precision share of the positives among what is called positive
 * @param recall share of the positives that are called so
 * @param threshold the lowest score that is called positive
 */
public record PrecisionRecallPoint(double precision, double recall, double threshold) {}
