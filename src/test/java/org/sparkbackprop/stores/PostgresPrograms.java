package org.sparkbackprop.stores;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of an installed PostgreSQL. They refuse to run as root; a test that does gives them
 * to another user.
 *
 * @param directory where the programs are
 * @param user who they run as; empty if that is who runs the test
 */
record PostgresPrograms(Path directory, Optional<String> user) {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final List<String> USERS = List.of("postgres", "nobody");
  private static final String NO_GROUP = "65534";

  /** Those on the PATH, else the newest where Debian puts them; the test is skipped without any. */
  static PostgresPrograms installed() {
    Optional<Path> found =
        Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of),
                versionsOfDebian().stream())
            .filter(PostgresPrograms::holdsAll)
            .findFirst();
    assumeTrue(
        found.isPresent(),
        "skipped: PostgreSQL (initdb, postgres, pg_ctl) is neither on the PATH nor under "
            + DEBIAN
            + "; on Debian, apt-get install postgresql brings it");
    return new PostgresPrograms(found.get(), unprivilegedIfRoot());
  }

  /** Who servers run as that refuse to run as root; empty if the test does not. */
  static Optional<String> unprivilegedIfRoot() {
    boolean root = System.getProperty("user.name").equals("root");
    return root ? Optional.of(unprivileged()) : Optional.empty();
  }

  private static boolean holdsAll(Path directory) {
    return Stream.of("initdb", "postgres", "pg_ctl")
        .allMatch(name -> Files.isExecutable(directory.resolve(name)));
  }

  private static List<Path> versionsOfDebian() {
    if (!Files.isDirectory(DEBIAN)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("\\d+"))
          .sorted(Comparator.comparing(PostgresPrograms::number).reversed())
          .map(version -> version.resolve("bin"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(DEBIAN + " cannot be read", e);
    }
  }

  private static int number(Path version) {
    return Integer.parseInt(version.getFileName().toString());
  }

  private static String unprivileged() {
    Optional<String> user = USERS.stream().filter(PostgresPrograms::exists).findFirst();
    assumeTrue(
        user.isPresent(),
        "skipped: the server does not run as root, and none of the users " + USERS + " exists");
    return user.get();
  }

  private static boolean exists(String user) {
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
      return true;
    } catch (UserPrincipalNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the users of this machine cannot be read", e);
    }
  }

  /** Gives a file or directory to who the programs run as. */
  void own(Path file) {
    own(file, user);
  }

  /** Gives a file or directory to a user, if there is one. */
  static void own(Path file, Optional<String> user) {
    try {
      if (user.isPresent()) {
        var users = file.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(file, users.lookupPrincipalByName(user.get()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be given to " + user, e);
    }
  }

  /** The words that start a program; the process is the program's own, so that signals reach it. */
  List<String> command(String program, String... arguments) {
    return command(user, directory.resolve(program), arguments);
  }

  /** The same of any program and user. */
  static List<String> command(Optional<String> user, Path program, String... arguments) {
    List<String> words = new ArrayList<>();
    user.ifPresent(
        name ->
            words.addAll(
                List.of("setpriv", "--reuid=" + name, "--regid=" + NO_GROUP, "--clear-groups")));
    words.add(program.toString());
    words.addAll(List.of(arguments));
    return words;
  }
}
