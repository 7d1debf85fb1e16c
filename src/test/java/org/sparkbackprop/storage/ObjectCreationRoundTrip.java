package org.sparkbackprop.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.stores.S3Server;

/** What creating a file only if there is none takes of S3A, whose names for it are texts here. */
class ObjectCreationRoundTrip {

  private static S3Server server;

  @BeforeAll
  static void start() {
    server = S3Server.start();
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    server.properties().forEach(hadoop::set);
    hadoop.set("fs.s3a.impl.disable.cache", "true");
    return hadoop;
  }

  @Test
  void anObjectKeepsTheIdOfItsCreation() throws IOException {
    Storage store = HadoopStorage.at(server.root() + "/ids", hadoop());
    assertThat(store.createIfAbsent("created", new byte[] {1})).isTrue();
    Path file = new Path(server.root() + "/ids/created");
    byte[] id = file.getFileSystem(hadoop()).getXAttr(file, "header.creation-id");
    assertThat(new String(id, UTF_8)).matches("[0-9a-f-]{36}");
  }

  @Test
  void withoutConditionalWritesItIsRefused() {
    Configuration hadoop = hadoop();
    hadoop.set("fs.s3a.create.conditional.enabled", "false");
    Storage store = HadoopStorage.at(server.root() + "/refused", hadoop);
    assertThatThrownBy(() -> store.createIfAbsent("created", new byte[] {1}))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("s3a://bucket cannot create a file only if it does not exist")
        .hasMessageContaining("fs.s3a.create.conditional.enabled");
    assertThat(store.exists("created")).isFalse();
  }
}
