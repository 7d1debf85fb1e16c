package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;

/**
 * A point of a curve in weights.
 *
 * @param threshold the lowest score that is called positive
 * @param truePositives the weight of the positives among what is called positive
 * @param falsePositives the weight of the negatives among it
 */
record CurvePoint(double threshold, double truePositives, double falsePositives)
    implements Serializable {}
