package org.sparkbackprop.run;

/**
 * Remedies if an earlier run is not resumed, in the words of its caller.
 *
 * @param option that resumes a run
 * @param howToGoOn the way to resume a stopped run
 * @param toBeginAnew the way to train from scratch
 * @param otherDirectory the way to name another directory
 */
public record ResumeHints(
    String option, String howToGoOn, String toBeginAnew, String otherDirectory) {

  /** For a program that trains into a directory. */
  public static final ResumeHints OF_PROGRAM =
      new ResumeHints(
          "resuming",
          "the same training into the same directory",
          "RunDirectory.Existing.REPLACED or another directory",
          "another directory");

  String forOtherKeys() {
    return "restore them (see its configuration.json), or use " + toBeginAnew + " to start anew";
  }

  String afterDivergence() {
    return "it diverged: other values need " + toBeginAnew + ", to start anew";
  }
}
