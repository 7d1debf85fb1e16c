package org.sparkbackprop.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.loop.EpochRecord;

/**
 * The directory of a run: status, history, checkpoints, and, when all went well, model, metrics and
 * report.
 */
public final class RunDirectory {

  /** The name of the directory of the model. */
  public static final String MODEL = "model";

  private static final String STATUS = "status.json";
  private static final String HISTORY = "history.jsonl";
  private static final String CONFIGURATION = "configuration.json";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String QUARANTINE = "quarantine";
  private static final long JSON_LIMIT = 16 << 20;

  /** What is done about a directory that exists. */
  public enum Existing {
    /** It is an error, unless the directory holds no more than the status of a run that failed. */
    REFUSED,
    /** What an earlier run left in it is replaced. */
    REPLACED,
    /** An earlier run in it is gone on with. */
    RESUMED
  }

  private final Storage directory;
  private final Existing existing;
  private final ResumeHints hints;

  private RunDirectory(Storage directory, Existing existing, ResumeHints hints) {
    this.directory = directory;
    this.existing = existing;
    this.hints = hints;
  }

  /**
   * A new directory for a run, on any file system that Hadoop's default configuration reaches.
   *
   * @throws StorageException if the directory exists
   */
  public static RunDirectory at(String path) {
    return at(HadoopStorage.at(path), Existing.REFUSED);
  }

  /**
   * A directory for a new run. Of an earlier run, nothing but its status is touched before {@link
   * #begin}.
   *
   * @throws StorageException if the directory exists and may not be used
   */
  public static RunDirectory at(Storage directory, Existing existing) {
    return at(directory, existing, ResumeHints.OF_PROGRAM);
  }

  /**
   * The same, with words of its own for what a user can do about an earlier run.
   *
   * @throws StorageException if the directory exists and may not be used
   */
  public static RunDirectory at(Storage directory, Existing existing, ResumeHints hints) {
    if (directory.exists("") && !mayBeUsed(directory, existing)) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s %s; give %s"
              .formatted(
                  directory.location(),
                  existing == Existing.REFUSED
                      ? "exists"
                      : "holds something else than a run (it has no status.json), and is left as it"
                          + " is",
                  existing == Existing.REFUSED ? hints.toBeginAnew() : hints.otherDirectory()));
    }
    return new RunDirectory(directory, existing, hints);
  }

  /** What is done about an earlier run. */
  public Existing existing() {
    return existing;
  }

  /** What a user can do where an earlier run is not gone on with. */
  public ResumeHints hints() {
    return hints;
  }

  private static boolean mayBeUsed(Storage directory, Existing existing) {
    List<String> content =
        directory.list("").stream().filter(name -> !name.endsWith(Storage.PARTIAL)).toList();
    if (existing != Existing.REFUSED) {
      return content.contains(STATUS) || (content.isEmpty() && !isFile(directory));
    }
    return content.equals(List.of(STATUS)) && failedBefore(directory);
  }

  private static boolean isFile(Storage directory) {
    try (var input = directory.open("")) {
      return input.read() >= 0;
    } catch (IOException | StorageException isDirectory) {
      return false;
    }
  }

  private static boolean failedBefore(Storage directory) {
    try {
      return "failed".equals(parsed(directory, STATUS).get("state"));
    } catch (StorageException unreadable) {
      return false;
    }
  }

  private static Map<String, Object> parsed(Storage directory, String name) {
    return Json.parse(directory.read(name, JSON_LIMIT), directory.location() + "/" + name);
  }

  /**
   * What status.json says; empty if there is none.
   *
   * @throws StorageException if it cannot be read
   */
  public Map<String, Object> status() {
    return directory.exists(STATUS) ? parsed(directory, STATUS) : Map.of();
  }

  /**
   * The configuration that training was begun with, if it was begun.
   *
   * @throws StorageException if it cannot be read
   */
  public Optional<Map<String, Object>> configuration() {
    return directory.exists(CONFIGURATION)
        ? Optional.of(parsed(directory, CONFIGURATION))
        : Optional.empty();
  }

  /** Where this is, as a user would write it. */
  public String location() {
    return directory.location();
  }

  /**
   * Writes the status, whole.
   *
   * @throws StorageException of kind CANNOT_CREATE if this is the first file and fails
   */
  public void status(Map<String, Object> fields) {
    directory.writeText(STATUS, Json.document(fields));
  }

  /** The first write of the run, which shows whether the directory can be made at all. */
  public void firstStatus(Map<String, Object> fields) {
    try {
      status(fields);
    } catch (StorageException e) {
      throw e.ofOutput(location());
    }
  }

  /**
   * Removes what an earlier run left, except for its model, which stays until a new one is whole,
   * and keeps the configuration.
   */
  public void begin(Map<String, Object> configuration) {
    for (String name :
        List.of(CONFIGURATION, HISTORY, CHECKPOINTS, "metrics.json", "report.html", QUARANTINE)) {
      directory.delete(name);
    }
    resume(configuration);
  }

  /** Goes on with what an earlier run left, and keeps the configuration, which may say more. */
  public void resume(Map<String, Object> configuration) {
    directory.writeText(CONFIGURATION, Json.document(configuration));
  }

  /** Whether there is a model, of this run or of an earlier one. */
  public boolean hasModel() {
    return directory.exists(MODEL);
  }

  /** Checkpoints of a network in this run. */
  public Checkpoints checkpoints(Network network) {
    return new Checkpoints(directory.directory(CHECKPOINTS), network);
  }

  /** Removes the checkpoints, which a run that is finished has no use for. */
  public void removeCheckpoints() {
    directory.delete(CHECKPOINTS);
  }

  /** The history, to be closed by the caller. */
  public HistoryFile history() {
    return new HistoryFile(directory.create(HISTORY), location() + "/" + HISTORY);
  }

  /** Writes a file of rows that were put aside. */
  public void quarantine(BiConsumer<Storage, String> rows, String name) {
    rows.accept(directory.directory(QUARANTINE), name);
  }

  /** Writes a file, whole. */
  public void write(String name, String text) {
    directory.writeText(name, text);
  }

  /** Writes the model aside and moves it into place when it is whole. */
  public void commitModel(Model model) {
    String aside = "." + MODEL + ".partial";
    String replaced = "." + MODEL + ".replaced";
    directory.delete(aside);
    directory.writeOrRemove(aside, () -> ModelDirectory.write(directory.directory(aside), model));
    if (directory.exists(MODEL)) {
      directory.delete(replaced);
      directory.commit(MODEL, replaced);
    }
    directory.commit(aside, MODEL);
    directory.delete(replaced);
  }

  /** History lines, each visible to readers as soon as it is written. */
  public static final class HistoryFile implements AutoCloseable {

    private final OutputStream output;
    private final String name;

    private HistoryFile(OutputStream output, String name) {
      this.output = output;
      this.name = name;
    }

    /** Adds a line. */
    public void add(EpochRecord record) {
      addAll(List.of(record));
    }

    /**
     * Adds the last line.
     *
     * @param chosenEpoch whose weights are the final ones; named where it is not the record's
     */
    public void addLast(EpochRecord record, long chosenEpoch) {
      Map<String, Object> fields = new LinkedHashMap<>(record.fields());
      if (chosenEpoch != record.epoch()) {
        fields.put("chosen_epoch", chosenEpoch);
      }
      try {
        write(fields);
        output.flush();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private void write(Map<String, Object> fields) throws IOException {
      output.write((Json.line(fields) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Adds lines. */
    public void addAll(List<EpochRecord> records) {
      try {
        for (EpochRecord record : records) {
          write(record.fields());
        }
        output.flush();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public void close() {
      try {
        output.close();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private StorageException failure(IOException e) {
      return new StorageException(
          StorageException.Kind.FAILED, "cannot write %s: %s".formatted(name, e.getMessage()), e);
    }
  }
}
