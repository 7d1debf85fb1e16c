package org.sparkbackprop.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.sparkbackprop.stores.JavaCommand;
import org.sparkbackprop.stores.ServerProcess;

/**
 * Spark's own cluster manager: a master and workers, each a process, on the loopback interface. A
 * worker has one core and an address of its own, as Spark starts a second attempt of a slow task on
 * another host alone.
 */
final class StandaloneCluster implements AutoCloseable {

  /** Spark as the build gathers it. */
  private static final Path SPARK_HOME = Path.of("target", "spark").toAbsolutePath();

  private final Map<String, String> properties;
  private final List<String> options;
  private final Path directory = ServerProcess.newDirectory("cluster");
  private final int port = ServerProcess.freePort();
  private final List<ServerProcess> workers = new ArrayList<>();
  private ServerProcess master;
  private int started;

  private StandaloneCluster(Map<String, String> properties, List<String> options) {
    this.properties = Map.copyOf(properties);
    this.options = List.copyOf(options);
  }

  /** A cluster of so many workers, maybe none. */
  static StandaloneCluster start(int workers) {
    return start(workers, Map.of());
  }

  /**
   * A cluster whose processes have these properties.
   *
   * @param workers how many, maybe none
   */
  static StandaloneCluster start(int workers, Map<String, String> properties) {
    return start(workers, properties, List.of());
  }

  /** A cluster whose processes are configured by a file, as by Spark's own scripts. */
  static StandaloneCluster configured(int workers, Path file) {
    return start(workers, Map.of(), List.of("--properties-file", file.toString()));
  }

  private static StandaloneCluster start(
      int workers, Map<String, String> properties, List<String> options) {
    StandaloneCluster cluster = new StandaloneCluster(properties, options);
    try {
      cluster.startMaster();
      for (int i = 0; i < workers; i++) {
        cluster.startWorker();
      }
      cluster.awaitWorkers();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startMaster() {
    master =
        daemon(
            "master",
            "127.0.0.1",
            "org.apache.spark.deploy.master.Master",
            List.of("--port", Integer.toString(port)));
    master.awaitReady(() -> master.said().contains("New state: ALIVE"));
  }

  /** Starts one more worker, which is not known to the master yet. */
  void startWorker() {
    started++;
    workers.add(
        daemon(
            "worker-" + started,
            "127.0.0." + (started + 1),
            "org.apache.spark.deploy.worker.Worker",
            List.of("--cores", "1", "--memory", "1g", "--work-dir", work().toString(), url())));
  }

  /** Waits until the master knows all workers. */
  void awaitWorkers() {
    for (ServerProcess worker : workers) {
      worker.awaitReady(() -> worker.said().contains("Successfully registered with master"));
    }
  }

  private ServerProcess daemon(String name, String host, String mainClass, List<String> arguments) {
    JavaCommand command = JavaCommand.of(JavaModuleOptions.defaultModuleOptionArray());
    for (Map.Entry<String, String> property : properties.entrySet()) {
      command = command.with("-D%s=%s".formatted(property.getKey(), property.getValue()));
    }
    command =
        command
            .with("-Dspark.local.dir=" + directory.resolve("local"), "-XX:TieredStopAtLevel=1")
            .with("-cp", SPARK_HOME.resolve("jars") + "/*", mainClass)
            .with("--host", host, "--webui-port", "0")
            .with(options.toArray(String[]::new))
            .with(arguments.toArray(String[]::new));
    Map<String, String> environment = new HashMap<>();
    environment.put("SPARK_HOME", SPARK_HOME.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", host);
    return ServerProcess.start(name, directory, command.words(), environment);
  }

  /** What is given as --master. */
  String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** Where the workers keep the logs of their executors. */
  Path work() {
    return directory.resolve("work");
  }

  /** The executors that are alive: all that a worker starts. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> worker.children().stream()).toList();
  }

  /** Ends a worker that has an executor, and the executor with it, at once. */
  void killWorker() {
    ServerProcess busy =
        workers.stream().filter(worker -> !worker.children().isEmpty()).findFirst().orElseThrow();
    busy.kill();
    workers.remove(busy);
    busy.close();
  }

  /** Ends the workers, and their executors with them, at once. */
  void killAllWorkers() {
    while (!workers.isEmpty()) {
      workers.get(0).kill();
      workers.remove(0).close();
    }
  }

  /** Ends the master at once. */
  void killMaster() {
    master.kill();
  }

  @Override
  public void close() {
    workers.forEach(ServerProcess::kill); // nothing of them is to outlive the test
    workers.forEach(ServerProcess::close);
    if (master != null) {
      master.kill();
      master.close();
    }
    ServerProcess.remove(directory);
  }
}
