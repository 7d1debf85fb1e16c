package org.sparkbackprop.retrain;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.settings.TrainingSettings;

/**
 * The id of a run, and what a configuration may name of it.
 *
 * @param text the id; absent as long as it is to be made of the data
 * @param date that is in the id, or, without an id, today's in UTC; absent if there is none in it
 */
public record RunId(Optional<String> text, Optional<LocalDate> date) {

  private static final String ALLOWED = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final int MADE_LENGTH = 16;

  /**
   * An id that a user gave, or none.
   *
   * @throws SettingsException if it cannot be the name of a directory everywhere
   */
  public static RunId of(Optional<String> given) {
    given
        .filter(id -> !id.matches(ALLOWED))
        .ifPresent(
            id -> {
              throw new SettingsException(
                  ("the run id '%s' must consist of at most 100 letters, digits, '.', '_' and"
                          + " '-', and begin with a letter or digit, as 2026-11-23 does")
                      .formatted(id));
            });
    return new RunId(
        given,
        given.isPresent() ? dateIn(given.get()) : Optional.of(LocalDate.now(ZoneOffset.UTC)));
  }

  /** For commands to which it does not matter which run a path speaks of. */
  public static RunId any() {
    return new RunId(Optional.of("any"), Optional.of(LocalDate.EPOCH));
  }

  private static Optional<LocalDate> dateIn(String id) {
    Matcher date = DATE.matcher(id);
    try {
      return date.find() ? Optional.of(LocalDate.parse(date.group())) : Optional.empty();
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /** The id of a run of these data under this configuration: the same for the same. */
  static String made(PreparedData data, TrainingSettings settings) {
    String content =
        "%s %s %s %s %s"
            .formatted(
                data.fingerprint(),
                data.validation().map(part -> part.summary().fingerprint())
                    + data.test().map(part -> " " + part.summary().fingerprint()).orElse(""),
                settings.resultKeys().sha256(),
                settings.epochs().number(),
                settings.stopping().time());
    return WeightsFile.sha256(content.getBytes(StandardCharsets.UTF_8)).substring(0, MADE_LENGTH);
  }

  /** Changes of a configuration by which its paths may name the run. */
  public List<String> changes() {
    List<String> changes = new ArrayList<>();
    text.ifPresent(id -> changes.add("run.id=\"%s\"".formatted(id)));
    date.ifPresent(
        day -> {
          changes.add("run.date=\"%s\"".formatted(day));
          changes.add(String.format(Locale.ROOT, "run.year=\"%04d\"", day.getYear()));
          changes.add(String.format(Locale.ROOT, "run.month=\"%02d\"", day.getMonthValue()));
          changes.add(String.format(Locale.ROOT, "run.day=\"%02d\"", day.getDayOfMonth()));
        });
    return changes;
  }
}
