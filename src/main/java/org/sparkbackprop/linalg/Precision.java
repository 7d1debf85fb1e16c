package org.sparkbackprop.linalg;

import java.util.Locale;

/** The kind of number that matrices are computed in. */
public enum Precision {
  /** 64 bits. */
  DOUBLE,
  /** 32 bits. */
  FLOAT;

  /** A matrix of zeros. */
  public Matrix zeros(int rows, int columns) {
    return this == DOUBLE ? DoubleMatrix.zeros(rows, columns) : FloatMatrix.zeros(rows, columns);
  }

  /** The name in configurations. */
  public String configurationName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
