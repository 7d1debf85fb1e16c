package org.sparkbackprop.registry;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * The versions of a model: {@code versions/<version>/}, each with its files and, written last, a
 * manifest with their SHA-256. A directory without a manifest is not a version.
 */
public final class Versions {

  /** The directory of a version's model. */
  public static final String MODEL = "model";

  private static final String DIRECTORY = "versions";
  private static final String MANIFEST = "manifest.json";
  private static final String DESCRIPTION = MODEL + "/model.json";
  private static final long LIMIT = 256 << 20;

  private final Storage directory;

  /** The versions of the model in this directory. */
  public Versions(Storage home) {
    this.directory = home.directory(DIRECTORY);
  }

  /** The files of a version, or of a future one. */
  public Storage files(String version) {
    return directory.directory(version);
  }

  /** A name for a new version: the given one, or another if that one is in use. */
  public String unused(String name) {
    String free = name;
    for (int i = 2; directory.exists(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  /**
   * Completes a version whose files have been written: reads them again and writes the manifest.
   *
   * @param files their names
   */
  public void complete(
      List<String> files,
      String name,
      String run,
      ModelVersion.Verdict verdict,
      Optional<String> base,
      Map<String, Object> details) {
    Storage place = files(name);
    SortedMap<String, String> hashes = new TreeMap<>();
    files.forEach(file -> hashes.put(file, sha256(place, file)));
    ModelVersion version =
        new ModelVersion(name, run, Instant.now(), verdict, base, details, hashes);
    place.writeText(MANIFEST, Json.document(version.fields()));
  }

  /** All complete versions without a damaged manifest, the oldest first. */
  public List<ModelVersion> all() {
    List<ModelVersion> all = new ArrayList<>();
    for (String name : names()) {
      try {
        find(name).ifPresent(all::add);
      } catch (ModelFormatException damaged) {
        // retention keeps it, and asking for it by its name reports the damage
      }
    }
    all.sort(Comparator.comparing(ModelVersion::createdAt));
    return all;
  }

  /** The names of all versions, complete or not. */
  public List<String> names() {
    return directory.list("");
  }

  /** A version, if it exists and is complete. */
  public Optional<ModelVersion> find(String version) {
    String name = version + "/" + MANIFEST;
    String location = directory.location() + "/" + name;
    Optional<byte[]> manifest = directory.readIfExists(name, LIMIT);
    try {
      return manifest.map(text -> ModelVersion.of(Json.parse(text, location), location));
    } catch (StorageException e) {
      throw new ModelFormatException(e.getMessage());
    }
  }

  /**
   * A version that must exist.
   *
   * @throws StorageException of kind NOT_FOUND if it does not, or is not complete
   */
  public ModelVersion require(String version) {
    return find(version)
        .orElseThrow(
            () ->
                new StorageException(
                    StorageException.Kind.NOT_FOUND,
                    "there is no version %s in %s; versions lists all"
                        .formatted(version, directory.location())));
  }

  /**
   * The model of a version, whose two files have the SHA-256 of the manifest.
   *
   * @throws StorageException of kind NOT_FOUND if it does not exist
   * @throws ModelFormatException if a file is damaged, or of another version
   */
  public Model model(String version) {
    ModelVersion manifest = require(version);
    Storage place = files(version);
    requireSha256(manifest, place, WeightsFile.sha256(place.read(DESCRIPTION, LIMIT)), DESCRIPTION);
    // that of the weights is checked when they are read: the description has it too
    return ModelDirectory.read(place.directory(MODEL));
  }

  /**
   * Compares all files of a version with its manifest.
   *
   * @throws ModelFormatException naming the first that differs
   */
  public void verify(ModelVersion manifest) {
    Storage place = files(manifest.name());
    for (String file : manifest.files().keySet()) {
      requireSha256(manifest, place, sha256(place, file), file);
    }
  }

  /** Whether it has a manifest that cannot be read. */
  boolean isDamaged(String version) {
    try {
      return find(version).isEmpty() && directory.exists(version + "/" + MANIFEST);
    } catch (ModelFormatException damaged) {
      return true;
    }
  }

  /**
   * Removes a version: its manifest first, so that it stops being one.
   *
   * @param isNeeded checked after that: if it was put into service meanwhile, it is restored
   * @return whether it was removed
   */
  boolean delete(String version, BooleanSupplier isNeeded) {
    String name = version + "/" + MANIFEST;
    Optional<byte[]> manifest = directory.readIfExists(name, LIMIT);
    directory.delete(name);
    if (manifest.isPresent() && isNeeded.getAsBoolean()) {
      directory.write(name, manifest.get());
      return false;
    }
    directory.delete(version);
    return true;
  }

  private static void requireSha256(
      ModelVersion manifest, Storage place, String sha256, String file) {
    if (!sha256.equals(manifest.files().get(file))) {
      throw new ModelFormatException(
          "%s/%s does not have the SHA-256 in its manifest: it was damaged or replaced; roll back to another version"
              .formatted(place.location(), file));
    }
  }

  private static String sha256(Storage place, String file) {
    try (InputStream input = place.open(file)) {
      return WeightsFile.sha256(input);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot read %s/%s: %s".formatted(place.location(), file, e.getMessage()),
          e);
    }
  }
}
