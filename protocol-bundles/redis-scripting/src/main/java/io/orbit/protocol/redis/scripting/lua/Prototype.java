package io.orbit.protocol.redis.scripting.lua;

/** A function as it was written: what all closures made of it share. */
final class Prototype {
  /** A local variable. */
  static final class Variable {
    final String name;
    final int slot;

    /** Whether a function inside uses it, so that it lives in a {@link Cell}. */
    boolean captured;

    Variable(String name, int slot) {
      this.name = name;
      this.slot = slot;
    }
  }

  /**
   * Where a new closure finds a variable of a function around it.
   *
   * @param fromSlot in a slot of the function that makes the closure; otherwise among its own
   *     captured variables
   */
  record Capture(String name, boolean fromSlot, int index) {}

  /** {@code @user_script}. */
  final String source;

  final int line;
  final boolean isVariadic;
  final Variable[] parameters;
  final Capture[] captures;
  final int slotCount;
  final Statement body;

  Prototype(
      String source,
      int line,
      boolean isVariadic,
      Variable[] parameters,
      Capture[] captures,
      int slotCount,
      Statement body) {
    this.source = source;
    this.line = line;
    this.isVariadic = isVariadic;
    this.parameters = parameters;
    this.captures = captures;
    this.slotCount = slotCount;
    this.body = body;
  }

  /** The chunk as messages name it. */
  static String shown(String source) {
    if (source.startsWith("@") || source.startsWith("=")) {
      return source.substring(1);
    }
    int end = source.indexOf('\n');
    String first = end < 0 ? source : source.substring(0, end);
    boolean cut = end >= 0 || first.length() > 45;
    return "[string \""
        + (cut ? first.substring(0, Math.min(first.length(), 42)) + "..." : first)
        + "\"]";
  }
}
