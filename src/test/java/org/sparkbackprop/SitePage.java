package org.sparkbackprop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a page of the site, whose rows are the cases of tests: a row that is added is a
 * case more.
 *
 * <p>The page databases.md has a table in each of its sections ({@code ## SQLite}, {@code ##
 * Files}), and a test for each section. The cells of a row are those between its bars, stripped and
 * without the backquotes of code; a cell must hold no bar.
 *
 * @param tables rows by the titles of their sections, without the head of the table
 */
public record SitePage(Map<String, List<List<String>>> tables) {

  /** The page of this name, as {@code databases}. */
  public static SitePage of(String name) {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines(Path.of("src", "site", "markdown", name + ".md"))) {
      if (line.startsWith("## ")) {
        rows = new ArrayList<>();
        tables.put(line.substring(3).strip(), rows);
      } else if (line.startsWith("|")) {
        rows.add(cells(line));
      }
    }
    tables.values().forEach(table -> table.subList(0, Math.min(2, table.size())).clear());
    return new SitePage(tables);
  }

  /** The rows of a section, each with its cells. */
  public List<List<String>> rows(String section) {
    return tables.get(section);
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException("the page cannot be read", e);
    }
  }

  private static List<String> cells(String line) {
    String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
    return Arrays.stream(inner.split("\\|", -1))
        .map(cell -> cell.strip().replace("`", ""))
        .toList();
  }
}
