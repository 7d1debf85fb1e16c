package org.sparkbackprop.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparkbackprop.LocalSpark;

/** Small tables, the same on every machine, for the cases of the safety net. */
final class SafetyNetRows {

  private static final int IMAGES = 60;
  private static final int PIXELS = 4;
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  private SafetyNetRows() {}

  /** Rows one below the other, by their number. */
  private static String lines(int count, IntFunction<String> row) {
    return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Two kinds about (±1, 0); seeds give nights of the same sort. */
  static String kinds(int count, long seed, double distance) {
    Random random = new Random(seed);
    return "x,y,kind\n"
        + lines(
            count,
            i -> {
              double x = (i % 2 == 0 ? -distance : distance) + random.nextGaussian();
              return text("%.3f,%.3f,%s", x, random.nextGaussian(), i % 2 == 0 ? "left" : "right");
            });
  }

  /** Numbers, some of them missing, colours, truths, weights, and rows that are none. */
  static String mixed(int count) {
    Random random = new Random(3);
    return "size,length,colour,new,weight,label\n"
        + lines(
            count,
            i -> {
              double size = random.nextDouble() * 4;
              String length = i % 9 == 4 ? "n/a" : text("%.2f", random.nextDouble() * 3 - size);
              String number = i % 50 == 17 ? "wide" : text("%.2f", size);
              boolean large = size > 2 ^ i % 11 == 0;
              return text(
                  "%s,%s,%s,%s,%d,%s",
                  number,
                  length,
                  COLOURS.get(random.nextInt(COLOURS.size())),
                  i % 3 == 0,
                  1 + i % 2,
                  i == 31 ? "" : large ? "large" : "small");
            });
  }

  /** Visits of customers, day by day. */
  static String visits(int count) {
    Random random = new Random(5);
    return "customer,day,amount,items,bought\n"
        + lines(
            count,
            i -> {
              double amount = random.nextDouble() * 10;
              return text(
                  "c%02d,2026-01-%02d,%.2f,%d,%s",
                  random.nextInt(20),
                  1 + i * 28 / count,
                  amount,
                  1 + random.nextInt(5),
                  amount + random.nextGaussian() > 5 ? "yes" : "no");
            });
  }

  /** Forty features, five of them given; one that belongs to each of three classes among them. */
  static String sparse(int count, long seed) {
    Random random = new Random(seed);
    return lines(
        count,
        i -> {
          int label = random.nextInt(3);
          Stream<Integer> others = random.ints(4, 4, 41).boxed();
          return label
              + Stream.concat(Stream.of(label + 1), others)
                  .sorted()
                  .distinct()
                  .map(index -> text(" %d:%.2f", index, 0.5 + random.nextDouble()))
                  .collect(Collectors.joining());
        });
  }

  /** An object a line, with an array of numbers. */
  static String objects(int count) {
    Random random = new Random(7);
    return lines(
        count,
        i -> {
          double x = random.nextGaussian();
          double y = random.nextGaussian();
          return text(
              "{\"id\": %d, \"at\": {\"x\": %.3f}, \"v\": [%.3f, %.3f], \"label\": %s}",
              i, x, y, random.nextDouble(), x + y > 0);
        });
  }

  /**
   * Images of four pixels, the brightest of which says the class, to train and to validate with.
   */
  static void writeImages(Path directory) throws IOException {
    writeImages(directory, "train", 11);
    writeImages(directory, "held", 12);
  }

  private static void writeImages(Path directory, String name, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer images = ByteBuffer.allocate(16 + IMAGES * PIXELS);
    images.putInt(0x0803).putInt(IMAGES).putInt(2).putInt(2);
    ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES).putInt(0x0801).putInt(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      int label = random.nextInt(3);
      labels.put((byte) label);
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        images.put((byte) (random.nextInt(150) + (pixel == label ? 100 : 0)));
      }
    }
    Files.write(directory.resolve(name + "-images"), images.array());
    Files.write(directory.resolve(name + "-labels"), labels.array());
  }

  /** Parquet and ORC, as Spark writes them, under names that do not change. */
  static void writeColumnar(Path directory) throws IOException {
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      SparkSession session = SparkSession.builder().config(spark.getConf()).getOrCreate();
      for (String format : List.of("parquet", "orc")) {
        Path written = directory.resolve("written-" + format);
        session
            .range(0, 90, 1, 1)
            .selectExpr(
                "id",
                "cast((id * 37 % 101) / 50.0 - 1 as double) as x",
                "array(cast(id * 53 % 97 as double), cast(id * 29 % 89 as double)) as v",
                "if(id * 37 % 101 > 45, 'up', 'down') as label")
            .write()
            .format(format)
            .save(written.toString());
        try (Stream<Path> files = Files.list(written)) {
          Path part = files.filter(file -> file.toString().endsWith(format)).findFirst().get();
          Files.move(part, directory.resolve("rows." + format));
        }
      }
    }
  }

  /** A table of a SQLite database, with a null in it. */
  static void writeDatabase(Path directory) throws SQLException {
    String url = "jdbc:sqlite:" + directory.resolve("rows.db");
    try (Connection connection = DriverManager.getConnection(url)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("create table clicks (id integer, pages integer, paid real, again text)");
      }
      try (PreparedStatement row =
          connection.prepareStatement("insert into clicks values (?, ?, ?, ?)")) {
        for (int i = 0; i < 80; i++) {
          row.setInt(1, i);
          row.setInt(2, i * 37 % 11);
          row.setObject(3, i == 7 ? null : (Double) (i * 53 % 97 / 8.0));
          row.setString(4, i * 53 % 97 > 45 ? "yes" : "no");
          row.executeUpdate();
        }
      }
    }
  }
}
