package org.sparkbackprop.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * Tensors by name in the safetensors format: the length of the header (8 bytes, little-endian), a
 * JSON header with the type, shape and place of each tensor, and their numbers, row by row. Such a
 * file contains no code; NumPy, PyTorch and JAX read it.
 */
public final class Safetensors {

  /** The largest header that the reference implementation reads. */
  private static final long HEADER_LIMIT = 100_000_000;

  /** Numbers written at a time. */
  private static final int PIECE = 8192;

  private static final String METADATA = "__metadata__";

  /**
   * A tensor of doubles.
   *
   * @param shape its sizes, the slowest first
   * @param values its numbers, row by row; shared, not copied
   */
  public record Tensor(List<Integer> shape, double[] values) {}

  private Safetensors() {}

  /**
   * A tensor among other numbers.
   *
   * @param from where it starts in the numbers, which are shared
   */
  record Range(List<Integer> shape, double[] numbers, int from, int length) {

    static Range all(Tensor tensor) {
      return new Range(tensor.shape(), tensor.values(), 0, tensor.values().length);
    }
  }

  /** The bytes of a file of 64-bit tensors, in the order of the map. */
  public static byte[] write(Map<String, Tensor> tensors) {
    return bytes(ranges(tensors));
  }

  /**
   * Writes a file of 64-bit tensors, in the order of the map, piece by piece, and so without memory
   * for the whole. Until this returns, the file may be incomplete.
   *
   * @return the SHA-256 of the file, in hexadecimal
   * @throws StorageException if it cannot be written
   */
  public static String write(Map<String, Tensor> tensors, Storage directory, String name) {
    return writeRanges(ranges(tensors), directory, name);
  }

  private static Map<String, Range> ranges(Map<String, Tensor> tensors) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> ranges.put(name, Range.all(tensor)));
    return ranges;
  }

  static byte[] bytes(Map<String, Range> tensors) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      write(tensors, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the stream is in memory
    }
    return file.toByteArray();
  }

  static String writeRanges(Map<String, Range> tensors, Storage directory, String name) {
    MessageDigest digest = WeightsFile.sha256();
    try (OutputStream file = new DigestOutputStream(directory.create(name), digest)) {
      write(tensors, file);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot write %s/%s: %s".formatted(directory.location(), name, e.getMessage()),
          e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void write(Map<String, Range> tensors, OutputStream file) throws IOException {
    byte[] header = header(tensors);
    ByteBuffer piece = ByteBuffer.allocate(8 * PIECE).order(ByteOrder.LITTLE_ENDIAN);
    file.write(piece.putLong(header.length).array(), 0, 8);
    file.write(header);
    DoubleBuffer numbers = piece.clear().asDoubleBuffer();
    for (Range tensor : tensors.values()) {
      for (int from = 0; from < tensor.length(); from += PIECE) {
        int length = Math.min(PIECE, tensor.length() - from);
        numbers.clear().put(tensor.numbers(), tensor.from() + from, length);
        file.write(piece.array(), 0, 8 * length);
      }
    }
  }

  private static byte[] header(Map<String, Range> tensors) {
    Map<String, Object> header = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, Range> entry : tensors.entrySet()) {
      Range tensor = entry.getValue();
      long begin = end;
      end += 8L * tensor.length();
      Map<String, Object> place = new LinkedHashMap<>();
      place.put("dtype", "F64");
      place.put("shape", tensor.shape());
      place.put("data_offsets", List.of(begin, end));
      header.put(entry.getKey(), place);
    }
    return aligned(Json.line(header));
  }

  /** Blanks after the header align the numbers to a multiple of 8. */
  private static byte[] aligned(String header) {
    int length = header.getBytes(StandardCharsets.UTF_8).length;
    return (header + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The tensors of a file, 64-bit or 32-bit, in the order of its header. Nothing is allocated that
   * the file does not contain. As in the reference implementation (the Rust crate safetensors),
   * every byte after the header belongs to one tensor, and the metadata are texts by names.
   *
   * @param name of the file, for messages
   * @throws ModelFormatException if the bytes are not a safetensors file of floating-point numbers
   */
  public static Map<String, Tensor> read(byte[] file, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    require(file.length >= 8, name, "it has %s bytes, too few for a header".formatted(file.length));
    long headerLength = bytes.getLong();
    require(
        headerLength >= 2 && headerLength <= Math.min(HEADER_LIMIT, file.length - 8L),
        name,
        "its header claims %s bytes of a file of %s".formatted(headerLength, file.length));
    byte[] header = new byte[(int) headerLength];
    bytes.get(header);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    TreeMap<Integer, Integer> ends = new TreeMap<>();
    long taken = 0;
    for (Map.Entry<String, Object> entry : parseHeader(header, name).entrySet()) {
      if (!entry.getKey().equals(METADATA)) {
        Place place = place(entry.getKey(), entry.getValue(), data.limit(), name);
        taken += place.bytes();
        // else many tensors at one place would allocate many times the file's size
        require(taken <= data.limit(), name, "tensor " + entry.getKey() + " overlaps another");
        ends.merge(place.from(), place.from() + (int) place.bytes(), Math::max);
        tensors.put(entry.getKey(), new Tensor(place.shape(), values(place, data)));
      } else {
        requireTexts(entry.getValue(), name);
      }
    }
    requireNoHoles(ends, data.limit(), name);
    return tensors;
  }

  /** Bytes that belong to no tensor are a sign of a wrongly assembled file. */
  private static void requireNoHoles(Map<Integer, Integer> ends, int limit, String name) {
    int reached = 0;
    for (Map.Entry<Integer, Integer> range : ends.entrySet()) {
      require(
          range.getKey() <= reached,
          name,
          "bytes %s to %s after its header belong to no tensor".formatted(reached, range.getKey()));
      require(
          range.getKey() == reached,
          name,
          "the tensor at byte %s after its header overlaps another".formatted(range.getKey()));
      reached = range.getValue();
    }
    require(
        reached == limit,
        name,
        "bytes %s to %s after its header belong to no tensor".formatted(reached, limit));
  }

  private static void requireTexts(Object metadata, String name) {
    boolean texts =
        metadata == null
            || (metadata instanceof Map<?, ?> map
                && map.values().stream().allMatch(value -> value instanceof String));
    require(texts, name, METADATA + " in its header is not a map of texts");
  }

  private static Map<String, Object> parseHeader(byte[] header, String name) {
    try {
      return Json.parse(header, "its header");
    } catch (StorageException e) {
      throw wrong(name, e.getMessage());
    }
  }

  /** The place of a tensor in bytes after the header. */
  private record Place(List<Integer> shape, int width, int length, int from) {

    long bytes() {
      return (long) length * width;
    }
  }

  private static Place place(String tensorName, Object described, int limit, String name) {
    if (!(described instanceof Map<?, ?> fields
        && fields.get("dtype") instanceof String type
        && fields.get("shape") instanceof List<?> sizes
        && fields.get("data_offsets") instanceof List<?> offsets
        && offsets.size() == 2
        && isWhole(offsets.get(0))
        && isWhole(offsets.get(1)))) {
      throw wrong(name, "tensor " + tensorName + " lacks dtype, shape or data_offsets");
    }
    int width = width(type, tensorName, name);
    List<Integer> shape = sizes.stream().map(size -> size(size, tensorName, name)).toList();
    long length = shape.stream().mapToLong(Integer::longValue).reduce(1, Safetensors::product);
    long from = ((Number) offsets.get(0)).longValue();
    long end = ((Number) offsets.get(1)).longValue();
    require(
        from >= 0
            && length <= limit / width
            && from <= limit - length * width
            && end == from + length * width,
        name,
        "tensor %s of shape %s does not lie at bytes %s of the file's %s"
            .formatted(tensorName, shape, offsets, limit));
    return new Place(shape, width, (int) length, (int) from);
  }

  private static boolean isWhole(Object number) {
    return number instanceof Integer || number instanceof Long;
  }

  private static double[] values(Place place, ByteBuffer data) {
    double[] values = new double[place.length()];
    for (int i = 0; i < values.length; i++) {
      int at = place.from() + i * place.width();
      values[i] = place.width() == 8 ? data.getDouble(at) : data.getFloat(at);
    }
    return values;
  }

  private static int width(String type, String tensorName, String name) {
    return switch (type) {
      case "F64" -> 8;
      case "F32" -> 4;
      default ->
          throw wrong(name, "tensor %s has type %s, not F64 or F32".formatted(tensorName, type));
    };
  }

  private static int size(Object size, String tensorName, String name) {
    if (size instanceof Integer number && number >= 0) {
      return number;
    }
    throw wrong(name, "tensor " + tensorName + " has a size of " + size);
  }

  /** A product that stays above every file's size instead of overflowing. */
  private static long product(long a, long b) {
    return a != 0 && b > Integer.MAX_VALUE / a ? Integer.MAX_VALUE : a * b;
  }

  private static void require(boolean holds, String name, String otherwise) {
    if (!holds) {
      throw wrong(name, otherwise);
    }
  }

  private static ModelFormatException wrong(String name, String why) {
    return new ModelFormatException(name + " is not a valid safetensors file: " + why);
  }
}
