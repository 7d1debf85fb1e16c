package org.sparkbackprop.registry;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Scorer;

/** One version of a model in memory, for any number of threads, which do not block each other. */
public final class ServedVersion {

  private final Pointer pointer;
  private final Model model;

  /** Scorers not in use: never more than threads have scored at the same time. */
  private final ConcurrentLinkedDeque<Scorer> idle = new ConcurrentLinkedDeque<>();

  /** The version that a pointer names. */
  ServedVersion(Pointer pointer, Model model) {
    this.pointer = pointer;
    this.model = model;
  }

  /** The name of the version. */
  public String version() {
    return pointer.version().orElseThrow();
  }

  /** The pointer by which it was loaded. */
  public Pointer pointer() {
    return pointer;
  }

  /** Its model, with the content of model.json; not to be modified. */
  public Model model() {
    return model;
  }

  /** The names of its classes, in the order of the probabilities. */
  public List<String> classNames() {
    return model.preparation().classNames();
  }

  /** The names of its predictions, in order. */
  public List<String> predictionNames() {
    return model.predictionNames();
  }

  /**
   * What the model predicts for one row: the probability of each class or label, or numbers in
   * their units.
   *
   * @param row as for {@link #probabilities(double[])}
   * @throws IllegalArgumentException as of that method
   */
  public double[] predictions(double[] row) {
    return scored(scorer -> scorer.predictions(row));
  }

  /**
   * The same for many rows, which costs less than one by one.
   *
   * @param rows the features of each before preparation; not modified
   * @throws IllegalArgumentException like {@link #probabilities(double[])}
   */
  public List<double[]> predictions(List<double[]> rows) {
    return scored(scorer -> scorer.predictions(rows));
  }

  /**
   * The probability of each class or label for one row.
   *
   * @param row its features before preparation, NaN for a missing value; not modified
   * @throws IllegalArgumentException if the row has another number of features than the model, or
   *     one is infinite, or missing although the model refuses missing values
   * @throws IllegalStateException if the model predicts numbers
   */
  public double[] probabilities(double[] row) {
    return scored(scorer -> scorer.probabilities(row));
  }

  /**
   * The probability of each class for many rows, which costs less than one by one.
   *
   * @param rows the features of each before preparation; not modified
   * @throws IllegalArgumentException like {@link #probabilities(double[])}
   */
  public List<double[]> probabilities(List<double[]> rows) {
    return scored(scorer -> scorer.probabilities(rows));
  }

  /**
   * The name of the most probable class of a row; of several, the first.
   *
   * @throws IllegalArgumentException like {@link #probabilities(double[])}
   */
  public String bestClass(double[] row) {
    return scored(scorer -> scorer.bestClass(row));
  }

  /**
   * Borrows a scorer. They are kept here and not per thread, so that no thread keeps an old version
   * in memory.
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
