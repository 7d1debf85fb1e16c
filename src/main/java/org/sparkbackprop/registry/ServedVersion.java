package org.sparkbackprop.registry;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Scorer;

/**
 * One version of a model, in memory: all that it answers comes from that version. For any number of
 * threads, none of which waits for another.
 */
public final class ServedVersion {

  private final Pointer pointer;
  private final String version;
  private final Model model;

  /** Scorers that no thread uses at this moment: never more than threads have scored at once. */
  private final ConcurrentLinkedDeque<Scorer> idle = new ConcurrentLinkedDeque<>();

  /**
   * A version in service.
   *
   * @param pointer that names it
   */
  ServedVersion(Pointer pointer, Model model) {
    this.pointer = pointer;
    this.version = pointer.version().orElseThrow();
    this.model = model;
  }

  /** The name of the version. */
  public String version() {
    return version;
  }

  /** The pointer that said it was in service when it was loaded. */
  public Pointer pointer() {
    return pointer;
  }

  /** Its model, with what model.json says of it; not to be modified. */
  public Model model() {
    return model;
  }

  /** Names of the classes, in the order of the probabilities. */
  public List<String> classNames() {
    return model.preparation().classNames();
  }

  /**
   * The probability of each class for one row.
   *
   * @param row its features as they come, not yet prepared, NaN where one is missing; not modified
   * @throws IllegalArgumentException if the row has another number of features than the model, or
   *     one is infinite, or missing where the model refuses that
   */
  public double[] probabilities(double[] row) {
    return scored(scorer -> scorer.probabilities(row));
  }

  /**
   * The probability of each class for many rows, which costs less than one by one.
   *
   * @param rows the features of each as they come, not yet prepared; not modified
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public List<double[]> probabilities(List<double[]> rows) {
    return scored(scorer -> scorer.probabilities(rows));
  }

  /**
   * The name of the most probable class of a row; of equals, the first.
   *
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public String bestClass(double[] row) {
    return scored(scorer -> scorer.bestClass(row));
  }

  /**
   * By a scorer that nobody else has meanwhile. They are kept here and not by thread, so that no
   * thread keeps a version in memory that is not in service any more.
   */
  private <T> T scored(Function<Scorer, T> scoring) {
    Scorer free = idle.pollFirst();
    Scorer scorer = free != null ? free : Scorer.of(model);
    try {
      return scoring.apply(scorer);
    } finally {
      idle.offerFirst(scorer);
    }
  }
}
