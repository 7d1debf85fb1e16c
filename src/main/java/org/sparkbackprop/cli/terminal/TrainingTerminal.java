package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.plan.ExecutionMode;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.train.LearningRateTrials;
import org.sparkbackprop.train.SoftwareVersions;
import org.sparkbackprop.train.TrainingListener;
import org.sparkbackprop.train.TrainingResult;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;

/** Prints how a training goes. */
public class TrainingTerminal implements TrainingListener {

  private final TrainingSettings settings;
  private final PrintWriter out;
  private final Progress progress;
  private boolean inEpochs;

  /** A listener that prints what it is told. */
  public TrainingTerminal(TrainingSettings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
    this.progress = new Progress(out, settings.epochs().number());
  }

  @Override
  public void begins(RunDirectory run) {
    out.println("configuration " + settings.source() + ", output " + run.location());
  }

  @Override
  public void reading(JavaSparkContext spark) {
    out.printf(
        "spark-backprop %s, Spark %s, master %s%n",
        SoftwareVersions.own(), spark.version(), spark.master());
    BlasLine.print(settings.computing().blas(), out);
  }

  @Override
  public void planned(TrainingPlan plan) {
    new PlanText(plan).print(out);
  }

  @Override
  public void read(PreparedData data, Duration time) {
    long samples = data.training().summary().samples();
    out.printf(
        Locale.ROOT,
        "%,d samples%s%s read in %.1f s%n",
        samples,
        data.validation().map(part -> besides(part, "validation")).orElse(""),
        data.test().map(part -> besides(part, "the test")).orElse(""),
        time.toNanos() * 1e-9);
    double weight = data.training().summary().weight();
    if (weight != samples) {
      out.printf(Locale.ROOT, "the weights of the samples add up to %.6g%n", weight);
    }
    data.validationInput().ifPresent(rows -> tell(rows, "validation"));
    data.testInput().ifPresent(rows -> tell(rows, "test"));
  }

  private static String besides(PreparedData.Part part, String purpose) {
    return String.format(Locale.ROOT, " and %,d for %s", part.summary().samples(), purpose);
  }

  private void tell(InspectedInput separate, String name) {
    out.println(name + ": " + RowReport.sentence(separate.rows()));
    RowReport.print(separate, out);
  }

  @Override
  public void resumed(long epoch, double seconds) {
    out.printf(Locale.ROOT, "goes on from the checkpoint after epoch %,d%n", epoch);
    progress.goesOn(epoch, seconds);
  }

  @Override
  public void quarantined(String location) {
    out.println("bad rows are in " + location);
  }

  @Override
  public void learningRateFound(LearningRateTrials.Finding finding) {
    out.printf(
        Locale.ROOT,
        "learning rate %.4g found: what is minimised is %.6g at first, and after %s: %s%n",
        finding.search().rate(),
        finding.before(),
        finding.steps().isPresent()
            ? "a short round of about %s step(s)".formatted(finding.steps().getAsLong())
            : "%s epochs".formatted(finding.epochs()),
        finding.search().trials().stream()
            .map(t -> String.format(Locale.ROOT, "%.6g with %.3g", t.cost(), t.rate()))
            .collect(Collectors.joining(", ")));
  }

  @Override
  public void training(LearningRate rate, ExecutionMode mode) {
    out.println(settings.describe(rate));
    out.println(mode.isInTask() ? inTask(mode) : inJobs(mode));
    inEpochs = true;
  }

  private static String inTask(ExecutionMode mode) {
    return "epochs run inside a task%s, as all data are in %s; %s"
        .formatted(
            mode.threads() > 1 ? " on %s threads".formatted(mode.threads()) : "",
            mode.reason() == ExecutionMode.Reason.ONE_PARTITION
                ? "one partition"
                : "this JVM's memory",
            mode.epochsPerJob().isPresent()
                ? String.format(
                    Locale.ROOT, "%,d in each job, as configured", mode.epochsPerJob().getAsLong())
                : String.format(
                    Locale.ROOT,
                    "so many in each job that it takes about %.1f s",
                    mode.jobTime().toMillis() * 1e-3));
  }

  private String inJobs(ExecutionMode mode) {
    return "each %s is a job, %s"
        .formatted(
            settings.local().isPresent() ? "round" : "epoch",
            switch (mode.reason()) {
              case CONFIGURED -> "as configured";
              case TOO_LITTLE_MEMORY -> "as this JVM's memory does not hold all data";
              default -> "as the data are in several partitions";
            });
  }

  @Override
  public void recorded(EpochRecord epoch) {
    progress.recorded(epoch);
  }

  @Override
  public void reached(long epoch, double seconds) {
    progress.reached(epoch, seconds);
  }

  @Override
  public void noticed(String sentence) {
    if (inEpochs) {
      progress.note(sentence);
    } else {
      out.println("note: " + sentence);
    }
  }

  @Override
  public void epochsEnded() {
    inEpochs = false;
    progress.end();
  }

  @Override
  public void ended(TrainingResult result) {
    print(result, out);
  }

  /** Says how training ended, where its time went, and what is wrong with what came of it. */
  private static void print(TrainingResult result, PrintWriter out) {
    Outcome outcome = result.outcome();
    out.printf(
        Locale.ROOT,
        "%s: %,d in %.1f s%s, cost %.6g, %s%n",
        outcome.reason().sentence(),
        outcome.state().epoch(),
        outcome.seconds(),
        result.chosenWeights().map("; "::concat).orElse(""),
        outcome.last().cost(),
        accuracy(result.metrics()));
    result
        .test()
        .ifPresent(
            test ->
                out.printf(
                    Locale.ROOT,
                    "test part, by which nothing was chosen: %,d samples, %s%n",
                    test.samples(),
                    accuracy(test)));
    double seconds = outcome.seconds();
    TimeParts spent = outcome.last().spent();
    double percent = seconds > 0 ? 100 / seconds : 0;
    out.printf(
        Locale.ROOT,
        "of that time %.0f %% computing, %.0f %% waiting for tasks, %.0f %% aggregation, %.0f %% in"
            + " the driver%n",
        percent * spent.compute(),
        percent * spent.waiting(),
        percent * spent.aggregation(),
        percent * spent.driver(seconds));
    result.concerns().forEach(concern -> out.println("warning: " + concern.sentence()));
  }

  private static String accuracy(Metrics metrics) {
    double accuracy = metrics.score().accuracy();
    return String.format(Locale.ROOT, "accuracy %.4f, error rate %.4f", accuracy, 1 - accuracy);
  }
}
