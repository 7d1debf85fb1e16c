package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Network;

/**
 * What every task of a run computes, and how.
 *
 * @param network its shape
 * @param precision of what is computed sample by sample
 * @param blas which BLAS is wanted in every JVM
 */
public record Computation(Network network, Precision precision, BlasPreference blas)
    implements Serializable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Computation.class);
  private static final AtomicBoolean LOGGED = new AtomicBoolean();

  /** Lets go of the buffers that its tasks have left in this JVM for those that come next. */
  public void release() {
    Workspaces.release(this);
  }

  /** The BLAS of the JVM that this runs in, chosen when the first task asks for it. */
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
}
