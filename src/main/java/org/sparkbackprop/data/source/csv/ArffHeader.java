package org.sparkbackprop.data.source.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.source.text.LineReader;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.TextSettings;

/**
 * The header of an ARFF file, as Weka writes it: a line <code>@attribute name type</code> a column,
 * and <code>@data</code> before the rows.
 */
record ArffHeader(List<Attribute> attributes) {

  /** The header lies in the first part of a file. */
  private static final long MAX_BYTES = 1 << 24;

  private static final String ATTRIBUTE = "@attribute";

  /**
   * A column.
   *
   * @param type in lower case; nominal if it has values
   * @param values that it may have; none if they are not listed
   */
  record Attribute(String name, String type, List<String> values) {

    /**
     * The column of a feature.
     *
     * @throws DataException if its type is none of features
     */
    InputColumn column(String file) {
      return switch (type) {
        case "numeric", "real", "integer" -> InputColumn.number(name);
        case "nominal" -> InputColumn.category(name, values);
        default ->
            throw new DataException(
                ("%s: the attribute %s is of type %s, which is no feature; name it in input.ignore, or"
                        + " texts of few names in input.categories")
                    .formatted(file, Excerpt.of(name), Excerpt.of(type)));
      };
    }
  }

  List<String> names() {
    return attributes.stream().map(Attribute::name).toList();
  }

  /**
   * Reads the header of a file.
   *
   * @param text how its fields are written
   * @throws DataException if it is none, naming the line
   */
  static ArffHeader of(String file, TextSettings text, Configuration configuration) {
    List<Attribute> attributes = new ArrayList<>();
    int line = 0;
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MAX_BYTES);
      TextDecoder words = new TextDecoder(text.decoding());
      while (lines.advance() && lines.position() < MAX_BYTES) {
        line++;
        int mark =
            line > 1 ? 0 : LineRowReader.byteOrderMark(lines.bytes(), lines.from(), lines.length());
        int until = lines.from() + lines.length();
        String content = words.word(lines.bytes(), lines.from() + mark, until);
        if (content == null) {
          throw new DataException("it is no text in " + text.charset() + "; see input.charset");
        }
        String word = content.strip().toLowerCase(Locale.ROOT);
        if (word.equals("@data")) {
          return new ArffHeader(required(attributes));
        }
        if (word.startsWith(ATTRIBUTE)) {
          attributes.add(attribute(content.strip().substring(ATTRIBUTE.length()).strip(), text));
        } else if (!word.isEmpty() && !word.startsWith("%") && !word.startsWith("@relation")) {
          throw new DataException(
              "'%s' is none of @relation, @attribute and @data".formatted(Excerpt.of(content)));
        }
      }
      throw new DataException("there is no line @data, behind which rows begin");
    } catch (DataException e) {
      throw new DataException("%s, line %s: %s".formatted(file, line, e.getMessage()));
    } catch (IOException e) {
      throw InputFiles.isDamage(e)
          ? new DataException("%s is damaged: %s".formatted(file, InputFiles.damage(e)))
          : InputFiles.unreadable(file, e);
    }
  }

  private static List<Attribute> required(List<Attribute> attributes) {
    List<String> names = attributes.stream().map(Attribute::name).toList();
    if (names.isEmpty()) {
      throw new DataException("there is no @attribute before @data");
    }
    List<String> repeated = TableColumns.repeated(names);
    if (!repeated.isEmpty()) {
      throw new DataException("there are attributes of the same name: " + repeated);
    }
    return List.copyOf(attributes);
  }

  private static Attribute attribute(String declaration, TextSettings text) {
    int end = endOfName(declaration);
    String name = unquoted(declaration.substring(0, end), text);
    String type = declaration.substring(end).strip();
    if (name.isEmpty() || type.isEmpty()) {
      throw new DataException("an attribute has a name and a type");
    }
    if (!type.startsWith("{")) {
      return new Attribute(name, type.split("\\s", 2)[0].toLowerCase(Locale.ROOT), List.of());
    }
    if (!type.endsWith("}")) {
      throw new DataException("the values of %s do not end with }".formatted(Excerpt.of(name)));
    }
    byte[] values = type.substring(1, type.length() - 1).getBytes(text.decoding());
    List<String> listed = CsvLine.fields(values, 0, values.length, text);
    if (listed.stream().distinct().count() < listed.size()) {
      throw new DataException("%s has a value twice: %s".formatted(Excerpt.of(name), listed));
    }
    return new Attribute(name, "nominal", listed);
  }

  private static int endOfName(String declaration) {
    boolean quoted = declaration.startsWith("'") || declaration.startsWith("\"");
    int at = quoted ? 1 : 0;
    while (at < declaration.length()) {
      char c = declaration.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (quoted && c == declaration.charAt(0)) {
        return at + 1;
      } else if (!quoted && (Character.isWhitespace(c) || c == '{')) {
        return at;
      }
      at++;
    }
    return declaration.length();
  }

  private static String unquoted(String name, TextSettings text) {
    if (!name.startsWith("'") && !name.startsWith("\"")) {
      return name;
    }
    byte[] bytes = name.getBytes(text.decoding());
    return CsvLine.fields(bytes, 0, bytes.length, text).get(0);
  }
}
