package org.sparkbackprop.linalg;

/** How blocks are turned from rows to columns: by so many columns at a time, which caches hold. */
final class Tiles {

  static final int SIZE = 32;

  private Tiles() {}
}
