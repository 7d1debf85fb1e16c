package org.sparkbackprop.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.loop.EpochRecord;

/** The directory of a run: status, history, checkpoints, and finally model, metrics and report. */
public final class RunDirectory {

  /** The name of the directory of the model. */
  public static final String MODEL = "model";

  private static final String STATUS = "status.json";
  private static final String HISTORY = "history.jsonl";
  private static final String CONFIGURATION = "configuration.json";
  private static final String CHOICES = "choices.json";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String QUARANTINE = "quarantine";

  /** The files of an earlier run that a new one removes. */
  private static final List<String> BEGUN_WITHOUT =
      List.of(
          CONFIGURATION, CHOICES, HISTORY, CHECKPOINTS, "metrics.json", "report.html", QUARANTINE);

  private static final long JSON_LIMIT = 16 << 20;

  /** What to do with a directory that exists. */
  public enum Existing {
    /** It is an error, unless the directory holds only the status of a failed run. */
    REFUSED,
    /** The files of an earlier run are replaced. */
    REPLACED,
    /** An earlier run is resumed. */
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
    return at(path, Existing.REFUSED);
  }

  /**
   * The same, for a directory that may have an earlier run.
   *
   * @throws StorageException if the directory exists and may not be used
   */
  public static RunDirectory at(String path, Existing existing) {
    return at(HadoopStorage.at(path), existing);
  }

  /**
   * A directory for a new run. Before {@link #begin}, only the status of an earlier run is changed.
   *
   * @throws StorageException if the directory exists and may not be used
   */
  public static RunDirectory at(Storage directory, Existing existing) {
    return at(directory, existing, ResumeHints.OF_PROGRAM);
  }

  /** Like {@link #at(Storage, Existing)}, with other remedies in its messages. */
  public static RunDirectory at(Storage directory, Existing existing, ResumeHints hints) {
    if (directory.exists("") && !mayBeUsed(directory, existing)) {
      boolean refused = existing == Existing.REFUSED;
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s %s; give %s"
              .formatted(
                  directory.location(),
                  refused ? "exists" : "is not a run (it has no status.json), and is left as it is",
                  refused ? hints.toBeginAnew() : hints.otherDirectory()));
    }
    return new RunDirectory(directory, existing, hints);
  }

  /** What to do with an earlier run. */
  public Existing existing() {
    return existing;
  }

  /** Remedies if an earlier run is not resumed. */
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
      return parsed(directory, STATUS).filter(s -> "failed".equals(s.get("state"))).isPresent();
    } catch (StorageException unreadable) {
      return false;
    }
  }

  private static Optional<Map<String, Object>> parsed(Storage directory, String name) {
    return directory
        .readIfExists(name, JSON_LIMIT)
        .map(text -> Json.parse(text, directory.location() + "/" + name));
  }

  /** The content of status.json; empty if there is none. */
  public Map<String, Object> status() {
    return parsed(directory, STATUS).orElse(Map.of());
  }

  /** The configuration with which training was started, if it was. */
  public Optional<Map<String, Object>> configuration() {
    return parsed(directory, CONFIGURATION);
  }

  /** What the data decided when training was started. */
  public List<Choice> choices() {
    return parsed(directory, CHOICES)
        .map(fields -> fields.get(Model.CHOICES))
        .map(choices -> choices instanceof List<?> list ? Choice.ofFields(list) : null)
        .orElse(List.of());
  }

  /** Whether there are checkpoints. */
  public boolean hasCheckpoints() {
    return directory.exists(CHECKPOINTS) && !directory.list(CHECKPOINTS).isEmpty();
  }

  /** Where this is, as a user would write it. */
  public String location() {
    return directory.location();
  }

  /** Writes the status, whole. */
  public void status(Map<String, Object> fields) {
    directory.writeText(STATUS, Json.document(fields));
  }

  /**
   * The first write of the run.
   *
   * @throws StorageException of kind CANNOT_CREATE if it fails
   */
  public void firstStatus(Map<String, Object> fields) {
    try {
      status(fields);
    } catch (StorageException e) {
      throw e.ofOutput(location());
    }
  }

  /**
   * Removes the files of an earlier run, except its model, which stays until a new one is complete,
   * and writes the configuration.
   *
   * @param choices what the data decided of it
   */
  public void begin(Map<String, Object> configuration, List<Choice> choices) {
    for (String name : BEGUN_WITHOUT) {
      directory.delete(name);
    }
    resume(configuration, choices);
  }

  /**
   * Keeps the files of an earlier run, and writes the configuration, which may allow more.
   *
   * @param choices what the data decided of it
   */
  public void resume(Map<String, Object> configuration, List<Choice> choices) {
    if (!choices.isEmpty()) {
      List<Map<String, Object>> fields = choices.stream().map(Choice::fields).toList();
      directory.writeText(CHOICES, Json.document(Map.of(Model.CHOICES, fields)));
    }
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

  /** Removes the checkpoints of a finished run. */
  public void removeCheckpoints() {
    directory.delete(CHECKPOINTS);
  }

  /** The history, to be closed by the caller. */
  public HistoryFile history() {
    return new HistoryFile(directory.create(HISTORY), location() + "/" + HISTORY);
  }

  /** Writes a file of quarantined rows. */
  public void quarantine(BiConsumer<Storage, String> rows, String name) {
    rows.accept(directory.directory(QUARANTINE), name);
  }

  /** Writes a file, whole. */
  public void write(String name, String text) {
    directory.writeText(name, text);
  }

  /** Writes the model under another name and moves it into place when it is complete. */
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
      write(Stream.of(record.fields()));
    }

    /** Adds lines. */
    public void addAll(List<EpochRecord> records) {
      write(records.stream().map(EpochRecord::fields));
    }

    /**
     * Adds the last line.
     *
     * @param chosenEpoch of the final parameters; named if it is not the record's
     */
    public void addLast(EpochRecord record, long chosenEpoch) {
      Map<String, Object> fields = new LinkedHashMap<>(record.fields());
      if (chosenEpoch != record.epoch()) {
        fields.put("chosen_epoch", chosenEpoch);
      }
      write(Stream.of(fields));
    }

    private void write(Stream<Map<String, Object>> lines) {
      String text = lines.map(fields -> Json.line(fields) + "\n").collect(Collectors.joining());
      try {
        output.write(text.getBytes(StandardCharsets.UTF_8));
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
