package org.sparkbackprop.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
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
    Path directory = root.resolve(name);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw failure("list", directory, e);
    }
  }

  @Override
  public long size(String name) {
    try {
      return Files.size(root.resolve(name));
    } catch (IOException e) {
      throw failure("read", root.resolve(name), e);
    }
  }

  @Override
  public InputStream open(String name) {
    try {
      return Files.newInputStream(root.resolve(name));
    } catch (IOException e) {
      throw failure("read", root.resolve(name), e);
    }
  }

  @Override
  public OutputStream create(String name) {
    Path file = root.resolve(name);
    try {
      makeParents(file);
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw failure("write", file, e);
    }
  }

  @Override
  public void write(String name, byte[] content) {
    Path file = root.resolve(name);
    Path aside = aside(file);
    try {
      makeParents(file);
      Files.write(aside, content);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(aside);
      throw failure("write", file, e);
    }
  }

  /** The JDK's own way of creating shows the file before its content: a hard link shows both. */
  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    Path file = root.resolve(name);
    Path aside = aside(file);
    try {
      makeParents(file);
      Files.write(aside, content);
      return linked(file, aside);
    } catch (IOException e) {
      throw failure("write", file, e);
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
          ("%s cannot be linked to its name (%s); without hard links no file can be created that is"
                  + " whole and the only one: use a file system that has them")
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public void commit(String finished, String name) {
    Path target = root.resolve(name);
    try {
      if (Files.exists(target)) {
        throw new StorageException(
            StorageException.Kind.CANNOT_CREATE, target + " exists already; it is left as it is");
      }
      Files.move(root.resolve(finished), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure("write", target, e);
    }
  }

  @Override
  public void delete(String name) {
    Path top = root.resolve(name);
    if (!Files.exists(top)) {
      return;
    }
    try (Stream<Path> below = Files.walk(top)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) { // of the walk
      throw failure("delete", top, e.getCause());
    } catch (IOException e) {
      throw failure("delete", top, e);
    }
  }

  /** A name that nobody else uses, as others may write the same file at the same time. */
  private static Path aside(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + PARTIAL);
  }

  private static boolean isSame(Path file, Path aside) {
    try {
      return Files.isSameFile(file, aside);
    } catch (IOException isGone) {
      return false;
    }
  }

  private static void makeParents(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException alreadyFailing) {
      // The failure that led here is the one to report.
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
