package org.sparkbackprop.cli;

import org.sparkbackprop.stores.HdfsServer;

/** HDFS. */
class HdfsRoundTrip extends StoreContract {

  HdfsRoundTrip() {
    super(HdfsServer::start);
  }
}
