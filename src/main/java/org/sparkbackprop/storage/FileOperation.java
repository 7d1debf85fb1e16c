package org.sparkbackprop.storage;

import java.io.IOException;

/** Something done to a file by its path. */
interface FileOperation<P, T> {

  T on(P path) throws IOException;
}
