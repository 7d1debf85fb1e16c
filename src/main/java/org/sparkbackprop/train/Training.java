package org.sparkbackprop.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.Failure;
import org.sparkbackprop.cluster.SparkSource;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.plan.Plan;
import org.sparkbackprop.run.EarlierRun;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.RunStatus;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.MemoryStorage;

/**
 * One training: it inspects and reads the rows, trains a network on them and returns the result,
 * which it also writes if it has a directory.
 */
public final class Training {

  private final TrainingSettings settings;
  private final Input rows;
  private final TrainingListener listener;
  private final RunDirectory run;

  private Training(
      TrainingSettings settings, Input rows, TrainingListener listener, RunDirectory run) {
    this.settings = settings;
    this.rows = rows;
    this.listener = listener;
    this.run = run;
  }

  /** A training without listener and directory. */
  public static Training of(TrainingSettings settings) {
    return new Training(
        settings,
        InspectedInput.AS_CONFIGURED,
        new TrainingListener() {},
        RunDirectory.at(new MemoryStorage(), RunDirectory.Existing.REFUSED));
  }

  /**
   * The same on rows that the program gives. The settings' input still says how bad rows, classes
   * and columns are treated; the model names no input.
   */
  public Training data(Input other) {
    return new Training(settings.withoutInput(), other, listener, run);
  }

  /** The same with a listener. */
  public Training listener(TrainingListener other) {
    return new Training(settings, rows, other, run);
  }

  /** The same, with status, history, checkpoints, model and report in a directory. */
  public Training into(RunDirectory directory) {
    return new Training(settings, rows, listener, directory);
  }

  /**
   * A sentence saying that the directory has the finished run of this training, so that nothing is
   * left to do; empty if it has not.
   *
   * @throws org.sparkbackprop.error.SettingsException if it has the run of another training
   */
  public Optional<String> finished() {
    return earlier().flatMap(before -> before.finished(settings));
  }

  /** The run in the directory, if this training is to resume it. */
  private Optional<EarlierRun> earlier() {
    return run.existing() == RunDirectory.Existing.RESUMED
        ? Optional.of(EarlierRun.in(run))
        : Optional.empty();
  }

  /**
   * Trains.
   *
   * @param spark not stopped; everything that the training takes of it is released
   * @throws org.sparkbackprop.error.BackpropException if training fails; the directory then has no
   *     new model, and its status says why
   */
  public TrainingResult run(JavaSparkContext spark) {
    return run(SparkSource.lent(spark));
  }

  /**
   * Trains with a Spark that is started when the directory has its first status, and stopped at the
   * end. Kernels are prepared while it starts.
   *
   * @throws org.sparkbackprop.error.BackpropException as of {@link #run(JavaSparkContext)}
   */
  public TrainingResult run(Supplier<JavaSparkContext> start) {
    return run(
        SparkSource.started(
            () -> {
              Plan.prepareKernels(settings);
              return start.get();
            }));
  }

  private TrainingResult run(SparkSource source) {
    Optional<EarlierRun> earlier = earlier();
    earlier
        .flatMap(before -> before.finished(settings))
        .ifPresent(
            sentence -> {
              throw new SettingsException(sentence);
            });
    TrainingSettings begun = earlier.map(before -> before.begun(settings)).orElse(settings);
    Optional<Map<?, ?>> finishedBefore = earlier.flatMap(EarlierRun::finishedBefore);
    RunStatus status =
        RunStatus.started(run, settings.source(), settings.epochs().stopTime(), finishedBefore);
    listener.begins(run);
    try (source;
        TrainingSession session = new TrainingSession(source.spark(), rows, begun, listener)) {
      TrainingResult result =
          session.train(
              session.read(preparation -> List.of()),
              new TrainingSession.Place(run, status),
              TrainingSession.Start.asConfigured());
      result.write(run);
      status.note(EarlierRun.STOP_REASON, result.stopReason());
      status.succeeded(result.outcome().reason().sentence(), ExitCode.DONE);
      listener.ended(result);
      return result;
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      Failure failure = Failure.of(e);
      status.failed(failure.code(), failure.message());
      throw e;
    } finally {
      status.close();
    }
  }
}
