package org.sparkbackprop.training.loop;

/** Sees epochs begin, and knows where their time goes. */
public interface EpochWatch {

  /** An epoch of this number is about to run. */
  void begins(long epoch);

  /** Where time has gone so far, counted from any moment on. */
  default TimeParts spent() {
    return TimeParts.NONE;
  }

  /** A watch over epochs in which there is nothing but computing. */
  static EpochWatch computing() {
    long begin = System.nanoTime();
    return new EpochWatch() {
      @Override
      public void begins(long epoch) {
        // nobody is told
      }

      @Override
      public TimeParts spent() {
        return new TimeParts((System.nanoTime() - begin) * 1e-9, 0, 0);
      }
    };
  }
}
