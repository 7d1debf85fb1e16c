package org.sparkbackprop.metrics.classification;

/**
 * A label and another class as which some of its rows are predicted.
 *
 * @param label of the rows
 * @param predicted the other class
 * @param amount number or weight of these rows
 * @param share of the rows of the label
 */
public record ConfusedPair(int label, int predicted, double amount, double share) {}
