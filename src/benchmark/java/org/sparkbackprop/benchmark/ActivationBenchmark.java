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

/** Bias and activation of a block's layer of 100 units, ready for a step backward. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ActivationBenchmark {

  @Param({"sigmoid", "tanh", "relu", "selu", "silu", "gelu"})
  String activation;

  @Param Precision precision;

  private Activation function;
  private Matrix values;
  private Matrix bias;
  private MatrixBuffer room;

  @Setup
  public void allocate() {
    function = Activations.named(activation).orElseThrow();
    values = new MatrixBuffer(precision).matrix(512, 100);
    bias = new MatrixBuffer(precision).matrix(1, 100);
    room = new MatrixBuffer(precision);
  }

  @Benchmark
  public Matrix addBiasAndApply() {
    return function.forward(values, bias, room);
  }
}
