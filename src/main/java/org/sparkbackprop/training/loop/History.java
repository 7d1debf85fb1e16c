package org.sparkbackprop.training.loop;

import java.util.ArrayList;
import java.util.List;

/** The recorded epochs of a training, in their order. */
public final class History {

  /**
   * Whether a lower cost always meant a lower error rate, counted from step to step between
   * recorded epochs.
   *
   * @param steps number of steps between recorded epochs
   * @param costFell number of steps in which the cost fell
   * @param errorRoseThough the record at the end of each of those in which the error rate rose
   */
  public record CostAgainstErrorRate(
      long steps, long costFell, List<EpochRecord> errorRoseThough) {}

  private final List<EpochRecord> records = new ArrayList<>();
  private EpochRecord chosen;

  /** Adds the next record. */
  public void add(EpochRecord record) {
    records.add(record);
  }

  /**
   * Sets the record of the final parameters.
   *
   * @param record at their epoch
   */
  public void choose(EpochRecord record) {
    chosen = record;
  }

  /**
   * The record of the final parameters at their epoch: the last one, unless an earlier one was
   * chosen.
   */
  public EpochRecord chosen() {
    return chosen == null ? records.get(records.size() - 1) : chosen;
  }

  /** Whether the final parameters are those of an epoch before the last. */
  public boolean endsEarlier() {
    return chosen().epoch() != records.get(records.size() - 1).epoch();
  }

  /** All records so far. */
  public List<EpochRecord> records() {
    return List.copyOf(records);
  }

  /** Counts the steps in which the cost fell while the error rate rose. */
  public CostAgainstErrorRate costAgainstErrorRate() {
    long costFell = 0;
    List<EpochRecord> roseThough = new ArrayList<>();
    for (int i = 1; i < records.size(); i++) {
      EpochRecord before = records.get(i - 1);
      EpochRecord after = records.get(i);
      if (after.cost() < before.cost()) {
        costFell++;
        if (after.accuracy() < before.accuracy()) {
          roseThough.add(after);
        }
      }
    }
    return new CostAgainstErrorRate(Math.max(0, records.size() - 1), costFell, roseThough);
  }
}
