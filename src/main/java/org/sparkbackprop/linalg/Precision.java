package org.sparkbackprop.linalg;

import java.util.Locale;

/** The kind of number that matrices are computed in. */
public enum Precision {
  /** 64 bits. */
  DOUBLE {
    @Override
    public Matrix zeros(int rows, int columns) {
      return DoubleMatrix.zeros(rows, columns);
    }
  },
  /** 32 bits. */
  FLOAT {
    @Override
    public Matrix zeros(int rows, int columns) {
      return FloatMatrix.zeros(rows, columns);
    }
  };

  /** A matrix of zeros. */
  public abstract Matrix zeros(int rows, int columns);

  /** The name that configurations use. */
  public String configurationName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
