package org.sparkbackprop.score;

import java.util.Optional;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.spark.RowTranslation;

/**
 * Translates between two models whose rows are prepared differently.
 *
 * @param inputs how rows are converted; null if the model was rewritten for them
 * @param predictions how predictions are
 */
record TranslatedRows(ConvertedInputs inputs, TranslatedPredictions predictions)
    implements RowTranslation {

  static TranslatedRows of(Optional<ConvertedInputs> inputs, TranslatedPredictions predictions) {
    return new TranslatedRows(inputs.orElse(null), predictions);
  }

  @Override
  public Block inputs(Block prepared) {
    return inputs == null ? prepared : inputs.of(prepared);
  }

  @Override
  public DoubleMatrix predictions(DoubleMatrix of) {
    return predictions.of(of);
  }
}
