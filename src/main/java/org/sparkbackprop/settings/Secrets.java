package org.sparkbackprop.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps passwords out of whatever is written: models, messages and logs. */
public final class Secrets {

  /** Replaces a secret. */
  public static final String NOT_KEPT = "(not kept)";

  private static final String SECRET =
      "pass.?word|passwd|pwd|pass.?phrase|pass.?code|secret|token|credential|signature|jaas|private"
          + "|(?:access|api|pvt|client|account|shared|storage|encryption).?key"
          + "|auth(?!or(?!i[sz]))"; // no author

  /** Sections whose keys are names of columns and classes. */
  private static final Set<String> OF_NAMES = Set.of("categories", "vectors", "class-weights");

  private static final Pattern KEY = Pattern.compile("(?i).*(" + SECRET + ").*", Pattern.DOTALL);

  /** A parameter of a URL, up to what ends a parameter in the usual databases. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([^?&;(=/]*(?:" + SECRET + ")[^?&;(=/]*=)(\\{[^}]*\\}|[^&;)]*)");

  /** User and password before the host: after //, or for Oracle after the last colon. */
  private static final Pattern USER =
      Pattern.compile("^(jdbc:(?:[^/?;@]*//|[^:/?;@]+:(?:[^:/?;@]+:)?))[^?;]*@");

  private Secrets() {}

  /** Whether the value of a key is a secret, judging by its name. */
  public static boolean isSecret(String key) {
    return KEY.matcher(key).matches();
  }

  /** Whether a value was left out and must be given again. */
  public static boolean isMissing(String value) {
    return value.contains(NOT_KEPT);
  }

  /** A database's URL without user and password. */
  public static String withoutSecrets(String url) {
    String user = USER.matcher(url).replaceFirst("$1" + NOT_KEPT + "@");
    return PARAMETER.matcher(user).replaceAll("$1" + Matcher.quoteReplacement(NOT_KEPT));
  }

  /** A configuration without its secrets. */
  public static Map<String, Object> withoutSecrets(Map<String, ?> configuration) {
    Map<String, Object> kept = new LinkedHashMap<>();
    configuration.forEach((key, value) -> kept.put(key, withoutSecret(key, value)));
    return kept;
  }

  private static Object withoutSecret(String key, Object value) {
    if (OF_NAMES.contains(key)) {
      return value;
    }
    if (value != null && isSecret(key)) {
      return NOT_KEPT;
    }
    if (value instanceof Map<?, ?> section) {
      Map<String, Object> named = new LinkedHashMap<>();
      section.forEach((name, inner) -> named.put(String.valueOf(name), inner));
      return withoutSecrets(named);
    }
    return value instanceof String text && text.startsWith("jdbc:") ? withoutSecrets(text) : value;
  }
}
