package io.orbit.storage.cowbtree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the nodes of one level that lie under one branch, from left to right: those that a batch
 * leaves alone stay as they are, the items of the others are written in new nodes. What would be
 * too small is put together with its neighbour. One thread, once.
 */
final class Level {
  private static final int CAPACITY = CowbtreeFormat.PAGE;

  /** Below this a node is put together with one beside it. */
  private static final int LEAST = CAPACITY / 4;

  /** Above this items are written before all have come. */
  private static final int STREAMED = 16 * CAPACITY;

  /** With fewer children, however long their keys are, a tree would not become less high. */
  private static final int LEAST_CHILDREN = 4;

  /**
   * A node that is done.
   *
   * @param items what it was made of, while that is known
   */
  private record Done(Item.Child child, List<Item> items) {}

  private final Pages pages;
  private final boolean leaves;
  private final boolean atRightEdge;
  private final List<Done> done = new ArrayList<>();
  private List<Item> open = new ArrayList<>();
  private long openBytes;
  private byte[] bound = new byte[0];

  /**
   * @param leaves whether the nodes are leaves
   * @param atRightEdge nothing follows in the whole tree: what comes last is likely to be followed
   *     by the next batch, so nodes are filled
   */
  Level(Pages pages, boolean leaves, boolean atRightEdge) {
    this.pages = pages;
    this.leaves = leaves;
    this.atRightEdge = atRightEdge;
  }

  /** The items of a node follow, changed. */
  void begin(byte[] lower) {
    if (openBytes >= LEAST) {
      close();
    }
    if (open.isEmpty()) {
      bound = lower;
    }
  }

  void add(Item item) {
    open.add(item);
    openBytes += Short.BYTES + Short.BYTES + item.key().length + item.bodyBytes();
    if (openBytes > STREAMED) {
      writeFull();
    }
  }

  /** A node stays as it is. */
  void keep(Item.Child child) {
    if (!open.isEmpty() && openBytes < LEAST) {
      absorb(child);
      return;
    }
    close();
    done.add(new Done(child, List.of()));
  }

  private void absorb(Item.Child child) {
    Node node = pages.node(child.node());
    for (int i = 0; i < node.size(); i++) {
      add(node.item(i));
    }
    pages.giveUp(child.node());
  }

  /** The nodes' pointers; none if there is nothing. */
  List<Item.Child> finish() {
    if (!open.isEmpty() && openBytes < LEAST && !done.isEmpty() && !atRightEdge) {
      Done last = done.removeLast();
      List<Item> tail = open;
      open = new ArrayList<>();
      openBytes = 0;
      bound = last.child().key();
      if (last.items().isEmpty()) {
        absorb(last.child());
      } else {
        pages.giveUp(last.child().node());
        last.items().forEach(this::add);
      }
      tail.forEach(this::add);
    }
    close();
    return done.stream().map(Done::child).toList();
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    int nodes = 0;
    for (int at = 0; at < open.size(); at += fitting(at, Long.MAX_VALUE)) {
      nodes++;
    }
    long share = atRightEdge ? Long.MAX_VALUE : openBytes / nodes;
    int at = 0;
    while (at < open.size()) {
      int count = fitting(at, share);
      write(at, count);
      at += count;
    }
    open = new ArrayList<>();
    openBytes = 0;
  }

  /** Writes nodes as full as they get, and keeps the rest. */
  private void writeFull() {
    int at = 0;
    int count = fitting(at, Long.MAX_VALUE);
    while (at + count < open.size()) {
      write(at, count);
      at += count;
      count = fitting(at, Long.MAX_VALUE);
    }
    if (at > 0) {
      bound = boundBetween(open.get(at - 1), open.get(at));
      List<Item> rest = new ArrayList<>(open.subList(at, open.size()));
      open = new ArrayList<>();
      openBytes = 0;
      for (Item item : rest) {
        open.add(item);
        openBytes += 2 * Short.BYTES + item.key().length + item.bodyBytes();
      }
    }
  }

  /** How many items from that one on a node takes, up to about a number of bytes. */
  private int fitting(int from, long share) {
    byte[] first = open.get(from).key();
    int prefix = first.length;
    long sum = 0;
    int count = 0;
    for (int i = from; i < open.size(); i++) {
      Item item = open.get(i);
      int newPrefix = Math.min(prefix, Node.shared(first, item.key()));
      sum += 2 * Short.BYTES + item.key().length + item.bodyBytes();
      long bytes = Node.HEADER_BYTES + newPrefix + sum - (long) newPrefix * (count + 1);
      boolean enough =
          bytes > CAPACITY || (sum - (item.bodyBytes() + item.key().length) / 2 > share);
      if (enough && count >= (leaves ? 1 : LEAST_CHILDREN)) {
        break;
      }
      prefix = newPrefix;
      count++;
    }
    return count;
  }

  private void write(int from, int count) {
    List<Item> items = List.copyOf(open.subList(from, from + count));
    byte[] lower = from == 0 ? bound : boundBetween(open.get(from - 1), items.getFirst());
    if (!done.isEmpty()) {
      Done last = done.removeLast();
      done.add(new Done(last.child(), List.of()));
    }
    done.add(new Done(new Item.Child(lower, pages.write(Node.encode(items, leaves))), items));
  }

  /** The shortest key that is above the one and not above the other. */
  private byte[] boundBetween(Item left, Item right) {
    return leaves
        ? Arrays.copyOf(right.key(), Node.shared(left.key(), right.key()) + 1)
        : right.key();
  }
}
