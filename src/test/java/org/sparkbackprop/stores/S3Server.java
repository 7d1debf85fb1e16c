package org.sparkbackprop.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** S3Proxy: an S3 server that checks signatures, with one bucket, a directory of this machine. */
public final class S3Server implements StoreServer {

  /** Where the profile's build puts the server. */
  private static final Path JAR = Path.of("target", "stores", "s3", "s3proxy.jar");

  private static final String BUCKET = "bucket";
  private static final String IDENTITY = "identity-of-the-test";
  private static final String CREDENTIAL = "credential-of-the-test";

  private final Path directory;
  private final int port;
  private final ServerProcess process;

  private S3Server(Path directory, int port, ServerProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts the server, and waits until it answers. */
  public static S3Server start() {
    Path directory = ServerProcess.newDirectory("s3");
    int port = ServerProcess.freePort();
    S3Server server =
        new S3Server(
            directory,
            port,
            ServerProcess.start(
                "s3proxy",
                directory,
                JavaCommand.of("-jar", JAR.toAbsolutePath().toString(), "--properties")
                    .with(configuration(directory, port).toString())
                    .words()));
    try {
      server.process.awaitReady(server::answers);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static Path configuration(Path directory, int port) {
    try {
      Path buckets = directory.resolve("buckets");
      Files.createDirectories(buckets.resolve(BUCKET));
      List<String> lines =
          List.of(
              "s3proxy.endpoint=http://127.0.0.1:" + port,
              "s3proxy.authorization=aws-v2-or-v4",
              "s3proxy.identity=" + IDENTITY,
              "s3proxy.credential=" + CREDENTIAL,
              "jclouds.provider=filesystem-nio2",
              "jclouds.filesystem.basedir=" + buckets);
      return Files.write(directory.resolve("s3proxy.conf"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot be configured", e);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public String root() {
    return "s3a://" + BUCKET;
  }

  @Override
  public Map<String, String> properties() {
    return Map.of(
        "fs.s3a.endpoint", "http://127.0.0.1:" + port,
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.access.key", IDENTITY,
        "fs.s3a.secret.key", CREDENTIAL,
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
        // so that what the server cannot do fails at once
        "fs.s3a.attempts.maximum", "2",
        "fs.s3a.retry.limit", "2");
  }

  @Override
  public void close() {
    process.close();
    ServerProcess.remove(directory);
  }
}
