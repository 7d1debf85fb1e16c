package org.sparkbackprop.retrain;

import java.time.Duration;
import java.util.List;
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
 * One retraining of a model, to be scheduled regularly: a network is trained on new rows, starting
 * from the parameters of the version in service if they fit, and put into service if the gate finds
 * it good enough on hold-out rows. A finished run of the same id is not repeated, an interrupted
 * one is resumed.
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
   * A retraining without a listener that does not wait for another one, and whose id is made from
   * its data and settings.
   *
   * @throws SettingsException if no rows are held out to judge the model, or the gate's metric is
   *     not one of what is predicted
   */
  public static Retraining of(TrainingSettings training, RetrainSettings settings) {
    if (!training.validation().isThere()) {
      throw new SettingsException(
          "retraining judges the model by hold-out rows; set validation.fraction, such as 0.2, or"
              + " validation.path");
    }
    settings.gate().requireFits(training.target().loss().name());
    return new Retraining(training.holdingOutOfAnyNumber(), settings);
  }

  /**
   * Names the run.
   *
   * @throws SettingsException if it is not a valid name of a directory on every file system
   */
  public Retraining run(String name) {
    id = RunId.of(Optional.of(name)).text();
    return this;
  }

  /** Reports progress to a listener. */
  public Retraining listener(RetrainListener other) {
    listener = other;
    return this;
  }

  /** Waits for another run of the same model to end, instead of failing immediately. */
  public Retraining patience(Duration max) {
    patience = max;
    return this;
  }

  /**
   * Repeats a rejected or failed run of this id, with the current settings. If its version was put
   * into service, nothing is done.
   */
  public Retraining anew() {
    existing = RunDirectory.Existing.REPLACED;
    return this;
  }

  /** The words of messages about an earlier run that cannot be resumed. */
  public Retraining hints(ResumeHints words) {
    hints = words;
    return this;
  }

  /** The exit code of the process, for the run's status, if the model is rejected. */
  public Retraining exitCodeOfRejection(ExitCode code) {
    whenRejected = code;
    return this;
  }

  /** Uses another directory for the model than that of the settings. */
  Retraining at(Storage other) {
    home = Optional.of(other);
    return this;
  }

  /**
   * Retrains.
   *
   * @param spark which lives on; its cached data and broadcasts are released
   * @throws org.sparkbackprop.registry.LeaseException if another run of the model is under way
   * @throws org.sparkbackprop.error.BackpropException if it fails; the version in service stays,
   *     and the run's status says why
   */
  public RetrainResult run(JavaSparkContext spark) {
    SparkSource source = SparkSource.lent(spark);
    return run(new RetrainRows(source, training, listener), spark.hadoopConfiguration());
  }

  /**
   * Retrains with a Spark that is started only if there is something to train, and stopped.
   *
   * @param hadoop for the files of the model, which are read first
   * @throws org.sparkbackprop.error.BackpropException like {@link #run(JavaSparkContext)}
   */
  public RetrainResult run(Supplier<JavaSparkContext> start, Configuration hadoop) {
    return run(new RetrainRows(SparkSource.started(start), training, listener), hadoop);
  }

  RetrainResult run(RetrainRows rows, Configuration hadoop) {
    Storage place = home.orElseGet(() -> settings.home(hadoop));
    try (rows) {
      String name = id.orElseGet(() -> identify(rows, place));
      return run(new RetrainRun(place, name, training, settings, existing, hints), rows, hadoop);
    }
  }

  private String identify(RetrainRows rows, Storage place) {
    Optional<Champion> champion = Champion.of(place);
    String name =
        RunId.made(
            rows.input(now -> champion.map(served -> served.shape(now)).orElse(List.of())),
            training);
    listener.informed("run id " + name + ", made from data and configuration");
    return name;
  }

  @SuppressWarnings("try") // the hook is there to be closed
  private RetrainResult run(RetrainRun run, RetrainRows rows, Configuration hadoop) {
    Optional<RetrainResult> finished = run.finished();
    if (finished.isEmpty()) {
      try (Lease lease = Lease.acquire(run.home(), run.id(), settings.lease(), patience);
          StopHook released = StopHook.afterStop(lease::close)) {
        finished = run.finished(); // the other run may have had the same id
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
      return published.isPresent() // and the run was killed after that
          ? alreadyPublished(run, published.get(), status)
          : new RetrainSession(rows, run, lease, status, listener).result();
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      if (lease.isHeld()) { // else another process may use the run's directory by now
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
    String message =
        "version %s was put into service by this run, as generation %s"
            .formatted(version, pointer.generation());
    return status.ended(RetrainResult.published(run.id(), pointer, Optional.empty(), message));
  }
}
