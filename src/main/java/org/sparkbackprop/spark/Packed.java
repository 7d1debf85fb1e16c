package org.sparkbackprop.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A value with large arrays of doubles on its way between driver and tasks. Java's serialization
 * writes an array number by number, in code that runs so rarely that it is interpreted: about 10 ms
 * for 10⁵ numbers. Here the arrays are written first, piece by piece, then the value without them.
 */
public final class Packed<T extends Serializable> implements Externalizable {

  private static final long serialVersionUID = 1;

  /** Numbers in a piece. */
  private static final int PIECE = 8192;

  private Supplier<T> value;

  /** For deserialization. */
  public Packed() {}

  Packed(T value) {
    this(() -> value);
  }

  /** A value that is made whenever it is needed, and so takes no memory before. */
  Packed(Supplier<T> value) {
    this.value = value;
  }

  T value() {
    return value.get();
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    Packing packing = new Packing(rest);
    packing.writeObject(value());
    packing.close();
    out.writeInt(packing.arrays.size());
    for (double[] array : packing.arrays) {
      write(array, out);
    }
    out.writeInt(rest.size());
    out.write(rest.toByteArray());
  }

  @Override
  @SuppressWarnings("unchecked") // what was written was a T
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    List<double[]> arrays = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      arrays.add(read(in));
    }
    byte[] rest = new byte[in.readInt()];
    in.readFully(rest);
    try (Unpacking unpacking = new Unpacking(new ByteArrayInputStream(rest), arrays)) {
      T read = (T) unpacking.readObject();
      value = () -> read;
    }
  }

  private static void write(double[] array, ObjectOutput out) throws IOException {
    byte[] piece = new byte[PIECE * Double.BYTES];
    DoubleBuffer numbers = numbersIn(piece);
    out.writeInt(array.length);
    for (int from = 0; from < array.length; from += PIECE) {
      int length = Math.min(PIECE, array.length - from);
      numbers.clear().put(array, from, length);
      out.write(piece, 0, length * Double.BYTES);
    }
  }

  private static double[] read(ObjectInput in) throws IOException {
    byte[] piece = new byte[PIECE * Double.BYTES];
    DoubleBuffer numbers = numbersIn(piece);
    double[] array = new double[in.readInt()];
    for (int from = 0; from < array.length; from += PIECE) {
      int length = Math.min(PIECE, array.length - from);
      in.readFully(piece, 0, length * Double.BYTES);
      numbers.clear().get(array, from, length);
    }
    return array;
  }

  private static DoubleBuffer numbersIn(byte[] piece) {
    return ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
  }

  /** Replaces an array that was written before. */
  private record Place(int index) implements Serializable {}

  private static final class Packing extends ObjectOutputStream {

    private final List<double[]> arrays = new ArrayList<>();

    Packing(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (object instanceof double[] array) {
        arrays.add(array);
        return new Place(arrays.size() - 1);
      }
      return object;
    }
  }

  private static final class Unpacking extends ObjectInputStream {

    private final List<double[]> arrays;

    Unpacking(InputStream in, List<double[]> arrays) throws IOException {
      super(in);
      this.arrays = arrays;
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof Place place ? arrays.get(place.index()) : object;
    }
  }
}
