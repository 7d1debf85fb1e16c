package org.sparkbackprop.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a network link carries.
 *
 * @param bytesPerSecond more than 0
 */
record Bandwidth(double bytesPerSecond) {

  private static final Pattern FORM =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmg])?(bit|b)(?:/s|ps)?");

  private static final Map<String, Double> FACTORS = Map.of("k", 1e3, "m", 1e6, "g", 1e9);

  /** Reads 10Gbit, 1.5Gbit/s, 125MB. */
  static final class Converter implements ITypeConverter<Bandwidth> {

    @Override
    public Bandwidth convert(String text) {
      Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!form.matches() || Double.parseDouble(form.group(1)) == 0) {
        throw new TypeConversionException(
            "'"
                + text
                + "' is no bandwidth; give it in bits or bytes a second, as 10Gbit or 125MB");
      }
      double factor = form.group(2) == null ? 1 : FACTORS.get(form.group(2));
      double units = Double.parseDouble(form.group(1)) * factor;
      return new Bandwidth(form.group(3).equals("bit") ? units / 8 : units);
    }
  }
}
