package org.sparkbackprop.run;

import java.util.ArrayList;
import java.util.Collections;
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
 * Snapshots of a training that are kept, the latest two, each in a directory named after the number
 * of epochs done. One that was not written to its end, or was damaged, is never taken for one.
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
   * Keeps a snapshot with finite weights, then removes all but this and the one before that is
   * complete. Later ones, which training passed over because they were damaged, go too.
   *
   * @param snapshot whose records begin with those of the one kept before
   * @return the location of the checkpoint
   */
  public String keep(Snapshot snapshot) {
    byte[] records = history.of(snapshot.records());
    return keep(snapshot.state().epoch(), checkpoint -> checkpoint.write(snapshot, records));
  }

  /**
   * Keeps the last good weights of a training that diverged, in the same way.
   *
   * @return their location
   */
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
   * The latest snapshot that is as it was written, if there is one.
   *
   * @param refused is told, in a sentence, of each later one that is not
   * @throws CheckpointMismatchException if the latest one that is whole is of another network or
   *     format
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
    List<String> complete =
        names.stream()
            .filter(name -> name.compareTo(latest) <= 0 && at(name).isComplete())
            .toList();
    List<String> kept = complete.subList(Math.max(0, complete.size() - KEPT), complete.size());
    names.stream().filter(name -> !kept.contains(name)).forEach(directory::delete);
  }
}
