package io.orbit.kernel.check;

import java.io.PrintStream;

/** What a check finds, printed as it is found, and counted. */
final class Findings {
  private final PrintStream out;
  private int damaged;
  private int beyondRepair;

  Findings(PrintStream out) {
    this.out = out;
  }

  /** Something that is as it should be, or that was done. */
  void note(String what) {
    out.println(what);
  }

  /** Something broken that a repair mends, or has mended. */
  void damaged(String what, String wayOut) {
    damaged++;
    out.println("DAMAGED " + what);
    out.println("        " + wayOut);
  }

  /** Something broken that no repair mends. */
  void beyondRepair(String what, String wayOut) {
    beyondRepair++;
    damaged(what, wayOut);
  }

  /** Prints the sum and answers the exit code. */
  int conclude(boolean repaired) {
    if (damaged == 0) {
      out.println("Sound.");
      return Check.SOUND;
    }
    int mended = repaired ? damaged - beyondRepair : 0;
    out.println(damaged + " damaged, " + mended + " repaired.");
    return beyondRepair == 0 ? Check.DAMAGED : Check.BEYOND_REPAIR;
  }
}
