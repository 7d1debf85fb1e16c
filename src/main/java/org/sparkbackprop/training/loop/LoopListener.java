package org.sparkbackprop.training.loop;

/** Is told of the events of a training, in their order. */
public interface LoopListener {

  /** An epoch was recorded. */
  void recorded(EpochRecord epochRecord);

  /**
   * The last record of a training.
   *
   * @param chosenEpoch whose parameters are the final ones: that of the record, or an earlier one
   *     with better parameters by the validation set
   */
  default void recordedLast(EpochRecord epochRecord, long chosenEpoch) {
    recorded(epochRecord);
  }

  /** Something that the user should know about the training, as a sentence. */
  void noticed(String sentence);

  /** The number of epochs done and the seconds they took; called often. */
  void reached(long epoch, double seconds);

  /**
   * A checkpoint is due.
   *
   * @param memory of the loop, to continue from there
   */
  void checkpoint(TrainingState state, LoopMemory memory);
}
