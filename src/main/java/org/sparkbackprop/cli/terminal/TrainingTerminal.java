package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.Message;
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

/** Prints the progress of a training. */
public class TrainingTerminal implements TrainingListener {

  private TrainingSettings settings;
  private final PrintWriter out;
  private final String place;
  private Progress progress;
  private boolean inEpochs;

  /** Prints the progress of a training with these settings. */
  public TrainingTerminal(TrainingSettings settings, PrintWriter out) {
    this(settings, out, "output");
  }

  TrainingTerminal(TrainingSettings settings, PrintWriter out, String place) {
    this.settings = settings;
    this.out = out;
    this.place = place;
    this.progress = new Progress(out, settings.epochs().number());
  }

  private void print(String format, Object... values) {
    out.println(Message.of(format, values));
  }

  @Override
  public void begins(RunDirectory run) {
    print("configuration %s, %s %s", settings.source(), place, run.location());
  }

  @Override
  public void reading(JavaSparkContext spark) {
    print(
        "spark-backprop %s, Spark %s, master %s",
        SoftwareVersions.own(), spark.version(), spark.master());
    BlasLine.print(settings.computing().blas(), out);
  }

  @Override
  public void planned(TrainingPlan plan) {
    settings = plan.settings(); // with what the data decided
    progress = new Progress(out, settings.epochs().number());
    new PlanText(plan).print(out);
  }

  @Override
  public void read(PreparedData data, Duration time) {
    long samples = data.training().summary().samples();
    String validation = data.validation().map(part -> besides(part, "validation")).orElse("");
    String test = data.test().map(part -> besides(part, "the test")).orElse("");
    print("%,d samples%s%s read in %.1f s", samples, validation, test, time.toNanos() * 1e-9);
    double weight = data.training().summary().weight();
    if (weight != samples) {
      print("the weights of the samples add up to %.6g", weight);
    }
    data.validationInput().ifPresent(rows -> tell(rows, "validation"));
    data.testInput().ifPresent(rows -> tell(rows, "test"));
  }

  private static String besides(PreparedData.Part part, String purpose) {
    return Message.of(" and %,d for %s", part.summary().samples(), purpose);
  }

  private void tell(InspectedInput separate, String name) {
    out.println(name + ": " + ScoringTerminal.sentence(separate.rows()));
    ScoringTerminal.print(separate, out);
  }

  @Override
  public void resumed(long epoch, double seconds) {
    print("resumes from the checkpoint after epoch %,d", epoch);
    progress.goesOn(epoch, seconds);
  }

  @Override
  public void quarantined(String location) {
    out.println("bad rows are in " + location);
  }

  @Override
  public void learningRateFound(LearningRateTrials.Finding finding) {
    String trial =
        finding.steps().isPresent()
            ? "a short round of about %s step(s)".formatted(finding.steps().getAsLong())
            : "%s epochs".formatted(finding.epochs());
    String results =
        finding.search().trials().stream()
            .map(t -> Message.of("%.6g with %.3g", t.cost(), t.rate()))
            .collect(Collectors.joining(", "));
    print(
        "learning rate %.4g found: what is minimised is %.6g at first, and after %s: %s",
        finding.search().rate(), finding.before(), trial, results);
  }

  @Override
  public void training(LearningRate rate, ExecutionMode mode) {
    out.println(settings.describe(rate));
    out.println(mode.isInTask() ? inTask(mode) : inJobs(mode));
    inEpochs = true;
  }

  private static String inTask(ExecutionMode mode) {
    boolean one = mode.reason() == ExecutionMode.Reason.ONE_PARTITION;
    String epochs =
        mode.epochsPerJob().isPresent()
            ? Message.of("%,d in each job, as configured", mode.epochsPerJob().getAsLong())
            : Message.of("a job takes about %.1f s", mode.jobTime().toMillis() * 1e-3);
    return Message.of(
        "epochs run inside a task%s, as all data are in %s; %s",
        mode.threads() > 1 ? " on %s threads".formatted(mode.threads()) : "",
        one ? "one partition" : "this JVM's memory",
        epochs);
  }

  private String inJobs(ExecutionMode mode) {
    return "each %s is a job, %s"
        .formatted(
            settings.synchronous().isPresent()
                ? "step"
                : settings.local().isPresent() ? "round" : "epoch",
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
    Outcome outcome = result.outcome();
    double seconds = outcome.seconds();
    String chosen = result.chosenWeights().map("; "::concat).orElse("");
    print(
        "%s: %,d in %.1f s%s, cost %.6g, %s",
        outcome.reason().sentence(),
        outcome.state().epoch(),
        seconds,
        chosen,
        outcome.last().cost(),
        result.metrics().summary());
    result.validation().ifPresent(this::printHeldOut);
    if (result.test().isPresent()) {
      Metrics test = result.test().get();
      print(
          "test part, by which nothing was chosen: %,d samples, %s",
          test.samples(), test.summary());
    }
    TimeParts spent = outcome.last().spent();
    double percent = seconds > 0 ? 100 / seconds : 0;
    print(
        "of that time %.0f %% computing, %.0f %% waiting for tasks, %.0f %% aggregation, %.0f %% in"
            + " the driver",
        percent * spent.compute(),
        percent * spent.waiting(),
        percent * spent.aggregation(),
        percent * spent.driver(seconds));
    result.concerns().forEach(concern -> out.println("warning: " + concern.sentence()));
  }

  private void printHeldOut(Metrics metrics) {
    print("validation part: %,d samples, %s", metrics.samples(), metrics.summary());
    MetricsText.table(metrics).forEach(out::println);
  }
}
