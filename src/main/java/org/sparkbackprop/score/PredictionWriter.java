package org.sparkbackprop.score;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.model.Target;

/** Writes predictions in some format: a new format is a class of its own. */
public interface PredictionWriter {

  /**
   * Writes all predictions. If that fails, nothing incomplete is left.
   *
   * @throws org.sparkbackprop.error.DataException if their number differs from that of the rows
   * @throws org.sparkbackprop.storage.StorageException if they cannot be written
   */
  void write(Predicted rows);

  /**
   * The predictions of a model.
   *
   * @param target what is predicted
   * @param names of the predictions, in order
   * @param predictions for the good rows, block by block, in the order of the rows: the probability
   *     of each class or label, or numbers in their units; computed lazily
   * @param rows how many were read, used and quarantined
   * @param badRows the quarantined rows, if there are any
   */
  record Predicted(
      Target target,
      List<String> names,
      JavaRDD<double[][]> predictions,
      RowCounts rows,
      Optional<Quarantine> badRows) {}
}
