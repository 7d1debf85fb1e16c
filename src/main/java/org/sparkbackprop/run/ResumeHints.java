package org.sparkbackprop.run;

/**
 * What a user can do where an earlier run is not gone on with, in the words of whoever started it.
 *
 * @param option by which an earlier run is gone on with
 * @param howToGoOn what goes on with a run that was stopped
 * @param toBeginAnew what it takes to train anew
 * @param otherDirectory what names another directory
 */
public record ResumeHints(
    String option, String howToGoOn, String toBeginAnew, String otherDirectory) {

  /** For a program that trains into a directory. */
  public static final ResumeHints OF_PROGRAM =
      new ResumeHints(
          "resuming",
          "the same training into the same directory",
          "Existing.REPLACED or another directory",
          "another directory");

  String forOtherKeys() {
    return "give them as they were (its configuration.json has them), or "
        + toBeginAnew
        + " to train anew";
  }

  String afterDivergence() {
    return "it diverged: other values need " + toBeginAnew + ", to train anew";
  }
}
