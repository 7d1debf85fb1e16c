package org.sparkbackprop.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HDFS of one name node and one data node. In a process of its own, as Hadoop's test artifact
 * brings second copies of classes that Spark's client artifacts have.
 */
public final class HdfsServer implements StoreServer {

  /** Where the build puts Hadoop's test artifact, and Spark. */
  private static final String CLASS_PATH =
      Path.of("target", "stores", "hdfs").toAbsolutePath()
          + "/*:"
          + Path.of("target", "spark", "jars").toAbsolutePath()
          + "/*";

  private static final Pattern PORT = Pattern.compile("\"namenode_port\":(\\d+)}");

  private final Path directory;
  private final ServerProcess process;
  private String root;

  private HdfsServer(Path directory, ServerProcess process) {
    this.directory = directory;
    this.process = process;
  }

  /** Starts the nodes, and waits until they are up. */
  public static HdfsServer start() {
    Path directory = ServerProcess.newDirectory("hdfs");
    Path details = directory.resolve("details.json");
    HdfsServer server =
        new HdfsServer(
            directory,
            ServerProcess.start(
                "hdfs",
                directory,
                JavaCommand.of("-Dtest.build.data=" + directory.resolve("nodes"))
                    .with("-cp", CLASS_PATH, "org.apache.hadoop.test.MiniDFSClusterManager")
                    .with("-format", "-datanodes", "1", "-writeDetails", details.toString())
                    .words()));
    try {
      server.process.awaitReady(() -> server.hasTold(details));
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The port is told when the nodes are up. */
  private boolean hasTold(Path details) {
    try {
      Matcher port = PORT.matcher(Files.exists(details) ? Files.readString(details) : "");
      boolean told = port.find();
      root = told ? "hdfs://127.0.0.1:" + port.group(1) : null;
      return told;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public String root() {
    return root;
  }

  @Override
  public Map<String, String> properties() {
    return Map.of("dfs.replication", "1");
  }

  @Override
  public void close() {
    process.close();
    ServerProcess.remove(directory);
  }
}
