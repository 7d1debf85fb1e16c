package org.sparkbackprop.score;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.model.ChangedPreparation;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SparkScoring;

/**
 * Compares a challenger with a champion, if there is one, on rows prepared for the challenger.
 * Models are scored in double precision, in whatever precision they were trained.
 *
 * @param challenger as read from its files
 * @param champion rewritten for these rows, or with a conversion of them; absent if there is none
 *     or it cannot score them
 * @param missing what the champion needs and the rows lack
 */
public record ModelContest(
    Model challenger,
    Optional<SparkScoring.Champion> champion,
    Optional<String> missing,
    BlasPreference blas) {

  /** A challenger alone. */
  public static ModelContest of(Model challenger, BlasPreference blas) {
    return new ModelContest(challenger, Optional.empty(), Optional.empty(), blas);
  }

  /** A challenger and the champion, which is rewritten for the challenger's rows. */
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
    SparkScoring.Champion scored =
        changed.isExact()
            ? new SparkScoring.Champion(
                new Computation(changed.network(), Precision.DOUBLE, blas),
                changed.parameters(),
                places,
                Optional.empty())
            : new SparkScoring.Champion(
                new Computation(champion.network(), Precision.DOUBLE, blas),
                champion.parameters(),
                places,
                Optional.of(new ConvertedInputs(challenger.preparation(), champion.preparation())));
    return new ModelContest(challenger, Optional.of(scored), Optional.empty(), blas);
  }

  /**
   * Scores both over labelled rows.
   *
   * @param spark not stopped; everything taken of it is released
   * @throws org.sparkbackprop.error.DataException if the rows do not fit the challenger
   */
  public PairedScore score(JavaSparkContext spark, InputSettings rows, ScoringListener listener) {
    return Scoring.of(challenger)
        .on(rows)
        .with(blas)
        .listener(listener)
        .run(
            spark,
            RequiredColumns.Labels.REQUIRED,
            read -> {
              JavaRDD<Batch> batches = PreparedData.scorable(read);
              JobGroup.SCORING.begin(spark.sc(), "both models over the rows");
              return score(spark, challenger.parameters(), batches);
            });
  }

  /**
   * Scores both in one job.
   *
   * @param trained the challenger's flat parameters as its training left them
   * @param batches of labelled rows, prepared for the challenger
   */
  public PairedScore score(JavaSparkContext spark, double[] trained, JavaRDD<Batch> batches) {
    return SparkScoring.compare(
        spark,
        new Computation(challenger.network(), Precision.DOUBLE, blas),
        challenger.parameters(),
        trained,
        champion,
        batches);
  }
}
