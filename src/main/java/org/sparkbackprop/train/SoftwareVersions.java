package org.sparkbackprop.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;

/** The versions of this program and of what it runs on. */
public final class SoftwareVersions {

  private static final Properties PROPERTIES = load();

  private SoftwareVersions() {}

  public static String own() {
    return PROPERTIES.getProperty("version");
  }

  public static String builtForSpark() {
    return PROPERTIES.getProperty("spark");
  }

  /**
   * The versions of everything that can influence a result.
   *
   * @param kernels with which the tasks computed
   */
  static Map<String, Object> all(SortedSet<String> kernels) {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("spark_backprop", own());
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("java", System.getProperty("java.version"));
    versions.put("blas", String.join(" | ", kernels));
    return versions;
  }

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream input =
        SoftwareVersions.class.getResourceAsStream("/org/sparkbackprop/version.properties")) {
      properties.load(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
