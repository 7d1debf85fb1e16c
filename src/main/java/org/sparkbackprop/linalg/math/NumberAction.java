package org.sparkbackprop.linalg.math;

/** What is done with each number that a sparse block stores. */
@FunctionalInterface
public interface NumberAction {

  /** Takes a number, which may be 0, and its column. */
  void accept(int column, double number);
}
