package io.orbit.storage.cowbtree;

import io.orbit.api.storage.EngineFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Everything that this engine puts on the disk.
 *
 * <pre>
 * FORMAT    {@link EngineFormat}, written once the directory is complete
 * LOCK      empty; locked by the process that has the engine open
 * tree      pages of {@link #PAGE} bytes
 * tree.new  a copy that compaction had not finished: void
 * </pre>
 *
 * <p>Numbers are big-endian, {@code crc} is CRC-32C. The first two pages are root pages: a state of
 * an even generation stands in the first, of an odd one in the second, so that a torn write never
 * touches the state before it. The newest whole one counts.
 *
 * <pre>
 * root     magic, 8 bytes; generation, 8; position, 8; entries, 8; pages, 4;
 *          pointer to the topmost node; pointer to the free list; crc of all that, 4
 * pointer  first page, 4; length in bytes, 4; crc of what it points to, 4; all 0 for none
 * free     runs of free pages in ascending order, each: first page, 4; number, 4;
 *          runs of no pages mean nothing
 * node     kind, 1: 1 leaf, 2 branch; width of an offset, 1: 2 or 4; items, 4;
 *          length of the prefix, 4; the prefix that all keys share;
 *          for each item where it begins in the node, 2 or 4; the items by key in unsigned order
 * item     length of the rest of its key, 4, or 2 where offsets take 2; the rest; and then
 *          leaf    00, value's length, 4, or 2 as above; the value
 *          leaf    01, pointer to the value
 *          branch  pointer to a node, all of whose keys are at or above the key (the first
 *                  item's key is not compared) and below the next item's
 * </pre>
 *
 * <p>A node fills one page where its items allow it; with larger ones it takes several in a row. A
 * value longer than {@link #INLINE_VALUE} lies in pages of its own. What a state points to is never
 * written over while it counts or a snapshot is open on it: a batch writes new nodes into free
 * pages, syncs, then writes the root page that points to them, and syncs again.
 *
 * <p>Source: the shadow paging of Lampson and Sturgis, and Lorie, as LMDB uses it (Chu 2011); the
 * checksums in pointers are those of ZFS (Bonwick et al. 2003).
 */
final class CowbtreeFormat {
  static final EngineFormat FORMAT = new EngineFormat("cowbtree", 1);
  static final String FILE = "tree";
  static final String COPY = "tree.new";
  static final String LOCK = "LOCK";

  static final int PAGE = 4096;
  static final int ROOT_PAGES = 2;
  static final int INLINE_VALUE = 1024;
  static final int POINTER_BYTES = 12;

  private static final long MAGIC = 0x4f72626974547265L;
  private static final int ROOT_BYTES = 4 * Long.BYTES + Integer.BYTES + 2 * POINTER_BYTES;

  private CowbtreeFormat() {}

  static Path file(Path directory) {
    return directory.resolve(FILE);
  }

  static int pages(int length) {
    return (length + PAGE - 1) / PAGE;
  }

  /** The root page that a generation is written to. */
  static int rootPage(long generation) {
    return (int) (generation % ROOT_PAGES);
  }

  static byte[] encode(Root root) {
    ByteBuffer page = ByteBuffer.allocate(ROOT_BYTES + Integer.BYTES);
    page.putLong(MAGIC).putLong(root.generation()).putLong(root.position());
    page.putLong(root.entries()).putInt(root.pages());
    put(page, root.tree());
    put(page, root.free());
    return page.putInt(checksum(page.array(), ROOT_BYTES)).array();
  }

  /** What a root page says; nothing when it is not whole. */
  static Optional<Root> decodeRoot(byte[] bytes) {
    ByteBuffer page = ByteBuffer.wrap(bytes);
    if (bytes.length < ROOT_BYTES + Integer.BYTES
        || page.getInt(ROOT_BYTES) != checksum(bytes, ROOT_BYTES)
        || page.getLong() != MAGIC) {
      return Optional.empty();
    }
    return Optional.of(
        new Root(
            page.getLong(),
            page.getLong(),
            page.getLong(),
            page.getInt(),
            pointer(page),
            pointer(page)));
  }

  static void put(ByteBuffer target, Pointer pointer) {
    target.putInt(pointer.page()).putInt(pointer.length()).putInt(pointer.checksum());
  }

  static Pointer pointer(ByteBuffer source) {
    return new Pointer(source.getInt(), source.getInt(), source.getInt());
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
