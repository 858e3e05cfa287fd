package io.orbit.storage.cowbtree;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.SortedBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree in one file: its states, the snapshots that keep older ones, and the free pages. Reads
 * come from any number of threads, batches from one. Closed with the last of its users.
 */
final class Tree {
  private final PageFile file;
  private final BranchCache cache;
  private final boolean freeListLost;
  private FreePages free;
  private volatile Root root;

  /** How many snapshots there are of each generation; guarded by itself, as {@link #retired}. */
  private final TreeMap<Long, Integer> pinned = new TreeMap<>();

  private boolean retired;

  private Tree(PageFile file, Root root, FreePages free, boolean freeListLost, long cacheBytes) {
    this.file = file;
    this.root = root;
    this.free = free;
    this.freeListLost = freeListLost;
    this.cache = new BranchCache(cacheBytes);
  }

  /** A new, empty tree, on the disk when this returns. */
  static Tree create(Path path, long cacheBytes) {
    PageFile file = PageFile.open(path);
    try {
      Root empty = Root.EMPTY;
      file.write(CowbtreeFormat.rootPage(empty.generation()), CowbtreeFormat.encode(empty));
      file.sync(CowbtreeFormat.ROOT_PAGES);
      return new Tree(file, empty, new FreePages(empty.pages()), false, cacheBytes);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  static Tree open(Path path, long cacheBytes) {
    PageFile file = PageFile.open(path);
    try {
      Root root =
          newest(file)
              .orElseThrow(
                  () -> CowbtreeErrors.corrupted("both root pages of " + path + " are damaged"));
      if ((long) root.pages() * CowbtreeFormat.PAGE > file.size()) {
        throw CowbtreeErrors.corrupted(path + " is cut off");
      }
      FreePages free = readFree(file, root);
      boolean lost = free == null;
      return new Tree(file, root, lost ? new FreePages(root.pages()) : free, lost, cacheBytes);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The newest state that is whole. */
  static Optional<Root> newest(PageFile file) {
    Optional<Root> newest = Optional.empty();
    for (int page = 0; page < CowbtreeFormat.ROOT_PAGES; page++) {
      if (file.size() >= (page + 1L) * CowbtreeFormat.PAGE) {
        Optional<Root> root = CowbtreeFormat.decodeRoot(file.read(page, CowbtreeFormat.PAGE));
        if (root.isPresent()
            && (newest.isEmpty() || root.get().generation() > newest.get().generation())) {
          newest = root;
        }
      }
    }
    return newest;
  }

  /** The free pages, or null when their list is damaged: then nothing is free until compaction. */
  private static @Nullable FreePages readFree(PageFile file, Root root) {
    if (root.free().isNone()) {
      return new FreePages(root.pages());
    }
    try {
      return FreePages.decode(file.read(root.free()), root.pages());
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.DATA_CORRUPTED) {
        return null;
      }
      throw e;
    }
  }

  Root root() {
    return root;
  }

  Path path() {
    return file.path();
  }

  /** Its file has got another name. */
  void movedTo(Path path) {
    file.movedTo(path);
  }

  boolean freeListLost() {
    return freeListLost;
  }

  List<FreePages.Run> freeRuns() {
    return free.runs();
  }

  /** How many pages hold nothing that the current state needs. */
  long freePages() {
    return free.count();
  }

  long cacheBytes() {
    return cache.bytes();
  }

  // ---- reading

  /** A node of a state that the caller has pinned. */
  Node node(Pointer pointer) {
    Node known = cache.find(pointer);
    if (known != null) {
      return known;
    }
    Node node = new Node(pointer, file.read(pointer));
    cache.keep(node);
    return node;
  }

  byte[] value(Pointer pointer) {
    return file.read(pointer);
  }

  byte @Nullable [] get(Root state, byte[] key) {
    if (state.tree().isNone()) {
      return null;
    }
    Node node = node(state.tree());
    while (!node.isLeaf()) {
      node = node(node.child(node.childOf(key)));
    }
    int index = node.lowerBound(key);
    if (!node.isAt(index, key)) {
      return null;
    }
    Pointer outside = node.outside(index);
    return outside.isNone() ? node.value(index) : value(outside);
  }

  // ---- who needs what

  /** The current state, which stays until it is {@linkplain #unpin let go}. */
  Root pin() {
    synchronized (pinned) {
      Root state = root;
      pinned.merge(state.generation(), 1, Integer::sum);
      return state;
    }
  }

  void unpin(Root state) {
    boolean last;
    synchronized (pinned) {
      pinned.computeIfPresent(
          state.generation(), (generation, count) -> count == 1 ? null : count - 1);
      last = retired && pinned.isEmpty();
    }
    if (last) {
      file.close();
    }
  }

  /** No batches come any more; closes the file once no snapshot needs it. */
  void retire() {
    boolean unused;
    synchronized (pinned) {
      unused = !retired && pinned.isEmpty();
      retired = true;
    }
    if (unused) {
      file.close();
    }
  }

  private long oldestGeneration() {
    synchronized (pinned) {
      return pinned.isEmpty() ? root.generation() : pinned.firstKey();
    }
  }

  // ---- changing

  /** Writes a new state: all of the batch, or nothing of it. */
  void apply(SortedBatch batch, long position) {
    Root before = root;
    free.begin(oldestGeneration());
    boolean certain = true;
    try {
      Writing writing = new Writing();
      TreeUpdate update = new TreeUpdate(writing, batch);
      Pointer top = update.run(before.tree());
      free.giveUp(before.free());
      Pointer list = writeFreeList();
      Root after =
          new Root(
              before.generation() + 1,
              position,
              before.entries() + update.added(),
              free.end(),
              top,
              list);
      file.sync(after.pages());
      certain = false;
      file.write(CowbtreeFormat.rootPage(after.generation()), CowbtreeFormat.encode(after));
      file.sync(after.pages());
      free.commit(after.generation());
      root = after;
    } catch (RuntimeException e) {
      file.discard();
      free.rollback(certain);
      throw e;
    }
  }

  private Pointer writeFreeList() {
    int length = free.encodedBytes();
    int page = free.take(CowbtreeFormat.pages(length));
    return writeAt(page, free.encode(length));
  }

  private Pointer writeAt(int page, byte[] bytes) {
    file.write(page, bytes);
    return new Pointer(page, bytes.length, CowbtreeFormat.checksum(bytes, bytes.length));
  }

  /** The pages that a batch writes to. */
  private final class Writing implements Pages {
    @Override
    public Node node(Pointer pointer) {
      return Tree.this.node(pointer);
    }

    @Override
    public Pointer write(byte[] bytes) {
      return writeAt(free.take(CowbtreeFormat.pages(bytes.length)), bytes);
    }

    @Override
    public void giveUp(Pointer pointer) {
      free.giveUp(pointer);
    }
  }
}
