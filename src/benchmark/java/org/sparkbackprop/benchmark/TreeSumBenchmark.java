package org.sparkbackprop.benchmark;

import java.util.ArrayList;
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
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.PlainTreeSum;

/** The driver's sum of what the partitions send, for 784-100-10. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TreeSumBenchmark {

  @Param({"2", "8", "32"})
  int partitions;

  private List<Gradients> parts;

  @Setup
  public void allocate() {
    parts = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      parts.add(new Gradients(Workloads.mnist(100).parameterCount()));
    }
  }

  @Benchmark
  public Gradients treeSum() {
    return PlainTreeSum.of(parts);
  }
}
