package org.sparkbackprop.data.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {

  private static double parse(String text) {
    byte[] bytes = ("7" + text + "7").getBytes(StandardCharsets.UTF_8);
    return DecimalParser.parse(bytes, 1, bytes.length - 1);
  }

  private static void requireNearest(String text) {
    assertThat(Double.doubleToRawLongBits(parse(text)))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  private static double anyFinite(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) ? any : random.nextGaussian();
  }

  @Test
  void randomNumbersInManyNotationsAreTheNearestDoubles() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      double any = anyFinite(random);
      double usual = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      switch (i % 10) {
        case 0 -> requireNearest(Double.toString(any));
        case 1 -> requireNearest(Double.toString(usual));
        case 2 -> requireNearest(BigDecimal.valueOf(usual).toPlainString());
        case 3 -> requireNearest(String.format(Locale.ROOT, "%+.5f", usual));
        case 4 -> requireNearest(String.format(Locale.ROOT, "%.17e", any));
        case 5 -> requireNearest(Long.toString(random.nextLong() >> random.nextInt(64)));
        case 6 -> requireNearest(String.format(Locale.ROOT, "%.20f", usual));
        case 7 -> requireNearest("." + random.nextInt(Integer.MAX_VALUE));
        case 8 -> requireNearest("-0" + random.nextInt(1000) + ".");
        default ->
            requireNearest(
                random.nextInt(100_000) + "." + random.nextInt(100) + "E" + random.nextInt(300));
      }
    }
  }

  @Test
  void numbersOfAllLengthsAroundTheFastWaysBordersAreTheNearestDoubles() {
    Random random = new Random(12);
    for (int digits = 1; digits <= 25; digits++) {
      for (int point = 0; point <= digits; point++) {
        for (int i = 0; i < 40; i++) {
          StringBuilder number = new StringBuilder();
          for (int d = 0; d < digits; d++) {
            number.append(d == point ? "." : "").append(i == 0 ? 9 : random.nextInt(10));
          }
          requireNearest(number.toString());
        }
      }
    }
    for (long near = (1L << 53) - 3; near <= (1L << 53) + 3; near++) {
      requireNearest(Long.toString(near));
      requireNearest(BigDecimal.valueOf(near, 22).toPlainString());
      requireNearest(BigDecimal.valueOf(near, 3).toPlainString());
    }
  }

  /** Halfway between two doubles, the even one is taken; a digit more or less decides otherwise. */
  @Test
  void whatIsHalfwayGoesToTheEvenDouble() {
    Random random = new Random(13);
    for (int i = 0; i < 2000; i++) {
      double below = Math.abs(i % 2 == 0 ? random.nextGaussian() : anyFinite(random));
      if (Double.isInfinite(Math.nextUp(below))) {
        continue;
      }
      BigDecimal halfway =
          new BigDecimal(below)
              .add(new BigDecimal(Math.nextUp(below)))
              .divide(BigDecimal.valueOf(2));
      requireNearest(halfway.toString());
      requireNearest(halfway.add(halfway.ulp()).toString());
      requireNearest(halfway.subtract(halfway.ulp()).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "+0", "0.0", "-0.", "1e-400", "4.9e-324", "2.4e-324", "1e308", "1E+5"})
  void bordersAreThoseOfJava(String text) {
    requireNearest(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1f", "1d", "1F", "0x1p3", "0x1", "NaN", "-NaN", "nan", "inf", "Infinity", "-Infinity", "",
        ".", "-", "+", "+-1", "--1", "1e", "e1", "1e+", ".e1", "1e400", "-1e400", "1e99999999999",
        " 1", "1 ", "1,5", "1_000", "1.2.3", "1..2", "1e5.5", "\u0661", "\uff11", "1\u0000", "x"
      })
  void whatIsNoFiniteNumberIsNone(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void manyDigitsTakeNoTimeWorthMentioning() {
    requireNearest("0." + "1".repeat(100_000));
    requireNearest("1" + "0".repeat(300));
    assertThat(parse("1" + "0".repeat(1_000_000))).isNaN();
    assertThat(parse("0." + "0".repeat(1_000_000) + "1")).isZero();
  }
}
