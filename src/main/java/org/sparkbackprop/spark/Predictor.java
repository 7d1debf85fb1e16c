package org.sparkbackprop.spark;

import java.io.Serializable;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;

/**
 * What predicts the targets of prepared rows.
 *
 * @param computation of the network
 * @param translation if the rows are prepared for another model; else null
 */
record Predictor(Computation computation, RowTranslation translation) implements Serializable {

  /** A network for rows that are prepared for it. */
  static Predictor of(Computation computation) {
    return new Predictor(computation, null);
  }

  /** Predictions of a task, for which it reuses its buffers. */
  interface Forward {

    /** The predictions, (rows × predictions), valid until the next call. */
    DoubleMatrix predictions(Batch batch);
  }

  /** With these flat parameters. */
  Forward forward(double[] parameters) {
    ForwardPass forward = computation.forwardPass(parameters);
    return translation == null
        ? batch -> forward.predictions(batch.inputs())
        : batch -> translation.predictions(forward.predictions(translation.inputs(batch.inputs())));
  }
}
