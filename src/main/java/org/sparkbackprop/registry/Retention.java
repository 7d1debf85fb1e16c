package org.sparkbackprop.registry;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sparkbackprop.storage.Storage;

/**
 * Removes old versions: first the pointers that name them, the oldest first, then versions that no
 * pointer names. So a version with a pointer is never removed, and the highest pointer stays.
 *
 * @param versions the number kept of those that were in service, and of those that were rejected;
 *     at least 1
 */
public record Retention(int versions) {

  /** Checks the number. */
  public Retention {
    if (versions < 1) {
      throw new IllegalArgumentException("%s versions cannot be kept".formatted(versions));
    }
  }

  /**
   * Removes old versions; only the owner of the lease may call it.
   *
   * @return the names of the removed versions
   */
  public List<String> apply(Storage home) {
    Pointers pointers = new Pointers(home);
    Versions all = new Versions(home);
    Set<String> kept = named(pointers);
    all.all().stream()
        .filter(version -> version.verdict() == ModelVersion.Verdict.REJECTED)
        .sorted(Comparator.comparing(ModelVersion::createdAt).reversed())
        .limit(versions)
        .map(ModelVersion::name)
        .forEach(kept::add);
    return all.names().stream()
        .filter(name -> !kept.contains(name) && !all.isDamaged(name))
        // a rollback needs no lease, and may name it at this moment
        .filter(name -> all.delete(name, () -> isNamed(pointers, name)))
        .toList();
  }

  private static boolean isNamed(Pointers pointers, String version) {
    return pointers.all().stream().anyMatch(p -> p.version().equals(Optional.of(version)));
  }

  /** Removes the pointers to all but the latest versions; returns the names of the latest. */
  private Set<String> named(Pointers pointers) {
    Deque<Pointer> latestFirst = new ArrayDeque<>();
    pointers.all().forEach(latestFirst::addFirst);
    Set<String> named = new HashSet<>();
    while (!latestFirst.isEmpty()
        && (named.size() < versions
            || latestFirst.getFirst().version().filter(named::contains).isPresent())) {
      latestFirst.removeFirst().version().ifPresent(named::add);
    }
    latestFirst.descendingIterator().forEachRemaining(old -> pointers.delete(old.generation()));
    return named;
  }
}
