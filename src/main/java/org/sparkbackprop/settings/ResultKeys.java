package org.sparkbackprop.settings;

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
import org.sparkbackprop.model.WeightsFile;

/**
 * The keys of a configuration that change the result of its training, with their values as texts.
 * Keys at their defaults, those of the recipe textbook, are left out, so that keys added later,
 * which are off in it, change nothing.
 *
 * @param values of these keys
 * @param defaults of all keys
 */
public record ResultKeys(SortedMap<String, String> values, SortedMap<String, String> defaults) {

  /** Keys that were renamed, by their earlier names. */
  public static final Map<String, String> RENAMED =
      Map.of(
          "input.most-bad-rows", "input.max-bad-rows",
          "input.most-categories", "input.max-categories");

  private static final String EPOCHS = "training.epochs";
  private static final String SHAPE = "optimizer.schedule.shape";
  private static final String COURSE = "regularization.course";

  /**
   * Where output goes, how data are stored and jobs are cut, when training stops and which kernel
   * computes: an interrupted training resumes to the same weights with any of these, and each
   * checkpoint names its kernels. Of a recipe, the values of its keys count, not its name.
   */
  private static final Set<String> WITHOUT_INFLUENCE =
      Set.of(
          "recipe",
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

  /**
   * The keys of a configuration.
   *
   * @param defaults of all keys
   */
  public static ResultKeys of(Map<String, ?> configuration, Map<String, ?> defaults) {
    return of(flat(configuration), flat(defaults));
  }

  /** The keys of another configuration, that of an earlier run. */
  public ResultKeys of(Map<String, ?> other) {
    return of(flat(other), defaults);
  }

  private static ResultKeys of(SortedMap<String, String> all, SortedMap<String, String> defaults) {
    boolean anyNumberOfEpochs =
        !List.of("linear", "cosine", "log-cosine").contains(all.get(SHAPE))
            && !"flat-cosine".equals(all.get(COURSE));
    all.entrySet()
        .removeIf(
            key ->
                WITHOUT_INFLUENCE.contains(key.getKey())
                    || (anyNumberOfEpochs && key.getKey().equals(EPOCHS))
                    || key.getValue().equals(defaults.get(key.getKey())));
    return new ResultKeys(all, defaults);
  }

  /** The names of the keys that differ. */
  public List<String> differences(ResultKeys other) {
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(other.values.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(values.get(name), other.values.get(name)))
        .toList();
  }

  /**
   * SHA-256 of all names and values; renamed keys have their earliest names, for old checkpoints.
   */
  public String sha256() {
    SortedMap<String, String> earliest = new TreeMap<>(values);
    RENAMED.forEach(
        (earlier, key) -> {
          if (earliest.containsKey(key)) {
            earliest.put(earlier, earliest.remove(key));
          }
        });
    String text =
        earliest.entrySet().stream()
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
            keys.put(RENAMED.getOrDefault(key, key), text(value));
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
