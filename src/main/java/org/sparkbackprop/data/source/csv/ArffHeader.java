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
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.TextSettings;

/**
 * The header of an ARFF file, as Weka writes it: a line <code>@attribute name type</code> per
 * column, and <code>@data</code> before the rows.
 */
record ArffHeader(List<Attribute> attributes) {

  /** The limit of a header. */
  private static final long MAX_BYTES = 1 << 24;

  private static final String ATTRIBUTE = "@attribute";

  /**
   * A column.
   *
   * @param type in lower case; "nominal" if the values are listed
   * @param values that are listed
   */
  record Attribute(String name, String type, List<String> values) {

    /**
     * The attribute as a feature.
     *
     * @throws DataException if a feature cannot have its type
     */
    InputColumn column(String file) {
      return switch (type) {
        case "numeric", "real", "integer" -> InputColumn.number(name);
        case "nominal" -> InputColumn.category(name, values);
        default ->
            throw new DataException(
                "%s: the attribute %s has type %s, which a feature cannot have; name it in"
                        .formatted(file, Excerpt.of(name), Excerpt.of(type))
                    + " input.ignore, or, if it has few different texts, in input.categories");
      };
    }
  }

  List<String> names() {
    return attributes.stream().map(Attribute::name).toList();
  }

  /**
   * Reads the header of a file.
   *
   * @param text the syntax of its fields
   * @throws DataException naming the line, if it is not a header
   */
  static ArffHeader of(String file, TextSettings text, Configuration configuration) {
    List<Attribute> attributes = new ArrayList<>();
    int line = 0;
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MAX_BYTES);
      TextDecoder words = new TextDecoder(text.decoding());
      while (lines.advance() && lines.position() < MAX_BYTES) {
        line++;
        String content = words.text(lines.bytes(), lines.from(), lines.until());
        if (content == null) {
          throw new DataException("it is not valid " + text.charset() + "; see input.charset");
        }
        String word = content.strip().toLowerCase(Locale.ROOT);
        if (word.equals("@data")) {
          ArffHeader header = new ArffHeader(List.copyOf(attributes));
          header.requireDistinct();
          return header;
        }
        if (word.startsWith(ATTRIBUTE)) {
          attributes.add(attribute(content.strip().substring(ATTRIBUTE.length()).strip(), text));
        } else if (!word.isEmpty() && !word.startsWith("%") && !word.startsWith("@relation")) {
          throw new DataException(
              "'%s' is not @relation, @attribute or @data".formatted(Excerpt.of(content)));
        }
      }
      throw new DataException("the line @data before the rows is missing");
    } catch (DataException e) {
      throw new DataException("%s, line %s: %s".formatted(file, line, e.getMessage()));
    } catch (IOException e) {
      throw TextFiles.failure(file, e);
    }
  }

  private void requireDistinct() {
    if (attributes.isEmpty()) {
      throw new DataException("there is no @attribute before @data");
    }
    List<String> repeated = TableColumns.repeated(names());
    if (!repeated.isEmpty()) {
      throw new DataException("several attributes have the same name: " + repeated);
    }
  }

  private static Attribute attribute(String declaration, TextSettings text) {
    int end = endOfName(declaration);
    String name = unquoted(declaration.substring(0, end), text);
    String type = declaration.substring(end).strip();
    if (name.isEmpty() || type.isEmpty()) {
      throw new DataException("an attribute needs a name and a type");
    }
    if (!type.startsWith("{")) {
      return new Attribute(name, type.split("\\s", 2)[0].toLowerCase(Locale.ROOT), List.of());
    }
    if (!type.endsWith("}")) {
      throw new DataException("the values of %s do not end with }".formatted(Excerpt.of(name)));
    }
    List<String> listed = CsvLine.fields(type.substring(1, type.length() - 1), text);
    if (listed.stream().distinct().count() < listed.size()) {
      throw new DataException("%s lists a value twice: %s".formatted(Excerpt.of(name), listed));
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
    boolean quoted = name.startsWith("'") || name.startsWith("\"");
    return quoted ? CsvLine.fields(name, text).get(0) : name;
  }
}
