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
import org.sparkbackprop.metrics.Bootstrap;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.metrics.PredictionCheck;
import org.sparkbackprop.metrics.RowSample;
import org.sparkbackprop.metrics.SampledMetrics;
import org.sparkbackprop.model.ChangedPreparation;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SparkEvaluation;
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
    Optional<String> difference = TranslatedPredictions.difference(champion, challenger);
    if (difference.isPresent()) {
      return new ModelContest(challenger, Optional.empty(), difference, blas);
    }
    ChangedPreparation changed = ChangedPreparation.of(champion, challenger.preparation());
    if (!changed.missing().isEmpty()) {
      return new ModelContest(
          challenger,
          Optional.empty(),
          Optional.of("the rows lack its features " + String.join(", ", changed.missing())),
          blas);
    }
    Optional<ConvertedInputs> inputs =
        changed.isExact()
            ? Optional.empty()
            : Optional.of(new ConvertedInputs(challenger.preparation(), champion.preparation()));
    SparkScoring.Champion scored =
        new SparkScoring.Champion(
            new Computation(
                changed.isExact() ? changed.network() : champion.network(), Precision.DOUBLE, blas),
            changed.isExact() ? changed.parameters() : champion.parameters(),
            TranslatedRows.of(inputs, TranslatedPredictions.of(champion, challenger)),
            places(champion.preparation().classNames(), challenger.preparation().classNames()),
            champion.preparation().target().decision());
    return new ModelContest(challenger, Optional.of(scored), Optional.empty(), blas);
  }

  private static List<Integer> places(List<String> classes, List<String> among) {
    return classes.stream()
        .map(name -> among.contains(name) ? among.indexOf(name) : among.size())
        .toList();
  }

  /**
   * Scores both over labelled rows.
   *
   * @param spark not stopped; everything taken of it is released
   * @throws org.sparkbackprop.error.DataException if the rows do not fit the challenger
   */
  public ContestResult score(JavaSparkContext spark, InputSettings rows, ScoringListener listener) {
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
   * Scores both.
   *
   * @param trained the challenger's flat parameters as its training left them
   * @param batches of labelled rows, prepared for the challenger
   */
  public ContestResult score(JavaSparkContext spark, double[] trained, JavaRDD<Batch> batches) {
    Computation computation = new Computation(challenger.network(), Precision.DOUBLE, blas);
    Target target = challenger.preparation().target();
    SparkScoring.Comparison compared =
        SparkScoring.compare(
            spark, computation, target, challenger.parameters(), trained, champion, batches);
    PredictionCheck check = compared.check();
    if (check.rows() == 0 || check.notFinite() > 0) {
      return new ContestResult(check, compared.classes(), Optional.empty());
    }
    Bootstrap bootstrap = new Bootstrap(target, challenger.network().loss());
    long step = champion.isEmpty() ? RowSample.NONE : bootstrap.step(check.rows());
    SampledMetrics own =
        new SparkEvaluation(spark, computation, target)
            .measured(challenger.parameters(), batches, step);
    PairedMetrics metrics =
        champion
            .filter(served -> check.notFiniteOfChampion() == 0)
            .map(served -> measured(spark, served, batches, step))
            .map(other -> PairedMetrics.of(bootstrap, own, other, compared.classes()))
            .orElseGet(() -> PairedMetrics.of(challenger.network().loss().name(), own));
    return new ContestResult(check, compared.classes(), Optional.of(metrics));
  }

  private SampledMetrics measured(
      JavaSparkContext spark, SparkScoring.Champion served, JavaRDD<Batch> batches, long step) {
    Target target = challenger.preparation().target();
    return new SparkEvaluation(
            spark,
            served.computation(),
            served.translation(),
            target.with(decision(target, served)),
            challenger.network().loss())
        .measured(served.parameters(), batches, step);
  }

  /** The champion's decision about the challenger's positive class. */
  private static Decision decision(Target target, SparkScoring.Champion served) {
    int positive = target.decision().positiveClass();
    Decision own = served.decision();
    if (!own.hasThreshold() || target.size() != 2 || served.places().size() != 2) {
      return Decision.mostProbable(positive);
    }
    boolean isSame = served.places().get(own.positiveClass()) == positive;
    // the other class from t on: this one above 1 − t
    double threshold = isSame ? own.threshold() : Math.nextUp(1 - own.threshold());
    return new Decision(positive, threshold, own.rule());
  }
}
