package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.LocalSpark;

class LocalExchangeTest {

  /** As it goes to a task: a copy by serialization. */
  @SuppressWarnings("unchecked")
  private static <T> T travelled(T object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void inLocalModeTheValuesStayWhereTheyAreUntilTheyAreFreed() throws Exception {
    double[] value = new double[1_000_000];
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      LocalExchange<double[], double[]> exchange = LocalExchange.of(spark, value);
      assertThat(exchange.broadcast()).isNull();
      LocalExchange<double[], double[]> inTask = travelled(exchange);
      assertThat(inTask.given()).isSameAs(value);
      double[] result = {1, 2};
      Packed<?> returned = travelled(inTask.returned(result));
      assertThat(exchange.result(returned)).isSameAs(result);
      exchange.close();
      assertThat(inTask.given()).isNull();
      assertThat(exchange.result(returned)).isNull();
    }
  }

  @Test
  void elsewhereTheyAreSentWithAllTheirBits() throws Exception {
    double[] value = {1, Double.NaN, -0.0};
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      LocalExchange<double[], double[]> exchange = LocalExchange.sent(spark, value);
      LocalExchange<double[], double[]> inTask = travelled(exchange);
      assertThat(inTask.given()).containsExactly(value);
      Packed<?> returned = travelled(inTask.returned(new double[] {3, 4}));
      assertThat(exchange.result(returned)).containsExactly(3, 4);
      exchange.close();
    }
  }
}
