package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.LabelSmoothing;

/**
 * What every task of a run computes, and how. The buffers of tasks outlive them: the tasks of the
 * next epoch find them warm, and allocate nothing. A JVM has the buffers of one computation, as
 * many as tasks and their threads ran at the same time.
 *
 * @param network its shape
 * @param precision of what is computed sample by sample
 * @param labelSmoothing of the targets of gradients; scores are never smoothed
 * @param blas which BLAS is wanted in every JVM
 */
public record Computation(
    Network network, Precision precision, LabelSmoothing labelSmoothing, BlasPreference blas)
    implements Serializable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Computation.class);
  private static final AtomicBoolean LOGGED = new AtomicBoolean();
  private static final ConcurrentLinkedQueue<Backpropagation> FREE = new ConcurrentLinkedQueue<>();

  /** Without label smoothing. */
  public Computation(Network network, Precision precision, BlasPreference blas) {
    this(network, precision, LabelSmoothing.NONE, blas);
  }

  /** The BLAS of the JVM that this runs in, chosen when the first task needs it. */
  BlasChoice kernels() {
    BlasChoice chosen = BlasChoice.use(blas);
    if (LOGGED.compareAndSet(false, true)) {
      LOGGER.info("BLAS of this JVM: {}", chosen.identity());
      chosen.warnings().forEach(LOGGER::warn);
    }
    return chosen;
  }

  /** A forward pass with these flat parameters. */
  ForwardPass forwardPass(double[] parameters) {
    kernels();
    return ForwardPass.of(network, precision, parameters);
  }

  /** Buffers for a task, to be given back; free buffers of another computation are dropped. */
  Backpropagation takeBuffers() {
    kernels();
    for (Backpropagation free = FREE.poll(); free != null; free = FREE.poll()) {
      if (suits(free)) {
        return free;
      }
    }
    return new Backpropagation(network, precision, labelSmoothing);
  }

  static void giveBack(Backpropagation buffers) {
    FREE.add(buffers);
  }

  /** Drops the free buffers that this computation has left in this JVM. */
  public void release() {
    FREE.removeIf(this::suits);
  }

  private boolean suits(Backpropagation free) {
    return free.precision() == precision
        && free.labelSmoothing().equals(labelSmoothing)
        && free.network().equals(network);
  }
}
