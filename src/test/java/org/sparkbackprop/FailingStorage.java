package org.sparkbackprop;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * A storage of which one call fails, or all from one on. Calls are counted over all directories:
 * all of them if one fails before anything is done, else those that change something.
 */
public final class FailingStorage implements Storage {

  /** How the call fails. */
  public enum Way {
    /** Nothing is done. */
    BEFORE,
    /** All is done, and yet it fails. */
    AFTER,
    /** Half of what is written is there, where readers can see unfinished files; else aside. */
    HALF_WAY,
    /** Nothing is done any more, as if the process had been killed. */
    DEAD
  }

  private enum Kind {
    READING,
    CHANGING
  }

  /** What is shared by all directories. */
  private record Fault(AtomicInteger calls, int number, Way way) {

    /** Where it makes no difference to the storage whether it reads once more, that is no call. */
    boolean isNow(Kind kind) {
      boolean dead = way == Way.DEAD && calls.get() >= number;
      if (way != Way.BEFORE && kind == Kind.READING) {
        return dead;
      }
      return calls.incrementAndGet() == number || dead;
    }
  }

  private final Storage storage;
  private final Fault fault;

  private FailingStorage(Storage storage, Fault fault) {
    this.storage = storage;
    this.fault = fault;
  }

  /** The call of this number fails, from 1 on. */
  public static FailingStorage at(Storage storage, int number, Way way) {
    return new FailingStorage(storage, new Fault(new AtomicInteger(), number, way));
  }

  /** Whether the call that was to fail was made. */
  public boolean hasFailed() {
    return fault.calls().get() >= fault.number();
  }

  private static StorageException failure(String name) {
    return new StorageException(StorageException.Kind.FAILED, "injected fault at " + name);
  }

  private <T> T reading(String name, Supplier<T> work) {
    if (fault.isNow(Kind.READING)) {
      throw failure(name);
    }
    return work.get();
  }

  private <T> T changing(String name, Supplier<T> work, Runnable half) {
    if (!fault.isNow(Kind.CHANGING)) {
      return work.get();
    }
    if (fault.way() == Way.AFTER) {
      T unused = work.get();
    } else if (fault.way() == Way.HALF_WAY) {
      half.run();
    }
    throw failure(name);
  }

  private void leaveTorn(String name, byte[] content) {
    storage.write(name + ".torn" + PARTIAL, Arrays.copyOf(content, content.length / 2));
  }

  private static Supplier<Void> nothing(Runnable work) {
    return () -> {
      work.run();
      return null;
    };
  }

  @Override
  public String location() {
    return storage.location();
  }

  @Override
  public Storage directory(String name) {
    return new FailingStorage(storage.directory(name), fault);
  }

  @Override
  public boolean exists(String name) {
    return reading(name, () -> storage.exists(name));
  }

  @Override
  public List<String> list(String name) {
    return reading(name, () -> storage.list(name));
  }

  @Override
  public long size(String name) {
    return reading(name, () -> storage.size(name));
  }

  @Override
  public InputStream open(String name) {
    return reading(name, () -> storage.open(name));
  }

  @Override
  public OutputStream create(String name) {
    AtomicReference<OutputStream> torn = new AtomicReference<>();
    try {
      return changing(
          name,
          () -> storage.create(name),
          () -> torn.set(new HalfWay(storage.create(name), name)));
    } catch (StorageException injected) {
      if (torn.get() == null) {
        throw injected;
      }
      return torn.get();
    }
  }

  @Override
  public void write(String name, byte[] content) {
    changing(name, nothing(() -> storage.write(name, content)), () -> leaveTorn(name, content));
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    return changing(
        name, () -> storage.createIfAbsent(name, content), () -> leaveTorn(name, content));
  }

  @Override
  public void commit(String finished, String name) {
    changing(name, nothing(() -> storage.commit(finished, name)), () -> {});
  }

  @Override
  public void delete(String name) {
    changing(name, nothing(() -> storage.delete(name)), () -> {});
  }

  /** Writes half of the first piece, and fails. */
  private static final class HalfWay extends FilterOutputStream {

    private final String name;

    HalfWay(OutputStream output, String name) {
      super(output);
      this.name = name;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length / 2);
      out.flush();
      throw new IOException("injected fault half-way through " + name);
    }
  }
}
