package io.orbit.api.value;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What documents are searched for: lexemes joined by operators (PostgreSQL's tsquery, manual
 * section 8.11.2). Immutable.
 *
 * @param root null for the query that finds nothing
 */
public record TextSearchQuery(@Nullable Node root) implements Comparable<TextSearchQuery> {
  public static final TextSearchQuery EMPTY = new TextSearchQuery(null);

  /** PostgreSQL's MAXENTRYPOS. */
  public static final int MOST_DISTANCE = 16_384;

  private static final int NOT = 1;
  private static final int AND = 2;
  private static final int OR = 3;
  private static final int PHRASE = 4;

  /** A lexeme, or an operator with its operands. */
  public sealed interface Node {
    /** How many lexemes and operators it has. */
    int size();
  }

  /**
   * A lexeme.
   *
   * @param weights the weights that count, a bit each from 1 for D to 8 for A; 0 for all
   * @param prefix whether any lexeme that begins with it will do
   */
  public record Operand(String lexeme, int weights, boolean prefix) implements Node {
    @Override
    public int size() {
      return 1;
    }
  }

  /** {@code !operand}. */
  public record Not(Node operand) implements Node {
    @Override
    public int size() {
      return 1 + operand.size();
    }
  }

  /** {@code left & right}. */
  public record And(Node left, Node right) implements Node {
    @Override
    public int size() {
      return 1 + left.size() + right.size();
    }
  }

  /** {@code left | right}. */
  public record Or(Node left, Node right) implements Node {
    @Override
    public int size() {
      return 1 + left.size() + right.size();
    }
  }

  /**
   * {@code left <distance> right}: right so many places behind left.
   *
   * @param distance from 0 to {@link #MOST_DISTANCE}
   */
  public record Phrase(Node left, Node right, int distance) implements Node {
    @Override
    public int size() {
      return 1 + left.size() + right.size();
    }
  }

  /** How many lexemes and operators it has. */
  public int size() {
    return root == null ? 0 : root.size();
  }

  /**
   * PostgreSQL's binary form (tsquerysend): the number of nodes, then each node before its
   * operands, the right one first: 1, weights, 1 for a prefix, UTF-8 bytes and 0; or 2, the
   * operator (1 not, 2 and, 3 or, 4 phrase with its distance in 2 bytes).
   */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).putInt(size()).array());
    if (root != null) {
      write(root, out);
    }
    return out.toByteArray();
  }

  private static void write(Node node, ByteArrayOutputStream out) {
    switch (node) {
      case Operand operand -> {
        out.write(1);
        out.write(operand.weights());
        out.write(operand.prefix() ? 1 : 0);
        out.writeBytes(operand.lexeme().getBytes(StandardCharsets.UTF_8));
        out.write(0);
      }
      case Not not -> {
        operator(NOT, out);
        write(not.operand(), out);
      }
      case And and -> {
        operator(AND, out);
        write(and.right(), out);
        write(and.left(), out);
      }
      case Or or -> {
        operator(OR, out);
        write(or.right(), out);
        write(or.left(), out);
      }
      case Phrase phrase -> {
        operator(PHRASE, out);
        out.write(phrase.distance() >> 8);
        out.write(phrase.distance());
        write(phrase.right(), out);
        write(phrase.left(), out);
      }
    }
  }

  private static void operator(int operator, ByteArrayOutputStream out) {
    out.write(2);
    out.write(operator);
  }

  /**
   * From that form.
   *
   * @throws java.nio.BufferUnderflowException when it is cut short
   * @throws IllegalArgumentException when it is none
   */
  public static TextSearchQuery of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return in.getInt() == 0 ? EMPTY : new TextSearchQuery(read(in, 0));
  }

  private static Node read(ByteBuffer in, int depth) {
    if (depth > 1000) {
      throw new IllegalArgumentException("nested too deeply");
    }
    if (in.get() == 1) {
      int weights = in.get() & 0xF;
      boolean prefix = in.get() != 0;
      int start = in.position();
      while (in.get() != 0) {}
      int length = in.position() - 1 - start;
      return new Operand(
          new String(in.array(), start, length, StandardCharsets.UTF_8), weights, prefix);
    }
    int operator = in.get();
    if (operator == NOT) {
      return new Not(read(in, depth + 1));
    }
    int distance = operator == PHRASE ? in.getShort() : 0;
    Node right = read(in, depth + 1);
    Node left = read(in, depth + 1);
    return switch (operator) {
      case AND -> new And(left, right);
      case OR -> new Or(left, right);
      case PHRASE -> new Phrase(left, right, distance);
      default -> throw new IllegalArgumentException("operator " + operator);
    };
  }

  /** By size, then by the bytes of the binary form. */
  @Override
  public int compareTo(TextSearchQuery other) {
    return Arrays.compareUnsigned(toBytes(), other.toBytes());
  }
}
