package org.sparkbackprop.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sparkbackprop.error.SettingsException;

/**
 * Reads values of a configuration and collects their problems. A bad value is replaced by a
 * default, so that all problems are found; {@link #throwIfProblems} comes before any value is used.
 */
public final class SettingsReader {

  static final String AUTO = "auto";

  private final ConfigurationFile file;
  private final Config config;
  private final LinkedHashSet<String> problems;

  public SettingsReader(ConfigurationFile file) {
    this.file = file;
    this.config = file.config();
    this.problems = new LinkedHashSet<>(file.unknownKeys());
  }

  /** The name of the configuration. */
  String name() {
    return file.name();
  }

  /** Where it is from, for messages. */
  String source() {
    return file.source();
  }

  public void problem(String key, String what) {
    problems.add(key + " " + what);
  }

  public void throwIfProblems() {
    if (!problems.isEmpty()) {
      throw SettingsException.of(file.source(), List.copyOf(problems));
    }
  }

  /** Whether a key is set, even to its default. */
  boolean isGiven(String key) {
    return config.hasPath(key)
        && !config
            .getValue(key)
            .origin()
            .equals(ConfigurationFile.reference().getValue(key).origin());
  }

  Optional<String> text(String key) {
    return read(key, config::getString, "a text");
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /** A text that is shown in no message. */
  Optional<String> secret(String key) {
    try {
      return config.hasPath(key) ? Optional.of(config.getString(key)) : Optional.empty();
    } catch (ConfigException e) {
      problem(key, "must be a text");
      return Optional.empty();
    }
  }

  /** Texts by names, which may contain dots; shown in no message. */
  Map<String, String> secrets(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!isSection(key)) {
      problem(key, "must be texts by names, as in { fetchsize = 1000 }");
      return texts;
    }
    config
        .getConfig(key)
        .entrySet()
        .forEach(
            entry -> {
              String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
              if (entry.getValue().valueType() == ConfigValueType.LIST) {
                problem(key + "." + name, "must be a text");
              }
              texts.put(name, String.valueOf(entry.getValue().unwrapped()));
            });
    return texts;
  }

  boolean truth(String key) {
    return required(key, config::getBoolean, "true or false").orElse(false);
  }

  long integer(String key, long min, long max) {
    Optional<Long> value = required(key, this::whole, "a whole number");
    if (value.isEmpty()) {
      return min;
    }
    if (value.get() < min || value.get() > max) {
      problem(key, "= %s must be from %s to %s".formatted(value.get(), min, max));
      return min;
    }
    return value.get();
  }

  OptionalLong automaticOrInteger(String key, long min, long max) {
    if (isAutomatic(key)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(integer(key, min, max));
  }

  OptionalInt automaticOrInt(String key, int min, int max) {
    OptionalLong value = automaticOrInteger(key, min, max);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  /** A finite number above zero. */
  double positive(String key) {
    return number(key, x -> x > 0 && Double.isFinite(x), "be a positive number", 1);
  }

  OptionalDouble automaticOrPositive(String key) {
    return isAutomatic(key) ? OptionalDouble.empty() : OptionalDouble.of(positive(key));
  }

  OptionalDouble optionalPositive(String key) {
    return config.hasPath(key) ? OptionalDouble.of(positive(key)) : OptionalDouble.empty();
  }

  OptionalDouble optionalFinite(String key) {
    return config.hasPath(key)
        ? OptionalDouble.of(finite(key, "a finite number"))
        : OptionalDouble.empty();
  }

  /** A finite number, 0 or above. */
  double from0(String key) {
    return number(key, x -> x >= 0 && Double.isFinite(x), "be 0 or a positive number", 0);
  }

  /** A number from 0 to below 1. */
  double fraction(String key) {
    return number(key, x -> x >= 0 && x < 1, "be at least 0 and less than 1", 0);
  }

  /** A number from 0 to 1. */
  double share(String key) {
    return number(key, x -> x >= 0 && x <= 1, "be from 0 to 1", 0);
  }

  /** A number above 0 up to 1. */
  double positiveShare(String key) {
    return number(key, x -> x > 0 && x <= 1, "be more than 0 and at most 1", 1);
  }

  OptionalDouble optionalShare(String key) {
    return config.hasPath(key) ? OptionalDouble.of(positiveShare(key)) : OptionalDouble.empty();
  }

  private double number(String key, DoublePredicate valid, String rule, double otherwise) {
    Optional<Double> value = required(key, config::getDouble, "a number");
    if (value.isPresent() && !valid.test(value.get())) {
      problem(key, "= " + value.get() + " must " + rule);
      return otherwise;
    }
    return value.orElse(otherwise);
  }

  /** A finite number. */
  double finite(String key, String kind) {
    double value = required(key, config::getDouble, kind).orElse(0.0);
    if (!Double.isFinite(value)) {
      problem(key, "= " + value + " must be " + kind);
      return 0;
    }
    return value;
  }

  /** Whole numbers by names. */
  Map<String, Integer> integers(String key, int min, int max) {
    Map<String, Double> numbers =
        required(key, this::numbers, "numbers by names, as in { pixels = 784 }").orElse(Map.of());
    Map<String, Integer> integers = new LinkedHashMap<>();
    numbers.forEach(
        (name, number) -> {
          if (number >= min && number <= max && number == Math.rint(number)) {
            integers.put(name, number.intValue());
          } else {
            problem(
                key,
                "of %s = %s must be a whole number from %s to %s"
                    .formatted(name, number, min, max));
          }
        });
    return integers;
  }

  /** Lists of texts by names. */
  Map<String, List<String>> textLists(String key) {
    return required(key, this::lists, "lists by names, as in { color = [red, blue] }")
        .orElse(Map.of());
  }

  private Map<String, List<String>> lists(String key) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    config
        .getObject(key)
        .forEach((name, value) -> lists.put(name, value.atKey("n").getStringList("n")));
    return lists;
  }

  /** Positive finite numbers by names. */
  Map<String, Double> positives(String key) {
    Map<String, Double> numbers =
        required(key, this::numbers, "numbers by names, as in { a = 1, b = 2.5 }").orElse(Map.of());
    numbers.forEach(
        (name, number) -> {
          if (!(number > 0 && Double.isFinite(number))) {
            problem(key, "of %s = %s must be a positive number".formatted(name, number));
          }
        });
    return numbers;
  }

  /** Names may contain dots and so are not paths. */
  private Map<String, Double> numbers(String key) {
    return config.getObject(key).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().atKey("n").getDouble("n")));
  }

  List<String> texts(String key) {
    return required(key, config::getStringList, "a list of texts").orElse(List.of());
  }

  List<Double> numberList(String key) {
    return required(key, config::getDoubleList, "a list of numbers, as in [0.1, 0.9]")
        .orElse(List.of());
  }

  List<Integer> sizes(String key) {
    List<Integer> sizes =
        required(key, this::wholeList, "a list of whole numbers, as in [3] or []")
            .orElse(List.of());
    if (sizes.stream().anyMatch(size -> size < 1)) {
      problem(key, "= " + sizes + " must be whole numbers of at least 1");
      return List.of();
    }
    return sizes;
  }

  /** A list of points, each a list of finite numbers. */
  List<List<Double>> points(String key) {
    return read(
            key,
            path ->
                config.getList(path).stream()
                    .map(point -> numbers(point.unwrapped(), path))
                    .toList(),
            "a list of points, as in [[0, -2], [2, 2]]")
        .orElse(List.of());
  }

  private List<Double> numbers(Object point, String path) {
    if (point instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().map(number -> ((Number) number).doubleValue()).toList();
    }
    throw new ConfigException.BadValue(path, "not a list of numbers");
  }

  /** One of some names. */
  String choice(String key, List<String> names) {
    String value = text(key, "");
    if (value.isEmpty()) {
      problem(key, "must be given, one of " + String.join(", ", names));
    } else if (!names.contains(value)) {
      problem(key, "= %s must be one of %s".formatted(value, String.join(", ", names)));
    }
    return names.contains(value) ? value : names.get(0);
  }

  /** The constant of an enum that has the chosen name: in small letters, with hyphens. */
  <E extends Enum<E>> E choice(String key, Class<E> constants) {
    E[] all = constants.getEnumConstants();
    List<String> names =
        Arrays.stream(all)
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    return all[names.indexOf(choice(key, names))];
  }

  /** Typesafe config would silently cut off a fraction. */
  private long whole(String key) {
    return whole(config.getString(key), key);
  }

  private List<Integer> wholeList(String key) {
    return config.getStringList(key).stream()
        .map(text -> Math.toIntExact(whole(text, key)))
        .toList();
  }

  private static long whole(String text, String key) {
    try {
      return new BigDecimal(text.strip()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new ConfigException.BadValue(key, text + " is not a whole number", e);
    }
  }

  boolean isList(String key) {
    return config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.LIST;
  }

  boolean isSection(String key) {
    return config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT;
  }

  private boolean isAutomatic(String key) {
    return isWord(key, AUTO);
  }

  /** Whether the value is a text that is neither a number nor auto. */
  boolean isText(String key) {
    return config.hasPath(key)
        && config.getValue(key).unwrapped() instanceof String text
        && !text.equals(AUTO)
        && !isNumber(text);
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  boolean isWord(String key, String word) {
    return config.hasPath(key) && word.equals(config.getValue(key).unwrapped());
  }

  private <T> Optional<T> required(String key, Function<String, T> getter, String kind) {
    if (!config.hasPath(key)) {
      problem(key, "= null must be " + kind);
    }
    return read(key, getter, kind);
  }

  private <T> Optional<T> read(String key, Function<String, T> getter, String kind) {
    try {
      return config.hasPath(key) ? Optional.of(getter.apply(key)) : Optional.empty();
    } catch (ConfigException | ArithmeticException e) {
      String value = String.valueOf(config.getValue(key).unwrapped());
      problem(key, "= %s must be %s".formatted(value, kind));
      return Optional.empty();
    }
  }
}
