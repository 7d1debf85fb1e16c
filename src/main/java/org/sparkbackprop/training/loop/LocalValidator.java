package org.sparkbackprop.training.loop;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Temperatures;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.ValidatedRunner.Measuring;
import org.sparkbackprop.training.loop.ValidatedRunner.Measuring.Gatherer;

/**
 * Validates on batches in memory, on one or several threads, with the bits of one job over the
 * partitions.
 */
public final class LocalValidator implements ValidatedRunner.Validator, AutoCloseable {

  private final List<List<Batch>> partitions;
  private final List<ForwardPass> workers;
  private final Temperatures temperatures;
  private final Optional<Measuring> measuring;
  private final PartitionThreads<ForwardPass> threads;

  /**
   * A validator over partitions of batches, at least one partition.
   *
   * @param workers one for each thread, at least one; all of the same network and precision
   * @param temperatures among which that of the least cost is taken
   * @param measuring of what the score does not tell, if that is wanted
   */
  public LocalValidator(
      List<ForwardPass> workers,
      List<List<Batch>> partitions,
      Temperatures temperatures,
      Optional<Measuring> measuring) {
    this.temperatures = temperatures;
    this.measuring = measuring;
    this.partitions = partitions;
    this.workers = workers;
    this.threads = new PartitionThreads<>(workers, partitions.size());
  }

  @Override
  public Optional<Validation> figures(double[] parameters) {
    workers.forEach(worker -> worker.parameters().set(parameters));
    Score[] scores = new Score[partitions.size()];
    if (measuring.isPresent()) {
      return measured(scores, measuring.get());
    }
    threads.forEach(
        (worker, partition) ->
            scores[partition] = worker.score(partitions.get(partition).iterator(), temperatures));
    return figures(Arrays.stream(scores).reduce(Score::add).orElseThrow());
  }

  private Optional<Validation> measured(Score[] scores, Measuring by) {
    Gatherer[] rows = new Gatherer[scores.length];
    threads.forEach(
        (worker, partition) -> {
          rows[partition] = by.gatherer();
          scores[partition] =
              worker.score(partitions.get(partition).iterator(), temperatures, rows[partition]);
        });
    Score all = Arrays.stream(scores).reduce(Score::add).orElseThrow();
    return figures(all).map(found -> with(found, by.value(all, List.of(rows))));
  }

  /** The same figures with another measure. */
  public static Validation with(Validation figures, double measured) {
    return new Validation(figures.cost(), figures.meanCost(), figures.accuracy(), measured);
  }

  /** The figures of a score, with the least of its costs; none if it is not finite. */
  public static Optional<Validation> figures(Score score) {
    double cost = score.leastCost();
    return Double.isFinite(score.cost())
        ? Optional.of(new Validation(cost, cost / score.weight(), score.accuracy()))
        : Optional.empty();
  }

  /** Ends the threads, which are idle unless {@link #figures} was interrupted. */
  @Override
  public void close() {
    threads.close();
  }
}
