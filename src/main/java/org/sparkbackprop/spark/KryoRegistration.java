package org.sparkbackprop.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * For a SparkContext with the Kryo serializer: our classes use Java's serialization, as Kryo cannot
 * read records. {@code spark.kryo.registrator} names this class.
 */
public final class KryoRegistration implements KryoRegistrator {

  private static final String JAVA = "org.apache.spark.serializer.JavaSerializer";
  private static final String OWN = "org.sparkbackprop.";

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.setDefaultSerializer(
        (used, type) ->
            type.getName().startsWith(OWN)
                ? new JavaSerializer()
                : new FieldSerializer<>(used, type));
  }

  /** A sentence if rows and parameters cannot be serialized with a configuration. */
  public static Optional<String> missing(SparkConf conf) {
    if (conf.get("spark.serializer", JAVA).equals(JAVA)) {
      return Optional.empty();
    }
    if (conf.getBoolean("spark.kryo.registrationRequired", false)) {
      return Optional.of(
          "the SparkContext has spark.kryo.registrationRequired = true, which is not supported; start"
              + " one with false");
    }
    String registrator = KryoRegistration.class.getName();
    boolean registered =
        List.of(conf.get("spark.kryo.registrator", "").split(",")).contains(registrator);
    return registered
        ? Optional.empty()
        : Optional.of(
            "the SparkContext has spark.serializer = %s, which cannot read Java's records; start one"
                    .formatted(conf.get("spark.serializer"))
                + " with spark.kryo.registrator = "
                + registrator
                + " too, or with Spark's default serializer");
  }
}
