package org.sparkbackprop.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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
 * manifest that has their SHA-256. What has no manifest is no version.
 */
public final class Versions {

  /** The directory of a version's model. */
  public static final String MODEL = "model";

  private static final String DIRECTORY = "versions";
  private static final String MANIFEST = "manifest.json";
  private static final String DESCRIPTION = MODEL + "/model.json";
  private static final long LIMIT = 256 << 20;

  private final Storage directory;

  /**
   * The versions of the model that lives in a directory.
   *
   * @param home the directory of all that belongs to the model
   */
  public Versions(Storage home) {
    this.directory = home.directory(DIRECTORY);
  }

  /** The files of a version, or of what is to become one. */
  public Storage files(String version) {
    return directory.directory(version);
  }

  /** A name for a new version: the given one, or, if somebody has begun that, another. */
  public String unused(String name) {
    String free = name;
    for (int i = 2; directory.exists(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  /**
   * Makes a version of files that are all there: reads them again and writes the manifest.
   *
   * @param files their names
   * @param manifest what it says, but for the files
   */
  public ModelVersion complete(List<String> files, ModelVersion manifest) {
    Storage place = files(manifest.name());
    SortedMap<String, String> hashes = new TreeMap<>();
    for (String file : files) {
      hashes.put(file, sha256(place, file));
    }
    ModelVersion complete =
        new ModelVersion(
            manifest.name(),
            manifest.run(),
            manifest.createdAt(),
            manifest.verdict(),
            manifest.base(),
            manifest.details(),
            hashes);
    place.writeText(MANIFEST, Json.document(complete.fields()));
    return complete;
  }

  /** All versions that are complete, the oldest first; those whose manifest is damaged are not. */
  public List<ModelVersion> all() {
    List<ModelVersion> all = new ArrayList<>();
    for (String name : names()) {
      try {
        find(name).ifPresent(all::add);
      } catch (ModelFormatException damaged) {
        // Retention keeps it, and who asks for it by its name is told.
      }
    }
    all.sort((a, b) -> a.createdAt().compareTo(b.createdAt()));
    return all;
  }

  /** The names of all versions, complete or not. */
  public List<String> names() {
    return directory.list("");
  }

  /** A version, if it is there and complete. */
  public Optional<ModelVersion> find(String version) {
    String name = version + "/" + MANIFEST;
    if (!directory.exists(name)) {
      return Optional.empty();
    }
    String location = directory.location() + "/" + name;
    byte[] text = directory.read(name, LIMIT);
    try {
      return Optional.of(ModelVersion.of(Json.parse(text, location), location));
    } catch (StorageException e) {
      throw new ModelFormatException(e.getMessage());
    }
  }

  /**
   * A version that must be there.
   *
   * @throws StorageException of kind NOT_FOUND if it is not, or not complete
   */
  public ModelVersion require(String version) {
    return find(version)
        .orElseThrow(
            () ->
                new StorageException(
                    StorageException.Kind.NOT_FOUND,
                    "there is no version %s in %s; versions lists those there are"
                        .formatted(version, directory.location())));
  }

  /**
   * The model of a version, of which both files have the SHA-256 that the manifest names.
   *
   * @throws StorageException of kind NOT_FOUND if it is not there
   * @throws ModelFormatException if a file is damaged, or of another version
   */
  public Model model(String version) {
    ModelVersion manifest = require(version);
    Storage place = files(version);
    requireSha256(manifest, place, WeightsFile.sha256(place.read(DESCRIPTION, LIMIT)), DESCRIPTION);
    // of the weights it is compared where they are read: the description has it too
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
   * Removes a version: its manifest first, so that it is none from then on.
   *
   * @param isNeeded asked after that: who has put it into service meanwhile gets it back
   * @return whether it was removed
   */
  boolean delete(String version, BooleanSupplier isNeeded) {
    String name = version + "/" + MANIFEST;
    Optional<byte[]> manifest =
        directory.exists(name) ? Optional.of(directory.read(name, LIMIT)) : Optional.empty();
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
          ("%s/%s does not have the SHA-256 that its manifest names: it was damaged or"
                  + " exchanged; roll back to another version")
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
