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
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.activation.Activations;

/** Bias and activation of a block's layer of 100 units, in one pass. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ActivationBenchmark {

  @Param({"sigmoid", "tanh", "relu"})
  String activation;

  @Param Precision precision;

  private Activation function;
  private Matrix values;
  private Matrix bias;

  @Setup
  public void allocate() {
    function = Activations.named(activation).orElseThrow();
    values = new MatrixBuffer(precision).matrix(512, 100);
    bias = new MatrixBuffer(precision).matrix(1, 100);
  }

  @Benchmark
  public Matrix addBiasAndApply() {
    values.addRowAndApply(bias, function);
    return values;
  }
}
