package org.sparkbackprop.score;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.model.ChangedPreparation;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.PairedScoring;

/**
 * A challenger and, if there is one, a champion, over rows that are prepared for the challenger.
 * Models are scored in double precision, however they were trained.
 *
 * @param challenger as its files have it
 * @param champion for these rows; absent if there is none, or none that can speak of them
 * @param missing what the rows lack of that the champion needs
 */
public record ModelContest(
    Model challenger,
    Optional<PairedScoring.Champion> champion,
    Optional<String> missing,
    BlasPreference blas) {

  /** A challenger alone. */
  public static ModelContest of(Model challenger, BlasPreference blas) {
    return new ModelContest(challenger, Optional.empty(), Optional.empty(), blas);
  }

  /** A challenger with the champion, rewritten for the challenger's rows. */
  public static ModelContest of(Model champion, Model challenger, BlasPreference blas) {
    ChangedPreparation changed = ChangedPreparation.of(champion, challenger.preparation());
    if (!changed.missing().isEmpty()) {
      return new ModelContest(
          challenger,
          Optional.empty(),
          Optional.of("the rows lack its features " + String.join(", ", changed.missing())),
          blas);
    }
    List<String> classes = challenger.preparation().classNames();
    List<Integer> places =
        champion.preparation().classNames().stream()
            .map(name -> classes.contains(name) ? classes.indexOf(name) : classes.size())
            .toList();
    Computation computation = new Computation(changed.network(), Precision.DOUBLE, blas);
    return new ModelContest(
        challenger,
        Optional.of(new PairedScoring.Champion(computation, changed.parameters(), places)),
        Optional.empty(),
        blas);
  }

  /**
   * Scores both in one job.
   *
   * @param trained the challenger's weights as its training left them
   */
  public PairedScore score(JavaSparkContext spark, double[] trained, JavaRDD<Batch> batches) {
    return PairedScoring.score(
        spark,
        new Computation(challenger.network(), Precision.DOUBLE, blas),
        challenger.parameters(),
        trained,
        champion,
        batches);
  }
}
