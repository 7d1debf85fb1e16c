package org.sparkbackprop.score;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SharedContext;

/**
 * A model and the rows it looks at: what evaluation, prediction and comparison have in common.
 *
 * @param rows null until {@code on(…)} is called
 */
record Scoring(
    Model model,
    Input rows,
    InputSettings settings,
    BlasPreference blas,
    ScoringListener listener) {

  static Scoring of(Model model) {
    return new Scoring(model, null, null, BlasPreference.AUTO, new ScoringListener() {});
  }

  Scoring on(InputSettings named) {
    return new Scoring(model, InspectedInput.AS_CONFIGURED, named, blas, listener);
  }

  /** Reads rows like the model's own except for the keys that are set. */
  Scoring on(InputSettings.Builder named) {
    return on(named.build(model.configuration()));
  }

  /** Rows of a program have the model's targets. */
  Scoring on(Input given) {
    Map<String, Object> trained = new HashMap<>();
    model.configured("target").ifPresent(target -> trained.put("target", target));
    return new Scoring(model, given, InputSettings.givenRows().build(trained), blas, listener);
  }

  Scoring with(BlasPreference other) {
    return new Scoring(model, rows, settings, other, listener);
  }

  Scoring listener(ScoringListener other) {
    return new Scoring(model, rows, settings, blas, other);
  }

  /** Scores in double precision, in whatever precision the model was trained. */
  Computation computation() {
    return new Computation(model.network(), Precision.DOUBLE, blas);
  }

  /** The rows may have the numbers of which the model's loss is defined. */
  private InputSettings asked() {
    boolean counts = model.network().loss().name() == Losses.POISSON;
    return settings.withTargetsFrom(counts ? 0 : Double.NEGATIVE_INFINITY);
  }

  /** Inspects the rows, works on them and releases what was taken of Spark. */
  public <T> T run(
      JavaSparkContext spark, RequiredColumns.Labels labels, Function<InspectedInput, T> work) {
    if (rows == null) {
      throw new IllegalStateException("call on(…) first: there are no rows yet");
    }
    try (SharedContext shared = new SharedContext(spark)) {
      InspectedInput inspected =
          InspectedInput.forModel(
              spark, rows, asked(), model.preparation(), labels, Precision.DOUBLE);
      shared.atEnd(inspected::close);
      listener.inspected(inspected);
      return work.apply(inspected);
    }
  }
}
