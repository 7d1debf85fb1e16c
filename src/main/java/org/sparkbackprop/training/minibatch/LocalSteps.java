package org.sparkbackprop.training.minibatch;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Dropout;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.training.localsgd.PartitionSamples;

/**
 * Steps over batches in memory. The lanes of a mini-batch are computed by as many threads as there
 * are; then each thread adds the gradients and updates the parameters in a range of its own. The
 * number of threads has no influence on the result.
 */
public final class LocalSteps implements StepRunner, AutoCloseable {

  private final MiniBatchSgdSettings settings;
  private final List<Worker> workers;
  private final List<Lane> lanes;
  private final Matrix[] gradients;
  private final StepUpdate update;
  private final ThreadTeam team;

  /** The next lane without a worker, in steps of even and of odd number. */
  private final AtomicInteger[] next = {new AtomicInteger(), new AtomicInteger()};

  private final double[] costs;
  private double cost;
  private long correct;
  private long samples;

  /** What one thread works with. */
  private record Worker(Backpropagation backpropagation, Dropout dropout, SumOfLanes sum) {}

  /** A part of every mini-batch: some samples of a partition. */
  private static final class Lane {

    private final int partition;
    private final int number;
    private final PartitionSamples samples;
    private final Parameters gradient;
    private int[] order;
    private long correct;
    private int size;

    Lane(int partition, int number, PartitionSamples samples, Parameters gradient) {
      this.partition = partition;
      this.number = number;
      this.samples = samples;
      this.gradient = gradient;
    }
  }

  /**
   * Steps on this machine.
   *
   * @param buffers of the first thread, whose parameters become those of all
   * @param partitions of batches, stored row by row, at least one
   * @param threads number of threads, at least 1
   */
  public LocalSteps(
      Backpropagation buffers,
      List<List<Batch>> partitions,
      MiniBatchSgdSettings settings,
      int threads) {
    this.settings = settings;
    this.lanes =
        IntStream.range(0, partitions.size() * settings.lanes())
            .mapToObj(
                i ->
                    new Lane(
                        i / settings.lanes(),
                        i % settings.lanes(),
                        new PartitionSamples(partitions.get(i / settings.lanes())),
                        new Parameters(buffers.network(), buffers.precision())))
            .toList();
    this.gradients = lanes.stream().map(lane -> lane.gradient.flat()).toArray(Matrix[]::new);
    this.costs = new double[lanes.size()];
    this.workers =
        Stream.iterate(buffers, Backpropagation::sharing)
            .limit(Math.min(threads, lanes.size()))
            .map(each -> worker(each, settings, lanes.size()))
            .toList();
    this.update = new StepUpdate(settings, buffers.parameters());
    this.team = new ThreadTeam(workers.size());
  }

  private static Worker worker(Backpropagation buffers, MiniBatchSgdSettings settings, int lanes) {
    return new Worker(
        buffers,
        Dropout.of(buffers.network(), buffers.precision(), settings.dropout()),
        new SumOfLanes(lanes));
  }

  @Override
  public void begin(double[] parameters, OptimizerState optimizer) {
    update.begin(parameters, optimizer);
  }

  @Override
  public double[] parameters() {
    return update.parameters();
  }

  @Override
  public OptimizerState optimizer() {
    return update.optimizer();
  }

  @Override
  public Outcome run(long epoch) {
    for (Lane lane : lanes) {
      lane.order =
          lane.number == 0
              ? lane.samples.shuffled(settings.seed(), epoch, lane.partition)
              : lanes.get(lane.partition * settings.lanes()).order;
    }
    cost = 0;
    correct = 0;
    samples = 0;
    next[0].set(0);
    next[1].set(0);
    team.run(member -> steps(epoch, member));
    update.count(settings.steps());
    return new Outcome(cost, correct, samples);
  }

  /** All steps of an epoch, as one of the threads takes part in them. */
  private void steps(long epoch, int member) {
    Worker worker = workers.get(member);
    double taken = update.taken();
    int chunks = (update.length() + SumOfLanes.CHUNK - 1) / SumOfLanes.CHUNK;
    int from = chunks * member / team.members() * SumOfLanes.CHUNK;
    int until =
        Math.min(update.length(), chunks * (member + 1) / team.members() * SumOfLanes.CHUNK);
    for (long step = 0; step < settings.steps(); step++) {
      AtomicInteger free = next[(int) (step % 2)];
      for (int lane = free.getAndIncrement(); lane < lanes.size(); lane = free.getAndIncrement()) {
        costs[lane] = gradient(worker, lanes.get(lane), epoch, step);
      }
      team.meet(); // the gradients are there
      int batch = 0;
      for (Lane lane : lanes) {
        batch += lane.size;
      }
      if (batch > 0) { // not one of a few samples in many partitions
        UpdateKernel kernel = settings.kernel(taken + step, epoch, step);
        worker.sum().add(gradients, update.factor(batch), update.gradient(), from, until);
        update.addRegularization(batch, from, until);
        if (update.measures()) {
          update.measure(from, until);
          team.meet(); // the squares are there
        }
        update.step(kernel, from, until);
      }
      if (member == 0) {
        next[(int) ((step + 1) % 2)].set(0);
        count(batch);
      }
      team.meet(); // the parameters are there
    }
  }

  private void count(int batch) {
    for (Lane lane : lanes) {
      correct += lane.correct;
    }
    samples += batch;
    cost += SumOfLanes.addUp(costs);
  }

  /** Computes the gradient of a lane; returns its cost. */
  private double gradient(Worker worker, Lane lane, long epoch, long step) {
    int begin = settings.begin(lane.partition, lane.samples.size(), step, lane.number);
    int end = settings.begin(lane.partition, lane.samples.size(), step, lane.number + 1);
    lane.size = end - begin;
    lane.correct = 0;
    if (lane.size == 0) {
      lane.gradient.flat().setToZero();
      return 0;
    }
    Batch batch = lane.samples.take(lane.order, begin, end);
    settings.draw(worker.dropout(), epoch, step, lane.partition, lane.number);
    Backpropagation backpropagation = worker.backpropagation();
    double laneCost = backpropagation.gradient(batch, worker.dropout(), lane.gradient);
    lane.correct = backpropagation.latestCorrect();
    return laneCost;
  }

  @Override
  public void close() {
    team.close();
  }
}
