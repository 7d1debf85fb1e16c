package org.sparkbackprop.submit;

import java.nio.file.Path;
import java.util.Arrays;
import org.sparkbackprop.linalg.BlasChoice;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.storage.LocalStorage;

/** Scores one row, in a JVM whose class path holds the application jar and nothing of Spark. */
public final class ScoreWithoutSpark {

  private ScoreWithoutSpark() {}

  /** Model directory, then the features. */
  public static void main(String[] arguments) {
    double[] row = Arrays.stream(arguments).skip(1).mapToDouble(Double::parseDouble).toArray();
    var model = ModelDirectory.read(new LocalStorage(Path.of(arguments[0])));
    System.out.println(BlasChoice.ofThisThread().blas().name());
    System.out.println(Arrays.toString(model.probabilities(row)));
  }
}
