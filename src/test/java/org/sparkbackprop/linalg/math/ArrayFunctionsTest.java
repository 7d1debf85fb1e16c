package org.sparkbackprop.linalg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrayFunctionsTest {

  private static final MathContext DIGITS = new MathContext(45);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** Random arguments of all sizes, both signs, and the neighbourhoods of what is special. */
  private static double[] arguments(double largest) {
    Random random = new Random(5);
    DoubleStream scattered =
        IntStream.range(0, 1500).mapToDouble(i -> (random.nextDouble() * 2 - 1) * largest);
    DoubleStream near =
        IntStream.range(0, 1500)
            .mapToDouble(i -> random.nextGaussian() * Math.pow(10, random.nextInt(9) - 7));
    DoubleStream halves =
        IntStream.range(-20, 20)
            .mapToDouble(i -> (i + 0.5) * Math.log(2))
            .flatMap(x -> DoubleStream.of(Math.nextDown(x), x, Math.nextUp(x)));
    return DoubleStream.concat(DoubleStream.concat(scattered, near), halves).toArray();
  }

  private static BigDecimal exp(double x) {
    // e^x = (e^(x/1024))^1024, the inner one by its series
    BigDecimal small = new BigDecimal(x).divide(BigDecimal.valueOf(1024), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; term.signum() != 0 && k < 60; k++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum.pow(1024, DIGITS);
  }

  private static BigDecimal sigmoid(double a) {
    return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(-a), DIGITS), DIGITS);
  }

  private static BigDecimal tanh(double a) {
    if (Math.abs(a) < 1e-4) { // a − a³/3 + 2a⁵/15: the next term is below 10⁻²⁹ of a
      BigDecimal x = new BigDecimal(a);
      return x.subtract(x.pow(3, DIGITS).divide(BigDecimal.valueOf(3), DIGITS), DIGITS)
          .add(x.pow(5, DIGITS).multiply(TWO).divide(BigDecimal.valueOf(15), DIGITS), DIGITS);
    }
    BigDecimal e = exp(a).pow(2, DIGITS);
    return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
  }

  private interface Exact {
    BigDecimal of(double x);
  }

  private static double worst(double[] arguments, Exact exact, DoubleUnaryOperator own) {
    return Arrays.stream(arguments)
        .map(
            x -> {
              double value = own.applyAsDouble(x);
              BigDecimal error = exact.of(x).subtract(new BigDecimal(value)).abs();
              return error.divide(new BigDecimal(Math.ulp(value)), DIGITS).doubleValue();
            })
        .max()
        .orElseThrow();
  }

  private static double worstFloat(double[] arguments, Exact exact, DoubleUnaryOperator own) {
    return Arrays.stream(arguments)
        .map(x -> (float) x)
        .map(
            x -> {
              float value = (float) own.applyAsDouble(x);
              BigDecimal error = exact.of(x).subtract(new BigDecimal(value)).abs();
              return error.divide(new BigDecimal(Math.ulp(value)), DIGITS).doubleValue();
            })
        .max()
        .orElseThrow();
  }

  @Test
  void everyFunctionIsWithinTwoUnitsInTheLastPlace() {
    double exp = worst(arguments(700), ArrayFunctionsTest::exp, ScalarFunctions::exp);
    double sigmoid = worst(arguments(700), ArrayFunctionsTest::sigmoid, own(0));
    double tanh = worst(arguments(20), ArrayFunctionsTest::tanh, ScalarFunctions::tanh);
    double floatSigmoid = worstFloat(arguments(85), ArrayFunctionsTest::sigmoid, own(1));
    double floatTanh =
        worstFloat(arguments(10), ArrayFunctionsTest::tanh, x -> ScalarFunctions.tanh((float) x));
    System.out.printf(
        "units in the last place: exp %.3f, sigmoid %.3f, tanh %.3f; float: sigmoid %.3f, tanh %.3f%n",
        exp, sigmoid, tanh, floatSigmoid, floatTanh);
    assertThat(exp).isLessThan(1);
    assertThat(List.of(sigmoid, tanh, floatSigmoid, floatTanh))
        .allSatisfy(worst -> assertThat(worst).isLessThan(2));
  }

  private static DoubleUnaryOperator own(int single) {
    ScalarFunctions functions = new ScalarFunctions();
    return x -> {
      if (single == 1) {
        float[] value = {(float) x};
        functions.sigmoid(value, 0, 1, 0);
        return value[0];
      }
      double[] value = {x};
      functions.sigmoid(value, 0, 1, 0);
      return value[0];
    };
  }

  @Test
  void theEndsOfTheRangeAreWhatTheyShouldBe() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(DoubleStream.of(-infinity, -708.1, 0, 708.1, infinity).map(ScalarFunctions::exp))
        .containsExactly(0.0, 0.0, 1.0, infinity, infinity);
    assertThat(ScalarFunctions.exp(-708.0)).isGreaterThan(Double.MIN_NORMAL);
    assertThat(ScalarFunctions.exp(708.0)).isFinite();
    assertThat(
            DoubleStream.of(-infinity, -1000, -0.0, 0.0, 1000, infinity).map(ScalarFunctions::tanh))
        .containsExactly(-1.0, -1.0, -0.0, 0.0, 1.0, 1.0);
    double[] sigmoid = {-infinity, -1000, 0, 1000, infinity, Double.NaN};
    new ScalarFunctions().sigmoid(sigmoid, 0, 6, 0);
    assertThat(sigmoid).containsExactly(0, 0, 0.5, 1, 1, Double.NaN);
    assertThat(ScalarFunctions.exp(Double.NaN)).isNaN();
    assertThat(ScalarFunctions.tanh(Double.NaN)).isNaN();
    assertThat(ScalarFunctions.exp(-87f)).isGreaterThan(Float.MIN_NORMAL);
    assertThat(ScalarFunctions.exp(87f)).isFinite();
    float[] floats = {Float.NEGATIVE_INFINITY, -200, 0, 200, Float.NaN};
    new ScalarFunctions().sigmoid(floats, 0, 5, 0);
    assertThat(floats).containsExactly(0, 0, 0.5f, 1, Float.NaN);
  }

  private interface DoubleFunction {
    void apply(ArrayFunctions functions, double[] values, int offset, int length);
  }

  private interface FloatFunction {
    void apply(ArrayFunctions functions, float[] values, int offset, int length);
  }

  private static ArrayFunctions vectors() {
    Optional<ArrayFunctions> vectors = VectorsOnceCompiled.vectors();
    assumeTrue(
        vectors.isPresent(),
        "this JVM was started without the module jdk.incubator.vector: no vectors to compare");
    return vectors.get();
  }

  @Test
  void vectorsTakeOverWhenTheyAreFasterAndTheBitsStayTheSame() {
    ArrayFunctions vectors = vectors();
    AtomicInteger called = new AtomicInteger();
    ArrayFunctions counted =
        (ArrayFunctions)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ArrayFunctions.class},
                (proxy, method, arguments) -> {
                  called.incrementAndGet();
                  return method.invoke(vectors, arguments);
                });
    List<Runnable> aside = new ArrayList<>();
    ArrayFunctions functions = new VectorsOnceCompiled(counted, aside::add);
    double[] start = new Random(2).doubles(1003, -9, 9).toArray();
    double[] before = start.clone();
    functions.sigmoid(before, 0, before.length, 0.5);
    functions.sigmoid(start.clone(), 0, start.length, 0.5);
    assertThat(aside).hasSize(1);
    assertThat(called).hasValue(0);
    for (int turn = 0; turn < aside.size(); turn++) { // each asks for another if it has not won
      aside.get(turn).run();
    }
    int rehearsals = called.get();
    double[] after = start.clone();
    functions.sigmoid(after, 0, after.length, 0.5);
    assertThat(rehearsals).isPositive();
    assertThat(called).hasValue(rehearsals + 1);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void scalarsAndVectorsGiveTheSameBits() {
    ArrayFunctions vectors = vectors();
    ArrayFunctions scalars = new ScalarFunctions();
    List<DoubleFunction> doubles =
        List.of((f, v, o, n) -> f.sigmoid(v, o, n, 0.25), (f, v, o, n) -> f.tanh(v, o, n, 0.25));
    List<FloatFunction> floats =
        List.of((f, v, o, n) -> f.sigmoid(v, o, n, 0.25f), (f, v, o, n) -> f.tanh(v, o, n, 0.25f));
    double[] arguments =
        DoubleStream.concat(
                Arrays.stream(arguments(800)),
                DoubleStream.of(
                    Double.NaN, -0.0, 0.0, 1e308, -1e308, Double.MIN_VALUE, 709.78, -745.2, -708.5))
            .toArray();
    float[] narrow = new float[arguments.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) arguments[i];
    }
    for (int round = 0; round < 300; round++) { // interpreted first, compiled at last
      int offset = round % 3;
      int length = arguments.length - offset - round % 17;
      for (DoubleFunction function : doubles) {
        double[] one = arguments.clone();
        double[] other = arguments.clone();
        function.apply(scalars, one, offset, length);
        function.apply(vectors, other, offset, length);
        assertThat(Arrays.equals(one, other)).isTrue(); // NaN equals NaN, −0 is not 0
      }
      for (FloatFunction function : floats) {
        float[] one = narrow.clone();
        float[] other = narrow.clone();
        function.apply(scalars, one, offset, length);
        function.apply(vectors, other, offset, length);
        assertThat(Arrays.equals(one, other)).isTrue();
      }
    }
  }

  @Test
  void rowsAreTakenAlikeByScalarsAndVectors() {
    ArrayFunctions vectors = vectors();
    Random random = new Random(7);
    for (int round = 0; round < 400; round++) {
      int columns = 1 + random.nextInt(12);
      int stride = 70;
      int rows = 1 + random.nextInt(60);
      double[] one = random.doubles((long) stride * columns, -40, 40).map(Math::rint).toArray();
      one[random.nextInt(one.length)] = round % 3 == 0 ? Double.NaN : 900;
      double[] other = one.clone();
      double[][] found = new double[6][rows];
      new ScalarFunctions().largestOfRows(one, 5, stride, rows, columns, found[0], found[1]);
      vectors.largestOfRows(other, 5, stride, rows, columns, found[2], found[3]);
      new ScalarFunctions().softmaxOfRows(one, 5, stride, rows, columns, found[0], found[4]);
      vectors.softmaxOfRows(other, 5, stride, rows, columns, found[2], found[5]);
      assertThat(found[2]).isEqualTo(found[0]);
      assertThat(found[3]).isEqualTo(found[1]);
      assertThat(found[5]).isEqualTo(found[4]);
      assertThat(other).isEqualTo(one);
    }
  }

  @Test
  void columnsAreCombinedAndMultipliedAlikeByScalarsAndVectors() {
    ArrayFunctions vectors = vectors();
    ArrayFunctions scalars = new ScalarFunctions();
    Random random = new Random(11);
    for (int round = 0; round < 400; round++) {
      int length = random.nextInt(120);
      int second = 5 + length;
      double[] a = random.doubles(5 + 3L * length, -3, 3).toArray();
      double[] one = new double[length + 7];
      if (round % 2 == 0) {
        scalars.setToCombination(length, a, 2, length, 0.3, -0.7, one, 4);
      } else {
        scalars.setToCombination(length, a, 2, length, 0.3, -0.7, 0.9, one, 4);
      }
      scalars.addScaled(length, a, 3, 1.1, one, 4);
      double[] other = new double[length + 7];
      if (round % 2 == 0) {
        vectors.setToCombination(length, a, 2, length, 0.3, -0.7, other, 4);
      } else {
        vectors.setToCombination(length, a, 2, length, 0.3, -0.7, 0.9, other, 4);
      }
      vectors.addScaled(length, a, 3, 1.1, other, 4);
      assertThat(other).isEqualTo(one);
      assertThat(one[3] + one[length + 4]).isZero();
      double[] lanes = new double[ArrayFunctions.LANES];
      double[] vectorLanes = new double[ArrayFunctions.LANES];
      Arrays.fill(vectorLanes, 9); // what was there is not read
      scalars.sumProducts(length, a, 1, a, second, lanes);
      vectors.sumProducts(length, a, 1, a, second, vectorLanes);
      assertThat(vectorLanes).isEqualTo(lanes);
      scalars.sum(length, a, 2, lanes);
      vectors.sum(length, a, 2, vectorLanes);
      assertThat(vectorLanes).isEqualTo(lanes);
      float[] narrow = new float[a.length];
      for (int i = 0; i < a.length; i++) {
        narrow[i] = (float) a[i];
      }
      float[] narrowSum = new float[length + 7];
      Arrays.fill(narrowSum, 0.7f);
      float[] otherSum = narrowSum.clone();
      scalars.addScaled(length, narrow, 3, 1.1f, narrowSum, 4);
      vectors.addScaled(length, narrow, 3, 1.1f, otherSum, 4);
      assertThat(otherSum).isEqualTo(narrowSum);
    }
  }

  @Test
  void softmaxIsTheQuotientOfEachRowAndTheFirstOfEqualsIsTheLargest() {
    // two rows of a matrix of four rows and three columns, from its second row on
    double[] values = {9, 1, -1000, 9, 9, 2, 3, 9, 9, 2, 3, 9};
    double[] largest = new double[2];
    double[] place = new double[2];
    double[] sums = new double[2];
    ArrayFunctions functions = ArrayFunctions.chosen();
    functions.largestOfRows(values, 1, 4, 2, 3, largest, place);
    functions.softmaxOfRows(values, 1, 4, 2, 3, largest, sums);
    assertThat(largest).containsExactly(2, 3);
    assertThat(place).containsExactly(1, 1);
    double e = 1 / Math.E;
    assertThat(sums).containsExactly(new double[] {2 + e, 2}, within(1e-15));
    double[] expected = {9, e / (2 + e), 0, 9, 9, 1 / (2 + e), 0.5, 9, 9, 1 / (2 + e), 0.5, 9};
    assertThat(values).containsExactly(expected, within(1e-15));
  }

  @Test
  void bytesAreWidenedToTheBitsOfTheDivision() {
    byte[] bytes = new byte[1003];
    new Random(3).nextBytes(bytes);
    for (double divisor : new double[] {255, 1, 3, 0.1, 256, 1e30, 1e-30, Math.PI}) {
      for (ArrayFunctions functions :
          List.of(
              new ScalarFunctions(),
              ArrayFunctions.chosen(),
              VectorsOnceCompiled.vectors().orElseGet(ScalarFunctions::new))) {
        double[] wide = new double[1010];
        float[] narrow = new float[1010];
        functions.widen(bytes, divisor, wide, 5);
        functions.widen(bytes, divisor, narrow, 5);
        for (int i = 0; i < bytes.length; i++) {
          int value = bytes[i] & 0xff;
          assertThat(wide[5 + i]).isEqualTo(value / divisor);
          assertThat(narrow[5 + i]).isEqualTo(value / (float) divisor);
        }
        assertThat(wide[4] + wide[1008] + narrow[4] + narrow[1008]).isZero();
      }
    }
  }
}
