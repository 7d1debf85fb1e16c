package org.sparkbackprop.cli;

import org.sparkbackprop.stores.S3Server;

/** A bucket of an S3 server, by Hadoop's S3A. */
class S3RoundTrip extends StoreContract {

  S3RoundTrip() {
    super(S3Server::start);
  }
}
