package io.orbit.storage.cowbtree;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which pages of the file a batch may write to. What a batch gives up stays until it is written and
 * no snapshot sees it; what it took comes back when it fails. One thread.
 */
final class FreePages {
  /** Pages in a row. */
  record Run(int page, int count) {}

  /** What one generation no longer uses. */
  private record GivenUp(long generation, List<Run> runs) {}

  private static final int RUN_BYTES = 2 * Integer.BYTES;

  private final TreeMap<Integer, Integer> free = new TreeMap<>();
  private final Deque<GivenUp> waiting = new ArrayDeque<>();
  private final List<Run> suspect = new ArrayList<>();
  private final TreeMap<Integer, Integer> taken = new TreeMap<>();
  private List<Run> givenUp = new ArrayList<>();
  private int end;

  /**
   * @param end how many pages there are
   */
  FreePages(int end) {
    this.end = end;
  }

  int end() {
    return end;
  }

  /** How many pages nothing needs, or nothing but snapshots. */
  long count() {
    return all().values().stream().mapToLong(Integer::longValue).sum();
  }

  void add(Run run) {
    add(free, run);
  }

  private static void add(TreeMap<Integer, Integer> target, Run run) {
    int page = run.page();
    int count = run.count();
    Map.Entry<Integer, Integer> before = target.lowerEntry(page);
    if (before != null && before.getKey() + before.getValue() == page) {
      page = before.getKey();
      count += before.getValue();
    }
    Integer after = target.remove(run.page() + run.count());
    target.put(page, after == null ? count : count + after);
  }

  /**
   * A batch begins: what no state from that generation on uses may be used.
   *
   * @param oldest the oldest generation that anybody sees
   */
  void begin(long oldest) {
    while (!waiting.isEmpty() && waiting.getFirst().generation() <= oldest) {
      waiting.removeFirst().runs().forEach(this::add);
    }
  }

  /** Pages in a row, the first that there are. */
  int take(int count) {
    for (Map.Entry<Integer, Integer> run : free.entrySet()) {
      if (run.getValue() >= count) {
        int page = run.getKey();
        int left = run.getValue() - count;
        free.remove(page);
        if (left > 0) {
          free.put(page + count, left);
        }
        taken.put(page, count);
        return page;
      }
    }
    int page = end;
    end = Math.addExact(end, count);
    taken.put(page, count);
    return page;
  }

  /** The batch does not use what lies there any more. */
  void giveUp(Pointer pointer) {
    if (pointer.isNone()) {
      return;
    }
    Run run = new Run(pointer.page(), pointer.pages());
    if (taken.remove(run.page()) != null) {
      add(run);
    } else {
      givenUp.add(run);
    }
  }

  /** How many bytes the list takes at most. */
  int encodedBytes() {
    return (all().size() + 2) * RUN_BYTES;
  }

  /**
   * What is free once the batch is written, with runs of no pages behind.
   *
   * @param length as {@link #encodedBytes} said before the list itself took pages
   */
  byte[] encode(int length) {
    TreeMap<Integer, Integer> runs = all();
    ByteBuffer out = ByteBuffer.allocate(length);
    runs.forEach((page, count) -> out.putInt(page).putInt(count));
    return out.array();
  }

  static FreePages decode(byte[] encoded, int end) {
    FreePages pages = new FreePages(end);
    ByteBuffer in = ByteBuffer.wrap(encoded);
    while (in.remaining() >= RUN_BYTES) {
      Run run = new Run(in.getInt(), in.getInt());
      if (run.count() > 0) {
        pages.add(run);
      }
    }
    return pages;
  }

  private TreeMap<Integer, Integer> all() {
    TreeMap<Integer, Integer> all = new TreeMap<>(free);
    waiting.forEach(given -> given.runs().forEach(run -> add(all, run)));
    suspect.forEach(run -> add(all, run));
    givenUp.forEach(run -> add(all, run));
    return all;
  }

  /** Every run that is free, or will be. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    all().forEach((page, count) -> runs.add(new Run(page, count)));
    return runs;
  }

  /** The batch is written as that generation. */
  void commit(long generation) {
    waiting.addLast(new GivenUp(generation, givenUp));
    givenUp = new ArrayList<>();
    suspect.forEach(this::add);
    suspect.clear();
    taken.clear();
  }

  /**
   * The batch has failed.
   *
   * @param certain nothing on the disk points to its pages; else they wait for the next commit
   */
  void rollback(boolean certain) {
    taken.forEach(
        (page, count) -> {
          Run run = new Run(page, count);
          if (certain) {
            add(run);
          } else {
            suspect.add(run);
          }
        });
    taken.clear();
    givenUp = new ArrayList<>();
  }
}
