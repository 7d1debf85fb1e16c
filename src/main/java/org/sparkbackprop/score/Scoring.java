package org.sparkbackprop.score;

import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SharedContext;

/**
 * Rows that a model is to look at: what evaluation, prediction and comparison begin with.
 *
 * @param input null as long as nobody has said where the rows are
 */
record Scoring(Model model, InputSettings input, BlasPreference blas, ScoringListener listener) {

  static Scoring of(Model model) {
    return new Scoring(model, null, BlasPreference.AUTO, new ScoringListener() {});
  }

  Scoring on(InputSettings rows) {
    return new Scoring(model, rows, blas, listener);
  }

  Scoring with(BlasPreference other) {
    return new Scoring(model, input, other, listener);
  }

  Scoring listener(ScoringListener other) {
    return new Scoring(model, input, blas, other);
  }

  /** Models are scored in double precision, however they were trained. */
  Computation computation() {
    return new Computation(model.network(), Precision.DOUBLE, blas);
  }

  /** Looks at the rows, and gives back what was taken of Spark when the work on them is done. */
  <T> T run(
      JavaSparkContext spark, RequiredColumns.Labels labels, Function<InspectedInput, T> work) {
    if (input == null) {
      throw new IllegalStateException("call on(…) first: there are no rows yet");
    }
    try (SharedContext shared = new SharedContext(spark)) {
      InspectedInput rows =
          InspectedInput.forModel(spark, input, model.preparation(), labels, Precision.DOUBLE);
      shared.atEnd(rows::close);
      listener.inspected(rows);
      return work.apply(rows);
    }
  }
}
