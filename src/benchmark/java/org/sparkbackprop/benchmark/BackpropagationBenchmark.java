package org.sparkbackprop.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;

/** One block, forward and backward: the classic one whole, and one of MNIST. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BackpropagationBenchmark {

  @Param Precision precision;

  @Param({"clouds", "mnist"})
  String data;

  private Backpropagation backpropagation;
  private double[] weights;
  private List<Batch> batches;

  @Setup
  public void allocate() {
    boolean clouds = data.equals("clouds");
    Network network = clouds ? Workloads.CLOUDS : Workloads.mnist(100);
    backpropagation = new Backpropagation(network, precision);
    weights = Initializer.parameters(network, 1);
    int samples = clouds ? 1500 : 512;
    batches = List.of(RandomBatch.of(samples, network.inputs(), network.outputs(), 1));
  }

  @Benchmark
  public Gradients gradients() {
    return backpropagation.gradients(weights, batches.iterator());
  }
}
