package io.orbit.storage.cowbtree;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a state: every checksum, the order of the keys, their number, and that each page is
 * used once or free.
 */
final class TreeCheck {
  private static final int MOST_PROBLEMS = 100;

  private final Tree tree;
  private final BitSet used = new BitSet();
  private final List<String> problems = new ArrayList<>();
  private long entries;
  private boolean everythingRead = true;

  private TreeCheck(Tree tree) {
    this.tree = tree;
  }

  /** What is wrong; nothing, if nothing is. No batch may come meanwhile. */
  static List<String> run(Tree tree) {
    TreeCheck check = new TreeCheck(tree);
    Root state = tree.pin();
    try {
      check.check(state);
    } finally {
      tree.unpin(state);
    }
    return check.problems;
  }

  private void check(Root state) {
    if (!state.tree().isNone()) {
      walk(state.tree(), null, null);
    }
    if (!everythingRead) {
      return;
    }
    if (entries != state.entries()) {
      report("%s holds %d entries, not %d".formatted(tree.path(), entries, state.entries()));
    }
    if (tree.freeListLost()) {
      report("the list of free pages of " + tree.path() + " is damaged");
      return;
    }
    if (!state.free().isNone()) {
      use(state.free());
    }
    for (FreePages.Run run : tree.freeRuns()) {
      mark(run.page(), run.count());
    }
    int known = used.cardinality() + CowbtreeFormat.ROOT_PAGES;
    if (known != state.pages()) {
      report("%d pages of %s belong to nothing".formatted(state.pages() - known, tree.path()));
    }
  }

  private void walk(Pointer pointer, byte @Nullable [] from, byte @Nullable [] to) {
    Node node;
    try {
      node = new Node(pointer, tree.value(pointer));
    } catch (OrbitException e) {
      broken(e);
      return;
    }
    use(pointer);
    byte[] lower = from;
    for (int i = 0; i < node.size(); i++) {
      byte[] key = node.key(i);
      boolean compared = node.isLeaf() || i > 0;
      int order = lower == null ? 1 : Arrays.compareUnsigned(key, lower);
      if (compared
          && (order < 0
              || (order == 0 && i > 0)
              || (to != null && Arrays.compareUnsigned(key, to) >= 0))) {
        report("keys are out of order in page %d of %s".formatted(pointer.page(), tree.path()));
      }
      if (node.isLeaf()) {
        entries++;
        value(node.outside(i));
      } else {
        walk(node.child(i), i == 0 ? from : key, i == node.size() - 1 ? to : node.key(i + 1));
      }
      lower = compared ? key : lower;
    }
  }

  private void value(Pointer pointer) {
    if (pointer.isNone()) {
      return;
    }
    use(pointer);
    try {
      byte[] ignored = tree.value(pointer);
    } catch (OrbitException e) {
      broken(e);
    }
  }

  private void broken(OrbitException e) {
    if (e.code() != ErrorCode.DATA_CORRUPTED) {
      throw e;
    }
    everythingRead = false;
    report(e.getMessage());
  }

  private void use(Pointer pointer) {
    mark(pointer.page(), pointer.pages());
  }

  private void mark(int page, int count) {
    int next = used.nextSetBit(page);
    if (next >= 0 && next < page + count) {
      report("page %d of %s belongs to two things".formatted(next, tree.path()));
    }
    used.set(page, page + count);
  }

  private void report(String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }
}
