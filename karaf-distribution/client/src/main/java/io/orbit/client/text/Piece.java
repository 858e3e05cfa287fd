package io.orbit.client.text;

/** A part of a script. The texts of all parts, in order, are the script. */
public sealed interface Piece {
  String text();

  /**
   * The end of a statement, with its semicolon; all of it, unless there is a {@link Fragment}
   * before.
   */
  record Statement(String text) implements Piece {}

  /** The beginning of a statement in which a backslash command stands. */
  record Fragment(String text) implements Piece {}

  /** A backslash command: the rest of its line. */
  record Command(String text) implements Piece {}
}
