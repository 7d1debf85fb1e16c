package org.sparkbackprop.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * The latest two snapshots of a training, each in a directory named after the number of epochs. An
 * incomplete or damaged one is never used.
 */
public final class Checkpoints {

  private static final int KEPT = 2;

  private final Storage directory;
  private final Network network;
  private final CompressedHistory history = new CompressedHistory();

  /** Checkpoints of a network below a directory. */
  public Checkpoints(Storage directory, Network network) {
    this.directory = directory;
    this.network = network;
  }

  /**
   * Keeps a snapshot with finite parameters, then removes all but this and the complete one before
   * it. Later ones, which were damaged and not used, are removed too.
   *
   * @param snapshot whose records begin with those of the previous one
   * @return the location of the checkpoint
   */
  public String keep(Snapshot snapshot) {
    byte[] records = history.of(snapshot.records());
    return keep(snapshot.state().epoch(), checkpoint -> checkpoint.write(snapshot, records));
  }

  /** Keeps the last good parameters of a training that diverged, and returns their location. */
  public String keep(TrainingState.ParametersAt good) {
    return keep(good.epoch(), checkpoint -> checkpoint.write(good));
  }

  private String keep(long epoch, Consumer<Checkpoint> written) {
    String name = String.format(Locale.ROOT, "epoch-%020d", epoch);
    directory.delete(name);
    directory.writeOrRemove(name, () -> written.accept(at(name)));
    removeAllButTheLatest(name);
    return directory.directory(name).location();
  }

  /**
   * The latest intact snapshot, if there is one.
   *
   * @param refused receives a sentence about each later one
   * @throws CheckpointMismatchException if the latest intact one is of another network or format
   * @throws StorageException if a file cannot be read, which says nothing about the checkpoint
   */
  public Optional<Snapshot> latest(Consumer<String> refused) {
    List<String> latestFirst = new ArrayList<>(names());
    Collections.reverse(latestFirst);
    for (String name : latestFirst) {
      try {
        return Optional.of(at(name).read());
      } catch (ModelFormatException damaged) {
        refused.accept(damaged.getMessage());
      }
    }
    return Optional.empty();
  }

  private Checkpoint at(String name) {
    return new Checkpoint(directory.directory(name), network);
  }

  private List<String> names() {
    return directory.list("").stream().filter(name -> name.startsWith("epoch-")).toList();
  }

  private void removeAllButTheLatest(String latest) {
    List<String> names = names();
    List<String> kept =
        names.stream()
            .filter(name -> name.compareTo(latest) <= 0 && at(name).isComplete())
            .sorted(Comparator.reverseOrder())
            .limit(KEPT)
            .toList();
    names.stream().filter(name -> !kept.contains(name)).forEach(directory::delete);
  }
}
