package org.sparkbackprop.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.HealthAdvice;
import org.sparkbackprop.training.loop.History;

/** The health of the layers, as the page draws it. */
final class HealthSection {

  private HealthSection() {}

  /**
   * The records that have the layers' health, and advice on the first of them and on the final
   * weights; nothing if there is none. A network that came to rest where it began has no gradient
   * left that could vanish: what was wrong with it is seen at the beginning.
   */
  static Optional<Map<String, Object>> of(Model model, History history) {
    List<EpochRecord> measured =
        history.records().stream().filter(record -> !record.health().isEmpty()).toList();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    EpochRecord last = history.chosen();
    EpochRecord end = last.health().isEmpty() ? measured.get(measured.size() - 1) : last;
    EpochRecord first = measured.get(0);
    Stream<EpochRecord> ends =
        first.epoch() == end.epoch() ? Stream.of(end) : Stream.of(first, end);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("advice", ends.map(record -> advice(model, record)).toList());
    fields.put("records", Report.thinned(measured).stream().map(HealthSection::fields).toList());
    return Optional.of(fields);
  }

  private static Map<String, Object> advice(Model model, EpochRecord record) {
    return new TreeMap<>(
        Map.of("epoch", record.epoch(), "sentences", HealthAdvice.of(model.network(), record)));
  }

  private static Map<String, Object> fields(EpochRecord record) {
    return new TreeMap<>(Map.of("epoch", record.epoch(), "layers", record.layers()));
  }
}
