package org.sparkbackprop.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.HoldOutShares.Of;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.settings.ValidationSettings.Calibration;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.settings.recipe.Decisions;

/** Reads the sections {@code validation} and {@code test}. */
final class HoldOutReading {

  private static final String GROUP_BY = "validation.group-by";
  private static final String ORDER_BY = "validation.order-by";

  private HoldOutReading() {}

  /**
   * Reads both sections.
   *
   * @param decisions whether the share for validation depends on the number of rows
   */
  static ValidationSettings validation(
      SettingsReader reader, InputSettings input, Decisions decisions) {
    HoldOutSettings own =
        new HoldOutSettings(
            new HoldOutShares(
                reader.fraction("validation.fraction"),
                reader.fraction("test.fraction"),
                reader.integer("validation.seed", Long.MIN_VALUE, Long.MAX_VALUE),
                reader.truth("validation.stratify") ? Of.EACH_CLASS : Of.ALL_ROWS),
            reader.texts(GROUP_BY),
            reader.text(ORDER_BY),
            decisions.isOpen(AutomaticKey.VALIDATION) ? enoughRows(input.target().kind()) : 0);
    requireColumns(reader, input, own);
    ValidationSettings settings =
        new ValidationSettings(
            own,
            other(reader, input, "validation"),
            other(reader, input, "test"),
            reader.choice("validation.calibration", List.of("none", "temperature")).equals("none")
                ? Calibration.NONE
                : Calibration.TEMPERATURE);
    HoldOutShares heldOut = settings.heldOut().shares();
    if (heldOut.validation() + heldOut.test() >= 1) {
      reader.problem(
          "validation.fraction and test.fraction",
          "= %s and %s must leave rows to train on: together they must be less than 1"
              .formatted(heldOut.validation(), heldOut.test()));
    }
    return settings;
  }

  private static long enoughRows(Target.Kind kind) {
    return kind == Target.Kind.NUMBER
        ? HoldOutSettings.ENOUGH_ROWS_OF_NUMBERS
        : HoldOutSettings.ENOUGH_ROWS;
  }

  /** A separate input for validation or test. */
  private static Optional<InputSettings> other(
      SettingsReader reader, InputSettings input, String section) {
    Optional<String> path = reader.text(section + ".path");
    Optional<String> labels = reader.text(section + ".labels");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (!Formats.hasFiles(input.format())) {
      reader.problem(
          section + ".path", "cannot be given for format " + input.format() + "; use a fraction");
    }
    if (input.format().equals("idx") && labels.isEmpty()) {
      reader.problem(
          section + ".labels", "must be given with %s.path for format idx".formatted(section));
    }
    return Optional.of(input.at(path, labels));
  }

  private static void requireColumns(
      SettingsReader reader, InputSettings input, HoldOutSettings settings) {
    if (!settings.groupBy().isEmpty() && settings.orderBy().isPresent()) {
      reader.problem(
          ORDER_BY,
          "= %s and validation.group-by = %s exclude each other: hold out either the newest rows or"
                  .formatted(settings.orderBy().get(), settings.groupBy())
              + " whole groups");
    }
    List<String> columns = new ArrayList<>(settings.groupBy());
    settings.orderBy().ifPresent(columns::add);
    String key = settings.orderBy().isPresent() ? ORDER_BY : GROUP_BY;
    if (!columns.isEmpty() && !Formats.isTable(input.format())) {
      reader.problem(key, "is for tables, not for format " + input.format());
    }
    if (columns.stream().distinct().count() < columns.size()) {
      reader.problem(key, "= " + columns + " must not name a column twice");
    }
    boolean byKey = columns.isEmpty() && settings.shares().isAny();
    requireNoLabel(reader, input, key, columns);
    requireNoLabel(reader, input, "input.key", byKey ? input.columns().key() : List.of());
  }

  private static void requireNoLabel(
      SettingsReader reader, InputSettings input, String key, List<String> columns) {
    if (columns.contains(input.columns().label())) {
      reader.problem(
          key,
          "= %s must not name the label, as rows must not be selected by it"
              .formatted(String.join(", ", columns)));
    }
  }
}
