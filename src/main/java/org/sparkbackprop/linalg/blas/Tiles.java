package org.sparkbackprop.linalg.blas;

/** How blocks are turned from rows to columns: by so many columns at a time, which caches hold. */
public final class Tiles {

  public static final int SIZE = 32;

  private Tiles() {}
}
