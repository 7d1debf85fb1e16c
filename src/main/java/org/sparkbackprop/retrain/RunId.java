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
import org.sparkbackprop.error.Message;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.train.TrainingSession;

/**
 * The id of a run, and the variables of a configuration that come from it.
 *
 * @param text the id; absent until it is made from the data
 * @param date in the id, if there is one; without an id, today's in UTC
 */
public record RunId(Optional<String> text, Optional<LocalDate> date) {

  private static final String ALLOWED = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final int MADE_LENGTH = 16;

  /**
   * The id that a user gave, if any.
   *
   * @throws SettingsException if it is not a valid name of a directory on every file system
   */
  public static RunId of(Optional<String> given) {
    if (given.isEmpty()) {
      return new RunId(given, Optional.of(LocalDate.now(ZoneOffset.UTC)));
    }
    if (!given.get().matches(ALLOWED)) {
      throw new SettingsException(
          Message.of(
              "the run id '%s' must consist of at most 100 letters, digits, '.', '_' and '-', and"
                  + " begin with a letter or digit, such as 2026-11-23",
              given.get()));
    }
    return new RunId(given, dateIn(given.get()));
  }

  /** For commands that may read the paths of any run. */
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

  /**
   * The id of a run with these data and settings: the same for the same.
   *
   * @param asked before the data decided anything
   */
  static String made(TrainingSession.ReadRows input, TrainingSettings asked) {
    PreparedData data = input.data();
    TrainingSettings settings = input.settings();
    String heldOut =
        data.validation().map(part -> part.summary().fingerprint())
            + data.test().map(part -> " " + part.summary().fingerprint()).orElse("");
    String content =
        Message.of(
            "%s %s %s %s %s",
            data.fingerprint(),
            heldOut,
            asked.resultKeys().sha256(),
            settings.epochs().number(),
            settings.stopping().time());
    return WeightsFile.sha256(content.getBytes(StandardCharsets.UTF_8)).substring(0, MADE_LENGTH);
  }

  /** Changes of a configuration that define the variables of the run, for use in paths. */
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
