package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.Failure;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.train.TrainingSession;

/**
 * The course of a retraining: nothing if it is finished; else, under the lease, what is left of it.
 *
 * @param patience how long is waited for another run to end
 * @param whenRejected the exit code if the gate rejects the model
 */
record Retraining(Duration patience, ExitCode whenRejected, Configuration hadoop, PrintWriter out) {

  /**
   * What is trained on, in memory.
   *
   * @param session that has read it
   */
  record Data(JavaSparkContext spark, TrainingSession session, TrainingSession.ReadRows input) {}

  /** Gives data to what is to be done with them, and clears up behind it. */
  @FunctionalInterface
  interface Source {
    ExitCode with(Function<Data, ExitCode> work);
  }

  /**
   * Runs it to its end.
   *
   * @throws org.sparkbackprop.registry.LeaseException if another run is under way
   */
  @SuppressWarnings("try") // the hook is there to be closed
  ExitCode run(RetrainRun run, Source source) {
    Optional<RetrainRun.Finished> finished = run.finished();
    if (finished.isEmpty()) {
      try (Lease lease = run.lease(patience);
          StopHook released = StopHook.afterStop(lease::close)) {
        finished = run.finished(); // the run that was waited for may have been the same
        if (finished.isEmpty()) {
          return underLease(run, lease, source);
        }
      }
    }
    out.println(finished.get().sentence());
    return finished.get().outcome().equals(RetrainStatus.REJECTED) ? whenRejected : ExitCode.DONE;
  }

  private ExitCode underLease(RetrainRun run, Lease lease, Source source) {
    RetrainStatus status = RetrainStatus.started(run, hadoop);
    out.println("configuration " + run.configuration() + ", run " + run.location());
    try {
      Optional<Pointer> published = run.published();
      if (published.isPresent()) { // and then the run was cut off
        return alreadyPublished(run, published.get(), status);
      }
      return source.with(
          data ->
              new RetrainSession(data.spark(), run, lease, status, whenRejected, out)
                  .run(data.session(), data.input()));
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      if (lease.isHeld()) { // else the run's directory may be another process's by now
        status.failed(Failure.of(e));
      }
      throw e;
    } finally {
      status.status().close();
    }
  }

  private ExitCode alreadyPublished(RetrainRun run, Pointer pointer, RetrainStatus status) {
    String message =
        "version %s was put into service by this run, as generation %s"
            .formatted(pointer.version().orElseThrow(), pointer.generation());
    out.println(message);
    status.noteInLine("version", pointer.version().orElseThrow());
    status.noteInLine("generation", pointer.generation());
    run.directory().removeCheckpoints();
    status
        .ended(RetrainStatus.PUBLISHED, message, ExitCode.DONE)
        .ifPresent(problem -> out.println("note: " + problem));
    return ExitCode.DONE;
  }
}
