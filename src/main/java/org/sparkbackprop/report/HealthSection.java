package org.sparkbackprop.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.training.EpochRecord;
import org.sparkbackprop.training.HealthAdvice;

/** The health of the layers, as the page draws it. */
final class HealthSection {

  private HealthSection() {}

  /**
   * The records that have the layers' health, and advice on the first and the last of them; nothing
   * if there is none. A network that came to rest where it began has no gradient left that could
   * vanish: what was wrong with it is seen at the beginning.
   */
  static Optional<Map<String, Object>> of(Model model, List<EpochRecord> records) {
    List<EpochRecord> measured = records.stream().filter(r -> !r.health().isEmpty()).toList();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    Stream<EpochRecord> ends =
        Stream.of(measured.get(0), measured.get(measured.size() - 1)).distinct();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("advice", ends.map(record -> advice(model, record)).toList());
    fields.put("records", Report.thinned(measured).stream().map(HealthSection::fields).toList());
    return Optional.of(fields);
  }

  private static Map<String, Object> advice(Model model, EpochRecord record) {
    return Map.of("epoch", record.epoch(), "sentences", HealthAdvice.of(model.network(), record));
  }

  private static Map<String, Object> fields(EpochRecord record) {
    return Map.of("epoch", record.epoch(), "layers", record.layers());
  }
}
