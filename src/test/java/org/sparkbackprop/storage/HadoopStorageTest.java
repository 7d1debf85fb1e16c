package org.sparkbackprop.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What depends on the kind of the file system. The real ones are tested in profile stores. */
class HadoopStorageTest {

  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir private Path directory;

  private Storage storage(String scheme, Class<? extends RawLocalFileSystem> kind) {
    Configuration configuration = new Configuration();
    configuration.setClass("fs." + scheme + ".impl", kind, RawLocalFileSystem.class);
    configuration.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    return HadoopStorage.at(scheme + "://store" + directory, configuration);
  }

  private void assertRefuses(Storage storage, String... reasons) {
    assertThatThrownBy(() -> storage.createIfAbsent("file", CONTENT))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.CANNOT_CREATE))
        .hasMessageContaining("cannot create a file only if it does not exist")
        .hasMessageContainingAll(reasons);
    assertThat(new LocalStorage(directory).list("")).isEmpty();
  }

  @Test
  void anUnknownFileSystemRefusesAndIsNamed() {
    assertRefuses(storage("other", Other.class), "other://store", "of scheme other");
  }

  @Test
  void anObjectStoreWithoutConditionalWritesRefuses() {
    assertRefuses(storage("s3a", Other.class), "s3a://store", "hadoop-aws 3.4.2 or later");
  }

  @Test
  void anObjectStoreThatIgnoresTheConditionIsNotTrusted() {
    assertRefuses(storage("s3a", Careless.class), "s3a://store", "ignores If-None-Match");
  }

  @Test
  void whoseAnswerWasLostHasCreatedItAndTheNextOneHasNot() {
    Storage storage = storage("s3a", LosesAnswers.class);
    assertThat(storage.createIfAbsent("file", CONTENT)).isTrue();
    assertThat(storage.createIfAbsent("file", "other".getBytes(UTF_8))).isFalse();
    assertThat(new LocalStorage(directory).list("")).containsExactly("file");
    assertThat(storage.read("file", 10)).isEqualTo(CONTENT);
  }

  @Test
  void anObjectIsWrittenWithoutARename() {
    Storage storage = storage("s3a", WithoutRename.class);
    storage.writeText("file", "first");
    storage.writeText("file", "second");
    assertThat(new LocalStorage(directory).list("")).containsExactly("file");
    assertThat(storage.read("file", 10)).isEqualTo("second".getBytes(UTF_8));
  }

  /** Local files under another scheme. */
  static class Other extends RawLocalFileSystem {

    private URI uri;

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
      uri = URI.create(name.getScheme() + "://" + name.getAuthority());
      super.initialize(name, configuration);
    }

    @Override
    public URI getUri() {
      return uri == null ? super.getUri() : uri; // the constructor of RawLocalFileSystem asks
    }
  }

  /** Takes the condition, and creates whatever there is. */
  static class Careless extends Other {

    @Override
    public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability) {
      return capability.equals(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(org.apache.hadoop.fs.Path path) {
      return new Creation(this, path);
    }

    FSDataOutputStream createWithId(org.apache.hadoop.fs.Path path, String id) throws IOException {
      return create(path, true);
    }
  }

  /** Keeps to the condition, and says of each creation that it failed. */
  static final class LosesAnswers extends Careless {

    private final Map<String, String> ids = new HashMap<>();

    @Override
    FSDataOutputStream createWithId(org.apache.hadoop.fs.Path path, String id) throws IOException {
      if (exists(path)) {
        throw new IOException("there is one");
      }
      ids.put(path.getName(), id);
      return new FSDataOutputStream(create(path, false), null) {
        @Override
        public void close() throws IOException {
          super.close();
          throw new IOException("the answer was lost");
        }
      };
    }

    @Override
    public byte[] getXAttr(org.apache.hadoop.fs.Path path, String name) {
      return ids.get(path.getName()).getBytes(UTF_8);
    }
  }

  /** What S3A's builder is told. */
  private static final class Creation
      extends FSDataOutputStreamBuilder<FSDataOutputStream, Creation> {

    private final Careless store;

    Creation(Careless store, org.apache.hadoop.fs.Path path) {
      super(store, path);
      this.store = store;
    }

    @Override
    public Creation getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      return store.createWithId(getPath(), getOptions().get("fs.s3a.create.header.creation-id"));
    }
  }

  /** Would fail if anything were renamed. */
  static final class WithoutRename extends Other {

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      throw new IOException("a rename is a copy here");
    }
  }

  @Test
  void aColonWithoutASlashIsPartOfAName() {
    Configuration local = new Configuration(false);
    assertThat(HadoopStorage.at("10:30.conf", local).location()).endsWith("/10:30.conf");
    assertThat(HadoopStorage.at("file:/tmp/10:30.conf", local).location())
        .isEqualTo("/tmp/10:30.conf");
    assertThat(HadoopStorage.path("s3a://bucket/a:b").toString()).isEqualTo("s3a://bucket/a:b");
  }
}
