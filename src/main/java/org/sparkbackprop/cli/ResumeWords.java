package org.sparkbackprop.cli;

/** What a user can do where an earlier run is not gone on with, command by command. */
enum ResumeWords {
  /** Of {@code train --resume}. */
  OF_TRAIN("--resume", "--resume", "--overwrite or another --output"),
  /** Of {@code retrain}. */
  OF_RETRAIN(
      "--run-id",
      "the same command",
      "--retry (if its version was not put into service) or another --run-id");

  private final String option;
  private final String howToGoOn;
  private final String toBeginAnew;

  ResumeWords(String option, String howToGoOn, String toBeginAnew) {
    this.option = option;
    this.howToGoOn = howToGoOn;
    this.toBeginAnew = toBeginAnew;
  }

  /** The option by which an earlier run is gone on with. */
  String option() {
    return option;
  }

  /** What goes on with a run that was stopped. */
  String howToGoOn() {
    return howToGoOn;
  }

  /** What it takes to train anew. */
  String toBeginAnew() {
    return toBeginAnew;
  }

  String forOtherKeys() {
    return "give them as they were (its configuration.json has them), or "
        + toBeginAnew
        + " to train anew";
  }

  String afterDivergence() {
    return "it diverged: other values need " + toBeginAnew + ", to train anew";
  }
}
