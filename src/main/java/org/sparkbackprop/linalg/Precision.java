package org.sparkbackprop.linalg;

import java.util.Locale;

/** The kind of number that matrices are computed in. */
public enum Precision {
  /** 64 bits. */
  DOUBLE(Double.BYTES) {
    @Override
    public Matrix zeros(int rows, int columns) {
      return DoubleMatrix.zeros(rows, columns);
    }
  },
  /** 32 bits. */
  FLOAT(Float.BYTES) {
    @Override
    public Matrix zeros(int rows, int columns) {
      return FloatMatrix.zeros(rows, columns);
    }
  };

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** A matrix of zeros. */
  public abstract Matrix zeros(int rows, int columns);

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** The name that configurations use. */
  public String configurationName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
