package io.orbit.client.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.IntSupplier;

/** Shows what is longer than the screen by the user's pager ({@code PAGER}, else less). */
public final class Pager {
  private static final List<String> USUAL = List.of("less", "-FRSX");

  private final List<String> command;
  private final IntSupplier height;
  private boolean on;

  /**
   * @param command what runs the pager
   * @param height lines of the screen; 0 when that is not known
   */
  public Pager(List<String> command, IntSupplier height, boolean on) {
    this.command = command;
    this.height = height;
    this.on = on;
  }

  /** The user's. */
  public static Pager ofUser(IntSupplier height, boolean on) {
    String variable = System.getenv("PAGER");
    boolean named = variable != null && !variable.isBlank();
    return new Pager(named ? List.of("sh", "-c", variable) : USUAL, height, on);
  }

  /** None. */
  public static Pager none() {
    return new Pager(List.of(), () -> 0, false);
  }

  PagedOutput page(PrintWriter terminal) {
    int lines = height.getAsInt();
    return new PagedOutput(terminal, on && lines > 0 ? lines - 1 : Integer.MAX_VALUE, command);
  }

  public boolean on() {
    return on;
  }

  public void on(boolean wanted) {
    on = wanted;
  }
}
