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

/**
 * A value with large arrays of doubles on its way between driver and tasks. Java's serialization
 * writes an array number by number, in code that runs so seldom that it is interpreted: some 10 ms
 * for 10⁵ numbers. Here each array is copied as a whole.
 */
public final class Packed<T extends Serializable> implements Externalizable {

  private static final long serialVersionUID = 1;

  private T value;

  /** For deserialization alone. */
  public Packed() {}

  Packed(T value) {
    this.value = value;
  }

  T value() {
    return value;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Packing packing = new Packing(bytes)) {
      packing.writeObject(value);
    }
    out.writeInt(bytes.size());
    out.write(bytes.toByteArray());
  }

  @Override
  @SuppressWarnings("unchecked") // what was written was a T
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    try (Unpacking unpacking = new Unpacking(new ByteArrayInputStream(bytes))) {
      value = (T) unpacking.readObject();
    }
  }

  /** An array as bytes. */
  private record Numbers(byte[] bytes) implements Serializable {

    static Numbers of(double[] values) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
      buffer.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
      return new Numbers(buffer.array());
    }

    double[] values() {
      double[] values = new double[bytes.length / Double.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
      return values;
    }
  }

  private static final class Packing extends ObjectOutputStream {

    Packing(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      return object instanceof double[] values ? Numbers.of(values) : object;
    }
  }

  private static final class Unpacking extends ObjectInputStream {

    Unpacking(InputStream in) throws IOException {
      super(in);
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object object) {
      return object instanceof Numbers numbers ? numbers.values() : object;
    }
  }
}
