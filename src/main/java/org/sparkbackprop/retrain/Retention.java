package org.sparkbackprop.retrain;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sparkbackprop.storage.Storage;

/**
 * Removes old versions. First go the pointers that name them, the oldest first, then versions that
 * no pointer names: what a pointer names is never removed, and the highest pointer stays.
 *
 * @param versions how many of those that were in service are kept, and how many of those that were
 *     rejected; at least 1
 */
public record Retention(int versions) {

  /** Checks the number. */
  public Retention {
    if (versions < 1) {
      throw new IllegalArgumentException("%s versions cannot be kept".formatted(versions));
    }
  }

  /**
   * Removes what is too old. Only who has the lease may call it.
   *
   * @return the names of the versions that were removed
   */
  public List<String> apply(Storage home) {
    Pointers pointers = new Pointers(home);
    Versions all = new Versions(home);
    Set<String> kept = named(pointers);
    all.all().stream()
        .filter(version -> version.verdict() == Version.Verdict.REJECTED)
        .sorted(Comparator.comparing(Version::createdAt).reversed())
        .limit(versions)
        .map(Version::name)
        .forEach(kept::add);
    return all.names().stream()
        .filter(name -> !kept.contains(name) && !all.isDamaged(name))
        // a rollback needs no lease, and may name it at this moment
        .filter(name -> all.delete(name, () -> isNamed(pointers, name)))
        .toList();
  }

  private static boolean isNamed(Pointers pointers, String version) {
    return pointers.all().stream()
        .anyMatch(pointer -> pointer.version().equals(Optional.of(version)));
  }

  /** Removes pointers to other versions than the latest so many, and gives the names of those. */
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
