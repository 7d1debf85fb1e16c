package org.sparkbackprop.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;

/** The two large products of a block of MNIST. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MultiplicationBenchmark {

  private static final int ROWS = 512;
  private static final int FEATURES = 784;

  @Param({"BUNDLED", "JAVA"})
  BlasPreference blas;

  @Param Precision precision;

  @Param({"100", "1000"})
  int hidden;

  private Matrix inputs;
  private Matrix weights;
  private Matrix outputs;

  @Setup
  public void allocate() {
    BlasChoice.use(blas);
    inputs = new MatrixBuffer(precision).matrix(ROWS, FEATURES);
    weights = new MatrixBuffer(precision).matrix(FEATURES, hidden);
    outputs = new MatrixBuffer(precision).matrix(ROWS, hidden);
  }

  /** X W. */
  @Benchmark
  public Matrix forward() {
    outputs.setToProduct(inputs, weights);
    return outputs;
  }

  /** Xᵀ δ. */
  @Benchmark
  public Matrix gradient() {
    weights.setToProduct(inputs.transpose(), outputs);
    return weights;
  }
}
