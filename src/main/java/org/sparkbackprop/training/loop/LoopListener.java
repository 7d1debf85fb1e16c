package org.sparkbackprop.training.loop;

/** Is told what happens while a network is trained, in the order in which it happens. */
public interface LoopListener {

  /** An epoch was recorded. */
  void recorded(EpochRecord epochRecord);

  /**
   * The last record of a training: that of the parameters that it came to.
   *
   * @param chosenEpoch whose parameters are the final ones: that of the record, or an earlier one
   *     whose parameters were better by the validation part
   */
  default void recordedLast(EpochRecord epochRecord, long chosenEpoch) {
    recorded(epochRecord);
  }

  /** Something about the course of training that the user should know, as a sentence. */
  void noticed(String sentence);

  /** Training stands at so many epochs after so many seconds; told often. */
  void reached(long epoch, double seconds);

  /**
   * Training stands at a state that is to be kept.
   *
   * @param memory of the loop, with which it goes on from there
   */
  void checkpoint(TrainingState state, LoopMemory memory);
}
