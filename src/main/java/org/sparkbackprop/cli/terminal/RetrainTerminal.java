package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import org.sparkbackprop.retrain.RetrainListener;
import org.sparkbackprop.retrain.RetrainResult;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.statistics.Drift;

/** Prints how a retraining goes. */
public final class RetrainTerminal extends TrainingTerminal implements RetrainListener {

  private final String configuration;
  private final PrintWriter out;

  /** A listener that prints what it is told. */
  public RetrainTerminal(TrainingSettings settings, PrintWriter out) {
    super(settings, out);
    this.configuration = settings.source();
    this.out = out;
  }

  @Override
  public void begins(RunDirectory run) {
    out.println("configuration " + configuration + ", run " + run.location());
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
    out.println(result.message() + (again ? " (--retry runs it anew)" : ""));
  }
}
