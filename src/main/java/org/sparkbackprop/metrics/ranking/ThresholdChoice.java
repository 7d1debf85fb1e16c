package org.sparkbackprop.metrics.ranking;

/**
 * The decision that a rule has chosen.
 *
 * @param rule that chose
 * @param decision null if there is none
 * @param reason why there is none; null if there is one
 */
public record ThresholdChoice(ThresholdRule rule, ThresholdDecision decision, String reason) {}
