package org.sparkbackprop.spark;

import java.io.Serializable;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Makes the inputs of a model from rows that are prepared for another one, and says its predictions
 * in the terms of that one.
 */
public interface RowTranslation extends Serializable {

  /** The same rows for the model. */
  Block inputs(Block prepared);

  /**
   * The same predictions in the other model's terms, (rows × predictions).
   *
   * @param predictions of the model; not modified
   */
  DoubleMatrix predictions(DoubleMatrix predictions);
}
