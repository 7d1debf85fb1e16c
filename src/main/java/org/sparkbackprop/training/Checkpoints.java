package org.sparkbackprop.training;

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

/**
 * States of a training that are kept, the latest two, each in a directory named after the number of
 * epochs done. One that was not written to its end, or was damaged, is never taken for one.
 */
public final class Checkpoints {

  private static final int KEPT = 2;

  private final Storage directory;
  private final Network network;

  /** Checkpoints of a network below a directory. */
  public Checkpoints(Storage directory, Network network) {
    this.directory = directory;
    this.network = network;
  }

  /**
   * Keeps a state with finite weights, then removes all but this and the one before that is
   * complete. Later ones, which training passed over because they were damaged, go too.
   *
   * @return the location of the checkpoint
   */
  public String keep(TrainingState state) {
    String name = String.format(Locale.ROOT, "epoch-%020d", state.epoch());
    directory.delete(name);
    at(name).write(state);
    removeAllButTheLatest(name);
    return directory.directory(name).location();
  }

  /**
   * The latest state that is as it was written, if there is one.
   *
   * @param refused is told, in a sentence, of each later one that is not
   */
  public Optional<TrainingState> latest(Consumer<String> refused) {
    List<String> latestFirst = new ArrayList<>(names());
    Collections.reverse(latestFirst);
    for (String name : latestFirst) {
      try {
        return Optional.of(at(name).read());
      } catch (ModelFormatException | StorageException damaged) {
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
