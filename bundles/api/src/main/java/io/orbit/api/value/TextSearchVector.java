package io.orbit.api.value;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a document is searched by: its lexemes in order, with the places where they stand and how
 * much each place weighs (PostgreSQL's tsvector, manual section 8.11.1). Immutable by convention:
 * nobody changes the arrays.
 *
 * @param lexemes different ones, in the order of their bytes
 */
public record TextSearchVector(List<Lexeme> lexemes) implements Comparable<TextSearchVector> {
  public static final TextSearchVector EMPTY = new TextSearchVector(List.of());

  /** The last place that is told from others. */
  public static final int LAST_POSITION = 16_383;

  private static final int MOST_POSITIONS = 256;

  /**
   * One lexeme.
   *
   * @param positions ascending, each {@code weight << 14 | position} with weight 3 for A and 0 for
   *     D; empty when they are not known
   */
  public record Lexeme(String text, int[] positions) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Lexeme that
          && text.equals(that.text)
          && Arrays.equals(positions, that.positions);
    }

    @Override
    public int hashCode() {
      return 31 * text.hashCode() + Arrays.hashCode(positions);
    }
  }

  /** A place with a weight as {@link Lexeme#positions} has it. */
  public static int position(int position, int weight) {
    return weight << 14 | Math.min(position, LAST_POSITION);
  }

  public static int placeOf(int position) {
    return position & LAST_POSITION;
  }

  public static int weightOf(int position) {
    return position >> 14;
  }

  /**
   * From lexemes and all their positions.
   *
   * @param positions of each lexeme in any order; the heavier of two at one place is kept
   */
  public static TextSearchVector of(
      Map<String, ? extends java.util.Collection<Integer>> positions) {
    TreeMap<String, int[]> sorted = new TreeMap<>(ValueOrder::compareText);
    positions.forEach((text, places) -> sorted.put(text, distinct(places)));
    List<Lexeme> lexemes = new ArrayList<>(sorted.size());
    sorted.forEach((text, places) -> lexemes.add(new Lexeme(text, places)));
    return new TextSearchVector(Collections.unmodifiableList(lexemes));
  }

  private static int[] distinct(java.util.Collection<Integer> positions) {
    TreeSet<Integer> byPlace = new TreeSet<>(Comparator.comparingInt(TextSearchVector::placeOf));
    for (Integer position : positions) {
      Integer there = byPlace.floor(position);
      if (there == null || placeOf(there) != placeOf(position)) {
        byPlace.add(position);
      } else if (weightOf(there) < weightOf(position)) {
        byPlace.remove(there);
        byPlace.add(position);
      }
    }
    return byPlace.stream().mapToInt(Integer::intValue).limit(MOST_POSITIONS).toArray();
  }

  /** The lexeme of that text; null when there is none. */
  public @Nullable Lexeme find(String text) {
    int at = first(text);
    return at < lexemes.size() && lexemes.get(at).text().equals(text) ? lexemes.get(at) : null;
  }

  /** The lexemes that begin with a text. */
  public List<Lexeme> beginningWith(String prefix) {
    int from = first(prefix);
    int to = from;
    while (to < lexemes.size() && lexemes.get(to).text().startsWith(prefix)) {
      to++;
    }
    return lexemes.subList(from, to);
  }

  /** Where the first lexeme stands that is not before a text. */
  private int first(String text) {
    int low = 0;
    int high = lexemes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ValueOrder.compareText(lexemes.get(middle).text(), text) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * PostgreSQL's binary form (tsvectorsend): the number of lexemes, and of each its UTF-8 bytes, 0,
   * the number of positions, and these, in 2 bytes each.
   */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).putInt(lexemes.size()).array());
    for (Lexeme lexeme : lexemes) {
      out.writeBytes(lexeme.text().getBytes(StandardCharsets.UTF_8));
      out.write(0);
      ByteBuffer places = ByteBuffer.allocate(2 + 2 * lexeme.positions().length);
      places.putShort((short) lexeme.positions().length);
      for (int position : lexeme.positions()) {
        places.putShort((short) position);
      }
      out.writeBytes(places.array());
    }
    return out.toByteArray();
  }

  /**
   * From that form; lexemes out of order are brought into it.
   *
   * @throws java.nio.BufferUnderflowException when it is cut short
   */
  public static TextSearchVector of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int count = in.getInt();
    List<Lexeme> lexemes = new ArrayList<>(Math.clamp(count, 0, bytes.length));
    boolean ordered = true;
    for (int i = 0; i < count; i++) {
      int start = in.position();
      while (in.get() != 0) {}
      String text = new String(bytes, start, in.position() - 1 - start, StandardCharsets.UTF_8);
      int[] positions = new int[in.getShort() & 0xFFFF];
      for (int j = 0; j < positions.length; j++) {
        positions[j] = in.getShort() & 0xFFFF;
      }
      ordered &= i == 0 || ValueOrder.compareText(lexemes.getLast().text(), text) < 0;
      lexemes.add(new Lexeme(text, positions));
    }
    if (ordered) {
      return new TextSearchVector(Collections.unmodifiableList(lexemes));
    }
    Map<String, List<Integer>> merged = new java.util.HashMap<>();
    for (Lexeme lexeme : lexemes) {
      merged
          .computeIfAbsent(lexeme.text(), text -> new ArrayList<>())
          .addAll(Arrays.stream(lexeme.positions()).boxed().toList());
    }
    return of(merged);
  }

  /** By the bytes of the binary form: an order, though not one that means something. */
  @Override
  public int compareTo(TextSearchVector other) {
    return Arrays.compareUnsigned(toBytes(), other.toBytes());
  }
}
