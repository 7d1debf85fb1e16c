package org.sparkbackprop.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files in memory, for a run that leaves none on disk; they are lost with this object. */
public final class MemoryStorage implements Storage {

  private final Map<String, byte[]> files;
  private final String prefix;

  /** No files. */
  public MemoryStorage() {
    this(new ConcurrentSkipListMap<>(), "");
  }

  private MemoryStorage(Map<String, byte[]> files, String prefix) {
    this.files = files;
    this.prefix = prefix;
  }

  @Override
  public String location() {
    return prefix.isEmpty() ? "memory" : "memory/" + prefix.substring(0, prefix.length() - 1);
  }

  @Override
  public Storage directory(String name) {
    return new MemoryStorage(files, prefix + name + "/");
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(prefix + name)
        || files.keySet().stream().anyMatch(file -> file.startsWith(below(name)));
  }

  private String below(String name) {
    return name.isEmpty() ? prefix : prefix + name + "/";
  }

  @Override
  public List<String> list(String name) {
    String below = below(name);
    return files.keySet().stream()
        .filter(file -> file.startsWith(below))
        .map(file -> file.substring(below.length()).replaceFirst("/.*", ""))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public long size(String name) {
    return content(name).length;
  }

  @Override
  public InputStream open(String name) {
    return new ByteArrayInputStream(content(name));
  }

  private byte[] content(String name) {
    byte[] content = files.get(prefix + name);
    if (content == null) {
      throw new StorageException(
          StorageException.Kind.NOT_FOUND, location() + "/" + name + " does not exist");
    }
    return content;
  }

  @Override
  public OutputStream create(String name) {
    files.put(prefix + name, new byte[0]);
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(prefix + name, toByteArray());
      }
    };
  }

  @Override
  public void write(String name, byte[] content) {
    files.put(prefix + name, content.clone());
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    return files.putIfAbsent(prefix + name, content.clone()) == null;
  }

  @Override
  public void commit(String finished, String name) {
    String from = prefix + finished;
    for (String file : List.copyOf(files.keySet())) {
      if (file.equals(from) || file.startsWith(from + "/")) {
        files.put(prefix + name + file.substring(from.length()), files.remove(file));
      }
    }
  }

  @Override
  public void delete(String name) {
    files.keySet().removeIf(file -> file.equals(prefix + name) || file.startsWith(below(name)));
  }
}
