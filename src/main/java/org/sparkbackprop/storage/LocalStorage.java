package org.sparkbackprop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A directory of this machine. */
public final class LocalStorage implements Storage {

  private static final CopyOption[] REPLACE = {
    StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
  };

  private final Path root;

  /** The directory, which need not exist yet. */
  public LocalStorage(Path root) {
    this.root = root;
  }

  /** The directory as a path. */
  public Path path() {
    return root;
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public LocalStorage directory(String name) {
    return new LocalStorage(root.resolve(name));
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(root.resolve(name));
  }

  @Override
  public List<String> list(String name) {
    return attempt("list", name, LocalStorage::names);
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public long size(String name) {
    return attempt("read", name, Files::size);
  }

  @Override
  public InputStream open(String name) {
    return attempt("read", name, file -> Files.newInputStream(file));
  }

  @Override
  public OutputStream create(String name) {
    return attempt("write", name, file -> Files.newOutputStream(withParents(file)));
  }

  @Override
  public void write(String name, byte[] content) {
    attempt(
        "write",
        name,
        file -> writeAside(file, content, aside -> Files.move(aside, file, REPLACE)));
  }

  /** The JDK's own way of creating shows the file before its content: a hard link shows both. */
  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    return attempt("write", name, file -> writeAside(file, content, aside -> linked(file, aside)));
  }

  /** Writes a file under a name that nobody else uses, then puts it in place. */
  private static <T> T writeAside(Path file, byte[] content, FileOperation<Path, T> inPlace)
      throws IOException {
    Path aside =
        withParents(file)
            .resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + PARTIAL);
    try {
      Files.write(aside, content);
      return inPlace.on(aside);
    } finally {
      deleteQuietly(aside);
    }
  }

  private static boolean linked(Path file, Path aside) {
    try {
      Files.createLink(file, aside);
      return true;
    } catch (FileAlreadyExistsException there) {
      return isSame(file, aside); // over NFS a request that is repeated meets its own link
    } catch (IOException | UnsupportedOperationException e) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "%s cannot be created (%s): that takes a file system with hard links; use one that has them"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public void commit(String finished, String name) {
    attempt("write", name, target -> moved(root.resolve(finished), target));
  }

  private static Path moved(Path finished, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE, target + " exists already; it is left as it is");
    }
    return Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) {
    attempt("delete", name, LocalStorage::deleted);
  }

  private static Path deleted(Path top) throws IOException {
    if (Files.exists(top)) {
      try (Stream<Path> below = Files.walk(top)) {
        for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (UncheckedIOException e) { // of the walk
        throw e.getCause();
      }
    }
    return top;
  }

  private static boolean isSame(Path file, Path aside) {
    try {
      return Files.isSameFile(file, aside);
    } catch (IOException isGone) {
      return false;
    }
  }

  private static Path withParents(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return file;
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException alreadyFailing) {
      // The failure that led here is the one to report.
    }
  }

  private <T> T attempt(String verb, String name, FileOperation<Path, T> operation) {
    Path path = root.resolve(name);
    try {
      return operation.on(path);
    } catch (IOException e) {
      throw failure(verb, path, e);
    }
  }

  private static StorageException failure(String verb, Path path, IOException e) {
    if (e instanceof NoSuchFileException && verb.equals("read")) {
      return new StorageException(StorageException.Kind.NOT_FOUND, path + " does not exist", e);
    }
    return new StorageException(
        StorageException.Kind.FAILED, "cannot %s %s: %s".formatted(verb, path, reason(e)), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException refused && refused.getReason() != null) {
      return refused.getReason();
    }
    return e.getMessage();
  }
}
