package io.orbit.storage.cowbtree;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Branches that have been read, each at the one place that its page has. Leaves are left to the
 * operating system, which has them anyway. A branch is known again by its whole pointer, so one
 * that was written over is never taken for the new one. Thread-safe.
 */
final class BranchCache {
  /** A page with what the object around it takes. */
  private static final int SLOT_BYTES = CowbtreeFormat.PAGE + 128;

  private static final int MOST_SLOTS = 1 << 18;

  private final AtomicReferenceArray<@Nullable Node> slots;

  BranchCache(long cacheBytes) {
    slots = new AtomicReferenceArray<>(Math.clamp(cacheBytes / SLOT_BYTES, 1, MOST_SLOTS));
  }

  @Nullable Node find(Pointer pointer) {
    Node node = slots.getAcquire(slot(pointer));
    return node != null && node.pointer().equals(pointer) ? node : null;
  }

  void keep(Node node) {
    if (!node.isLeaf() && node.pointer().pages() == 1) {
      slots.setRelease(slot(node.pointer()), node);
    }
  }

  private int slot(Pointer pointer) {
    return pointer.page() % slots.length();
  }

  /** How much memory it takes at most. */
  long bytes() {
    return (long) slots.length() * SLOT_BYTES;
  }
}
