package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.Locale;
import org.sparkbackprop.network.loss.LabelSmoothing;

/**
 * How targets are smoothed in training.
 *
 * @param share of each target that is spread over the classes, from 0 to below 1; 0 for none
 * @param towards how it is spread
 */
public record SmoothingSettings(double share, Towards towards) {

  /** How the share is spread over the classes. */
  public enum Towards {
    /** Evenly. */
    UNIFORM,
    /** By the classes' shares of the rows, class weights included. */
    CLASS_SHARES;

    /** The name in configurations. */
    public String configurationName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The smoothing for some classes.
   *
   * @param classShares of the rows, in order
   */
  public LabelSmoothing of(double[] classShares) {
    return share > 0 && towards == Towards.CLASS_SHARES
        ? new LabelSmoothing(share, Arrays.stream(classShares).boxed().toList())
        : LabelSmoothing.uniform(share);
  }

  /** In a few words for people. */
  String describe() {
    return "label smoothing "
        + share
        + (towards == Towards.CLASS_SHARES ? " towards the class shares" : "");
  }
}
