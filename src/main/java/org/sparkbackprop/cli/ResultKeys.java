package org.sparkbackprop.cli;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.settings.Secrets;

/**
 * The keys of a configuration that change the result of its training, with their values as texts.
 * Those at their defaults are left out, so that keys of later versions, which are off by default,
 * change nothing.
 */
record ResultKeys(SortedMap<String, String> values) {

  private static final String EPOCHS = "training.epochs";
  private static final String SHAPE = "optimizer.schedule.shape";

  /**
   * What is written where, how data are kept and jobs are cut, and what ends training or says which
   * kernel computes: an interrupted training goes on to the same weights with any of these, and of
   * kernels each checkpoint says which they were.
   */
  private static final Set<String> WITHOUT_INFLUENCE =
      Set.of(
          "output.path",
          "retrain.root",
          "retrain.name",
          "retrain.lease-seconds",
          "retrain.keep-versions",
          "retrain.prometheus-file",
          "training.checkpoint-every",
          "training.checkpoint-minutes",
          "training.stop-seconds",
          "training.storage",
          "training.epochs-per-job",
          "training.blas",
          "training.mixed-blas",
          "blas",
          "stopping.seconds");

  /** The keys of a configuration that a run has left, or is about to. */
  static ResultKeys of(Map<String, ?> configuration) {
    SortedMap<String, String> all = flat(configuration);
    SortedMap<String, String> defaults =
        flat(Secrets.withoutSecrets(ConfigurationFile.reference().resolve().root().unwrapped()));
    boolean anyNumberOfEpochs = !List.of("linear", "cosine").contains(all.get(SHAPE));
    all.entrySet()
        .removeIf(
            key ->
                WITHOUT_INFLUENCE.contains(key.getKey())
                    || (anyNumberOfEpochs && key.getKey().equals(EPOCHS))
                    || key.getValue().equals(defaults.get(key.getKey())));
    return new ResultKeys(all);
  }

  /** The names of the keys that differ. */
  List<String> differences(ResultKeys other) {
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(other.values.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(values.get(name), other.values.get(name)))
        .toList();
  }

  /** SHA-256 of all names and values. */
  String sha256() {
    String text =
        values.entrySet().stream()
            .map(key -> key.getKey() + "=" + key.getValue() + "\n")
            .collect(Collectors.joining());
    return WeightsFile.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SortedMap<String, String> flat(Map<String, ?> configuration) {
    SortedMap<String, String> keys = new TreeMap<>();
    flatten("", configuration, keys);
    return keys;
  }

  private static void flatten(String prefix, Map<?, ?> section, Map<String, String> keys) {
    section.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> inner) {
            flatten(key + ".", inner, keys);
          } else {
            keys.put(key, text(value));
          }
        });
  }

  /** 1, 1.0 and 1e0 are one number. */
  private static String text(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(ResultKeys::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, String> keys = new TreeMap<>();
      flatten("", map, keys);
      return keys.toString();
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toString()
        : String.valueOf(value);
  }
}
