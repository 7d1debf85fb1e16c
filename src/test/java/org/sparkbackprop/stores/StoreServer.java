package org.sparkbackprop.stores;

import java.util.Map;

/** A server that Hadoop reaches as a file system, on the loopback interface. */
public interface StoreServer extends AutoCloseable {

  /** The URI of its root, without a slash at its end. */
  String root();

  /** The properties by which Hadoop reaches it. */
  Map<String, String> properties();

  /** Ends the server, and removes what it kept. */
  @Override
  void close();
}
