package org.sparkbackprop.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.sparkbackprop.data.values.NumberText;

/** The same small table of numbers in several formats. */
public final class TableFiles {

  private TableFiles() {}

  /** Writes a file, or a directory, of this format. */
  public static Path write(Path directory, String format, List<String> names, double[]... rows)
      throws IOException {
    Path path = directory.resolve("rows." + format);
    switch (format) {
      case "csv" -> {
        List<String> lines = new ArrayList<>(List.of(String.join(",", names)));
        for (double[] row : rows) {
          lines.add(Arrays.stream(row).mapToObj(NumberText::of).collect(Collectors.joining(",")));
        }
        Files.write(path, lines);
      }
      case "json" -> {
        List<String> lines = new ArrayList<>();
        for (double[] row : rows) {
          lines.add(object(names, row));
        }
        Files.write(path, lines);
      }
      default -> {
        String schema = names.stream().map(n -> n + " double").collect(Collectors.joining(","));
        Row[] all =
            Arrays.stream(rows)
                .map(row -> SqlTables.row(Arrays.stream(row).boxed().toArray()))
                .toArray(Row[]::new);
        SqlTables.write(SqlTables.of(schema, all), format, path);
      }
    }
    return path;
  }

  private static String object(List<String> names, double[] row) {
    List<String> fields = new ArrayList<>();
    for (int c = 0; c < row.length; c++) {
      fields.add("\"%s\":%s".formatted(names.get(c), NumberText.of(row[c])));
    }
    return "{" + String.join(",", fields) + "}";
  }
}
