package org.sparkbackprop.network;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.BinaryKernel;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * Dropout (Srivastava et al., JMLR 15, 2014): in a mini-batch, each hidden unit of each sample is
 * dropped with probability p, and the others count 1 / (1 − p) times, so that predictions need no
 * correction:
 *
 * <pre>
 *   D_l = Z_l ⊙ M      δ_l ← δ_l ⊙ M      M: 0 with probability p, else 1 / (1 − p)
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class Dropout {

  /** Drops nothing. */
  public static final Dropout NONE = new Dropout(0, new MatrixBuffer[0], new MatrixBuffer[0]);

  /** A quarter of 64 random bits decides whether a unit is dropped. */
  private static final int QUARTER = 16;

  private static final int QUARTERS = 4;

  private static final Product PRODUCT = new Product();

  private final double share;
  private final MatrixBuffer[] maskBuffers;
  private final MatrixBuffer[] droppedBuffers;
  private final Matrix[] masks;
  private long key;

  /** p of the next mini-batch. */
  private double drawn;

  private Dropout(double share, MatrixBuffer[] maskBuffers, MatrixBuffer[] droppedBuffers) {
    this.share = share;
    this.drawn = share;
    this.maskBuffers = maskBuffers;
    this.droppedBuffers = droppedBuffers;
    this.masks = new Matrix[maskBuffers.length];
  }

  /**
   * Dropout for a network computed in this precision.
   *
   * @param share p, from 0 to below 1, in steps of 2⁻¹⁶
   */
  public static Dropout of(Network network, Precision precision, double share) {
    return share == 0
        ? NONE
        : new Dropout(
            share,
            MatrixBuffer.array(precision, network.depth()),
            MatrixBuffer.array(precision, network.depth()));
  }

  /** Draws the units that the next mini-batch drops, as a function of this key. */
  public void draw(long newKey) {
    draw(newKey, 1);
  }

  /**
   * The same with a part of the share.
   *
   * @param part of p, from 0 to 1
   */
  public void draw(long newKey, double part) {
    if (share != 0) { // else this object is shared
      key = newKey;
      drawn = share * part;
    }
  }

  /**
   * D of a hidden layer; Z itself if nothing is dropped.
   *
   * @param member of an ensemble, from 0; each drops units of its own
   * @param layer from 1
   */
  Matrix dropped(int member, int layer, Matrix z) {
    if (share == 0) {
      return z;
    }
    Matrix mask = maskBuffers[layer - 1].matrix(z.rows(), z.columns());
    fill(mask, new CounterRandom(key, ((long) member << Integer.SIZE) + layer));
    masks[layer - 1] = mask;
    Matrix dropped = droppedBuffers[layer - 1].matrix(z.rows(), z.columns());
    dropped.set(z);
    dropped.apply(PRODUCT, mask);
    return dropped;
  }

  /**
   * Turns the error by D of a hidden layer into the error by Z, in place, for the member whose D
   * was made last.
   */
  void backward(int layer, Matrix error) {
    if (share != 0) {
      error.apply(PRODUCT, masks[layer - 1]);
    }
  }

  private void fill(Matrix mask, CounterRandom random) {
    int length = mask.rows() * mask.columns();
    long fewest = (long) Math.ceil(drawn * 0x1.0p16); // with fewer, a unit is dropped
    if (mask instanceof FloatMatrix floats) {
      fill(floats.array(), length, fewest, (float) (1 / (1 - drawn)), random);
    } else {
      fill(((DoubleMatrix) mask).array(), length, fewest, 1 / (1 - drawn), random);
    }
  }

  /**
   * 1 if the lowest quarter is at least that, else 0; no branch, which would be guessed wrongly.
   */
  private static int kept(long bits, long fewest) {
    return (int) ((fewest - 1 - (bits & 0xffff)) >>> (Long.SIZE - 1));
  }

  private static void fill(
      float[] values, int length, long fewest, float kept, CounterRandom random) {
    float[] either = {0, kept};
    for (int i = 0; i < length; i += QUARTERS) {
      long bits = random.bits(i / QUARTERS);
      int until = Math.min(length, i + QUARTERS);
      for (int k = i; k < until; k++, bits >>>= QUARTER) {
        values[k] = either[kept(bits, fewest)];
      }
    }
  }

  private static void fill(
      double[] values, int length, long fewest, double kept, CounterRandom random) {
    double[] either = {0, kept};
    for (int i = 0; i < length; i += QUARTERS) {
      long bits = random.bits(i / QUARTERS);
      int until = Math.min(length, i + QUARTERS);
      for (int k = i; k < until; k++, bits >>>= QUARTER) {
        values[k] = either[kept(bits, fewest)];
      }
    }
  }

  /** Element by element. */
  private static final class Product implements BinaryKernel {

    @Override
    public void apply(double[] target, double[] operand, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        target[i] *= operand[i];
      }
    }

    @Override
    public void apply(float[] target, float[] operand, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        target[i] *= operand[i];
      }
    }
  }
}
