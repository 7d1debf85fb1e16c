package org.sparkbackprop;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README, CONTRIBUTING and the pages of the site name classes and files that exist. */
class PagesTest {

  private static final Path SITE = Path.of("src", "site", "markdown");

  /** Where a page with a bare class name means one of ours. */
  private static final Set<String> ABOUT_CODE =
      Set.of("architecture.md", "decisions.md", "CONTRIBUTING.md");

  /** As in `training.loop.Trainer`. */
  private static final Pattern CLASS_OF_ROOM =
      Pattern.compile("`((?:[a-z]+\\.)+)([A-Z]\\w*[a-z]\\w*)`");

  /** As in `ArchitectureTest`. */
  private static final Pattern CLASS = Pattern.compile("`([A-Z]+[a-z]+[A-Z]\\w*)`");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)]*)?\\)");

  private static Stream<Path> pages() throws IOException {
    try (Stream<Path> site = Files.list(SITE)) {
      return Stream.concat(
          Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
          site.sorted().toList().stream());
    }
  }

  /** A page without its blocks of code. */
  private static String prose(Path page) throws IOException {
    return Files.readString(page).replaceAll("(?ms)^```.*?^```", "");
  }

  private static Set<String> sources(String... roots) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (String root : roots) {
      try (Stream<Path> files = Files.walk(Path.of("src", root, "java", "org", "sparkbackprop"))) {
        files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(names::add);
      }
    }
    return names;
  }

  @Test
  void everyClassExists() throws IOException {
    Set<String> main = sources("main");
    Set<String> rooms =
        main.stream()
            .map(name -> Path.of(name).subpath(5, 6).toString())
            .collect(toCollection(TreeSet::new));
    Set<String> classes =
        sources("main", "test").stream()
            .map(name -> Path.of(name).getFileName().toString().replace(".java", ""))
            .collect(toCollection(TreeSet::new));
    TreeSet<String> missing = new TreeSet<>();
    int found = 0;
    for (Path page : pages().toList()) {
      String text = Files.readString(page);
      for (Matcher named = CLASS_OF_ROOM.matcher(text); named.find(); ) {
        String room = named.group(1);
        if (rooms.contains(room.substring(0, room.indexOf('.')))) {
          found++;
          String file = (room + named.group(2)).replace('.', '/') + ".java";
          if (!main.contains("src/main/java/org/sparkbackprop/" + file)) {
            missing.add(page + ": " + named.group());
          }
        }
      }
      if (ABOUT_CODE.contains(page.getFileName().toString())) {
        for (Matcher named = CLASS.matcher(text); named.find(); ) {
          if (!classes.contains(named.group(1))) {
            missing.add(page + ": " + named.group());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(50);
  }

  @Test
  void everyRoomIsOnTheArchitecturePage() throws IOException {
    String page = Files.readString(SITE.resolve("architecture.md"));
    List<String> rooms =
        sources("main").stream()
            .map(name -> Path.of(name).subpath(5, 6).toString())
            .distinct()
            .toList();
    assertThat(rooms).allSatisfy(room -> assertThat(page).contains("`" + room));
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    TreeSet<String> dead = new TreeSet<>();
    for (Path page : pages().toList()) {
      Path directory = page.toAbsolutePath().getParent();
      for (Matcher link = LINK.matcher(prose(page)); link.find(); ) {
        String target = link.group(1);
        if (!target.contains(":") && Files.notExists(directory.resolve(target))) {
          dead.add(page + ": " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void everyPageIsLinkedFromTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(pages().map(Path::toString).filter(page -> !page.equals("README.md")))
        .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
  }
}
