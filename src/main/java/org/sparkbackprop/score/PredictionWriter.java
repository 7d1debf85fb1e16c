package org.sparkbackprop.score;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.data.rows.RowCounts;

/** A form in which predictions are written: a new one is a file of its own. */
public interface PredictionWriter {

  /**
   * Writes all predictions. If that fails, nothing half-written is left.
   *
   * @throws org.sparkbackprop.error.DataException if there are not as many as there were rows
   * @throws org.sparkbackprop.storage.StorageException if the place cannot be written to
   */
  void write(Predicted rows);

  /**
   * What a model makes of rows.
   *
   * @param classNames in the order of the classes
   * @param probabilities of each class for the good rows, block by block, in the order of the rows;
   *     computed when they are asked for
   * @param rows what became of them when they were looked at
   * @param badRows those that are put aside, if there are any
   */
  record Predicted(
      List<String> classNames,
      JavaRDD<double[][]> probabilities,
      RowCounts rows,
      Optional<Quarantine> badRows) {}
}
