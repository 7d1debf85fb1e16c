package org.sparkbackprop.settings.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that may have the value {@code auto} until the data are known, in a recipe or in a
 * user's configuration. (Other keys with a value of that name, such as {@code training.partitions},
 * are read by those who need them.)
 */
@SuppressWarnings("ImmutableEnumChecker") // values that nobody can change
public enum AutomaticKey {
  /** How numbers are scaled; decided when the source is open. */
  STANDARDISATION("preparation.standardisation", "divide"),
  /** What happens to missing values; decided when the source is open. */
  MISSING("preparation.missing", "mean"),
  /** Whether missing numbers are marked; decided when the source is open. */
  MARK_MISSING("preparation.mark-missing", false),
  /** How the network gets numbers; decided when the source is open. */
  NUMBERS("preparation.numbers", "plain"),
  /** The share held out for validation, if there are enough rows; decided by the scan. */
  VALIDATION("validation.fraction", 0.2),
  /** The sizes of the hidden layers. */
  HIDDEN("network.hidden", List.of(1)),
  /** The members of an ensemble. */
  MEMBERS("network.members", 1),
  /** The samples of a mini-batch. */
  BATCH_SIZE("training.batch-size", 128),
  /** The share of their latest move that averages of workers go on with. */
  OUTER_MOMENTUM("training.outer-momentum", 0.0),
  /** The number of epochs. */
  EPOCHS("training.epochs", 1_000_000_000),
  /** The epochs from one record to the next. */
  RECORD_EVERY("training.record-every", 1),
  /** The share of itself that the average of the weights keeps in a step. */
  AVERAGE("optimizer.average", 0.0),
  /** The share of the hidden units that a step leaves out. */
  DROPOUT("regularization.dropout", 0.0),
  /** The records without improvement that end a training. */
  PATIENCE("stopping.patience", 0);

  /** The value of a key that is to be decided. */
  public static final String WORD = "auto";

  private final String key;
  private final Object provisional;

  AutomaticKey(String key, Object provisional) {
    this.key = key;
    this.provisional = provisional;
  }

  /** The name of the key, with its section. */
  public String key() {
    return key;
  }

  /** A value under which the other keys can be checked while this one is open. */
  public Object provisional() {
    return provisional;
  }

  /** The keys of a configuration that are open. */
  public static List<AutomaticKey> openIn(Map<String, ?> configuration) {
    return Arrays.stream(values()).filter(key -> WORD.equals(key.in(configuration))).toList();
  }

  /** The key of that name, if it is one of these. */
  public static Optional<AutomaticKey> named(String name) {
    return Arrays.stream(values()).filter(key -> key.key.equals(name)).findFirst();
  }

  /** The value in a configuration with sections; null if there is none. */
  private Object in(Map<String, ?> configuration) {
    Object value = configuration;
    for (String name : key.split("\\.", -1)) {
      value = value instanceof Map<?, ?> section ? section.get(name) : null;
    }
    return value;
  }

  /** The choice of a value, with its reason. */
  public Choice as(Object value, String reason) {
    return new Choice(key, value, reason);
  }
}
