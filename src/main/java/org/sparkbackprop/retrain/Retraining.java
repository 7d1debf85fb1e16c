package org.sparkbackprop.retrain;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.Failure;
import org.sparkbackprop.cluster.SparkSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.run.ResumeHints;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Storage;

/**
 * One retraining of a model, as it is scheduled again and again: a network is trained on new rows,
 * from the weights of the version in service where they fit, and put into service if the gate finds
 * it good enough on rows that were held out. A run that is finished is not repeated, and one that
 * was interrupted is resumed, by the same id.
 *
 * <pre>{@code
 * RetrainResult result = Retraining.of(training, settings).run("2026-11-23").run(spark);
 * }</pre>
 */
public final class Retraining {

  private static final ResumeHints OF_PROGRAM =
      new ResumeHints(
          "run id",
          "the same retraining",
          "anew() (if its version was not put into service) or another run id",
          "another run id");

  private final TrainingSettings training;
  private final RetrainSettings settings;
  private RetrainListener listener = new RetrainListener() {};
  private RunDirectory.Existing existing = RunDirectory.Existing.RESUMED;
  private Duration patience = Duration.ZERO;
  private ResumeHints hints = OF_PROGRAM;
  private ExitCode whenRejected = ExitCode.DONE;
  private Optional<String> id = Optional.empty();
  private Optional<Storage> home = Optional.empty();

  private Retraining(TrainingSettings training, RetrainSettings settings) {
    this.training = training;
    this.settings = settings;
  }

  /**
   * A retraining that tells nobody how it goes, waits for no other, and whose id is made of its
   * data and settings.
   *
   * @throws SettingsException if no rows are held out to judge the model by
   */
  public static Retraining of(TrainingSettings training, RetrainSettings settings) {
    if (!training.validation().isThere()) {
      throw new SettingsException(
          "retraining judges the model by rows that it is not trained on; give"
              + " validation.fraction, such as 0.2, or validation.path");
    }
    return new Retraining(training, settings);
  }

  /**
   * Names the run.
   *
   * @throws SettingsException if it cannot be the name of a directory everywhere
   */
  public Retraining run(String name) {
    id = RunId.of(Optional.of(name)).text();
    return this;
  }

  /** Tells how it goes. */
  public Retraining listener(RetrainListener other) {
    listener = other;
    return this;
  }

  /** Waits for another run of the same model to end, instead of failing at once. */
  public Retraining patience(Duration max) {
    patience = max;
    return this;
  }

  /**
   * Begins a run of this id that was rejected or failed anew, with the settings as they are now. If
   * its version was put into service, nothing is done.
   */
  public Retraining anew() {
    existing = RunDirectory.Existing.REPLACED;
    return this;
  }

  /** The words that messages have for a user whose earlier run cannot be resumed. */
  public Retraining hints(ResumeHints words) {
    hints = words;
    return this;
  }

  /** The exit code that the run's status has if the model is rejected: that of the process. */
  public Retraining exitCodeOfRejection(ExitCode code) {
    whenRejected = code;
    return this;
  }

  /** Keeps all that belongs to the model elsewhere than the settings say. */
  Retraining at(Storage other) {
    home = Optional.of(other);
    return this;
  }

  /**
   * Retrains.
   *
   * @param spark which lives on, and gets back what was taken of it
   * @throws org.sparkbackprop.registry.LeaseException if another run of the model is under way
   * @throws org.sparkbackprop.error.BackpropException if it does not succeed; the version in
   *     service stays so, and the run's status says why
   */
  public RetrainResult run(JavaSparkContext spark) {
    return run(SparkSource.lent(spark), spark.hadoopConfiguration());
  }

  /**
   * Retrains with a Spark that is started only if there is something to train, and stopped.
   *
   * @param hadoop for the files of the model, which are looked at before
   * @throws org.sparkbackprop.error.BackpropException as of {@link #run(JavaSparkContext)}
   */
  public RetrainResult run(Supplier<JavaSparkContext> start, Configuration hadoop) {
    return run(SparkSource.started(start), hadoop);
  }

  private RetrainResult run(SparkSource spark, Configuration hadoop) {
    return run(new RetrainRows(spark, training, listener), hadoop);
  }

  RetrainResult run(RetrainRows rows, Configuration hadoop) {
    Storage place = home.orElseGet(() -> settings.home(hadoop));
    try (rows) {
      String name = id.orElseGet(() -> identify(rows));
      return run(new RetrainRun(place, name, training, settings, existing, hints), rows, hadoop);
    }
  }

  private String identify(RetrainRows rows) {
    String name = RunId.made(rows.input().data(), training);
    listener.informed("run id " + name + ", made of data and configuration");
    return name;
  }

  @SuppressWarnings("try") // the hook is there to be closed
  private RetrainResult run(RetrainRun run, RetrainRows rows, Configuration hadoop) {
    Optional<RetrainResult> finished = run.finished();
    if (finished.isEmpty()) {
      try (Lease lease = run.lease(patience);
          StopHook released = StopHook.afterStop(lease::close)) {
        finished = run.finished(); // the run that was waited for may have been the same
        if (finished.isEmpty()) {
          return underLease(run, lease, rows, hadoop);
        }
      }
    }
    listener.ended(finished.get());
    return finished.get();
  }

  private RetrainResult underLease(
      RetrainRun run, Lease lease, RetrainRows rows, Configuration hadoop) {
    RetrainStatus status = new RetrainStatus(run, hadoop, listener, whenRejected);
    listener.begins(run.directory());
    try (rows) {
      Optional<Pointer> published = run.published();
      return published.isPresent() // and then the run was cut off
          ? alreadyPublished(run, published.get(), status)
          : new RetrainSession(rows, run, lease, status, listener).run();
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      if (lease.isHeld()) { // else the run's directory may be another process's by now
        status.failed(Failure.of(e));
      }
      throw e;
    } finally {
      status.status().close();
    }
  }

  private static RetrainResult alreadyPublished(
      RetrainRun run, Pointer pointer, RetrainStatus status) {
    String version = pointer.version().orElseThrow();
    status.noteInLine(RetrainStatus.VERSION, version);
    status.noteInLine(RetrainStatus.GENERATION, pointer.generation());
    run.directory().removeCheckpoints();
    return status.ended(
        RetrainResult.published(
            run.id(),
            pointer,
            Optional.empty(),
            "version %s was put into service by this run, as generation %s"
                .formatted(version, pointer.generation())));
  }
}
