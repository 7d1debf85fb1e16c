package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.retrain.RetrainListener;
import org.sparkbackprop.retrain.RetrainResult;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.statistics.Drift;

/** Prints the progress of a retraining. */
public final class RetrainTerminal extends TrainingTerminal implements RetrainListener {

  private final PrintWriter out;

  /** Prints the progress of a retraining with these settings. */
  public RetrainTerminal(TrainingSettings settings, PrintWriter out) {
    super(settings, out, "run");
    this.out = out;
  }

  @Override
  public void compared(Drift.Report drift) {
    drift.changes().forEach(change -> out.println("the data have changed: " + change));
    drift.sentences().forEach(sentence -> out.println("drift: " + sentence));
  }

  @Override
  public void informed(String sentence) {
    out.println(sentence);
  }

  @Override
  public void ended(RetrainResult result) {
    boolean again = result.wasDoneBefore() && result.outcome() == RetrainResult.Outcome.REJECTED;
    out.println(result.message() + (again ? " (--retry repeats it)" : ""));
  }
}
