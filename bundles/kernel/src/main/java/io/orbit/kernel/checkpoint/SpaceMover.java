package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.checkpoint.CheckpointBatch.Change;
import io.orbit.kernel.record.ColdSource;
import io.orbit.kernel.record.HotStore;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.SpaceTransfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies spaces into other engines while they are read and written. From its beginning on every
 * checkpoint writes the space's changes into both engines; between checkpoints the rest is copied,
 * piece by piece, from what the last one left. So the copy is complete once its last piece is, and
 * stays so, and one record in the log makes it the space ({@link Recovery} tells how a start reads
 * that record).
 *
 * <p>What a move that came to nothing leaves in an engine is removed by the next checkpoint, or,
 * after a crash, by the first one of the next start: it is counted there under a space that the
 * engine does not have.
 */
public final class SpaceMover implements SpaceTransfer.Maker {
  /** A checkpoint that is due waits for at most so much. */
  private static final int MOST_PIECE_BYTES = 4 << 20;

  private static final int LEAST_PIECE_BYTES = 1 << 10;

  /** A piece is in memory while it is copied: at most that part of the budget. */
  private static final int MEMORY_SHARE = 64;

  private final HotStore store;
  private final Engines engines;
  private final Checkpointer checkpointer;
  private final OpenEngine defaults;
  private final Consumer<Space> follow;
  private final int pieceBytes;
  private final List<SpaceMove> moves = new CopyOnWriteArrayList<>();

  /**
   * @param follow told when a space's records lie elsewhere
   */
  public SpaceMover(
      HotStore store,
      Engines engines,
      Checkpointer checkpointer,
      String defaultEngine,
      Consumer<Space> follow) {
    this.store = store;
    this.engines = engines;
    this.checkpointer = checkpointer;
    this.defaults = engines.open(defaultEngine);
    this.follow = follow;
    this.pieceBytes =
        Math.clamp(store.memory().limit() / MEMORY_SHARE, LEAST_PIECE_BYTES, MOST_PIECE_BYTES);
  }

  /** The moves that have not ended. */
  public List<SpaceMove> moves() {
    return List.copyOf(moves);
  }

  /** Where a space's records lie that are not in memory; nowhere while its engine is not open. */
  public @Nullable ColdSource source(Space space) {
    for (SpaceMove move : moves) {
      if (move.space() == space) {
        return move;
      }
    }
    return engines.source(space.options().engine());
  }

  /**
   * Copies a space into an open engine; returns when all of it is there.
   *
   * @param step called between the pieces
   * @throws OrbitException UNDEFINED_OBJECT when it is dropped meanwhile, OBJECT_IN_USE while
   *     another move of it is going on, and what engines and checkpoints throw; nothing has
   *     happened then
   */
  @Override
  public SpaceMove copy(Space space, String engine, Runnable step) {
    SpaceMove move = begin(space, engine);
    boolean whole = false;
    try {
      follow.accept(space);
      synchronized (checkpointer) {
        mark(move);
        empty(move.target(), space.id());
      }
      while (!whole) {
        synchronized (checkpointer) {
          whole = copyPiece(move);
        }
        if (!whole) {
          step.run();
        }
      }
      return move;
    } finally {
      if (!whole) {
        move.end();
      }
    }
  }

  private SpaceMove begin(Space space, String engine) {
    synchronized (checkpointer) {
      checkpointer.run();
      OpenEngine from = engines.open(space.options().engine());
      OpenEngine to = engines.open(engine);
      SpaceMove move = new SpaceMove(this, space, from, to, space.table().living());
      store.log().lock();
      try {
        requireStanding(space);
        if (space.target() != null) {
          throw new OrbitException(
              ErrorCode.OBJECT_IN_USE,
              "space " + space.id() + " is being copied into \"" + space.target() + "\" already");
        }
        space.copyTo(engine);
        moves.add(move);
      } finally {
        store.log().unlock();
      }
      return move;
    }
  }

  private static void requireStanding(Space space) {
    if (space.isDropped()) {
      throw new OrbitException(ErrorCode.UNDEFINED_OBJECT, "There is no space " + space.id());
    }
  }

  /** Tells a start to look for the move in the log. */
  private void mark(SpaceMove move) {
    SpaceCounts counts = defaults.counts();
    List<Change> entries = new ArrayList<>(counts.changes());
    entries.add(
        new Change(
            EngineFormat.moveKey(move.space().id()),
            EngineFormat.moveValue(move.from(), move.to())));
    write(defaults, entries, counts);
  }

  /** Removes what an earlier move may have left, and counts the space, so that it can be found. */
  private static void empty(OpenEngine engine, int space) {
    SpaceCounts counts = engine.counts();
    counts.set(space, 0);
    try (EngineSnapshot snapshot = engine.engine().snapshot();
        WipedKeys wiped = new WipedKeys(snapshot, Set.of(space))) {
      CheckpointBatch batch = new CheckpointBatch(Collections.emptyIterator(), wiped);
      batch.finish(counts::changes);
      engine.apply(batch, engine.position(), engine.timestamp(), counts);
    }
  }

  private static void write(OpenEngine engine, List<Change> entries, SpaceCounts counts) {
    CheckpointBatch batch = new CheckpointBatch();
    batch.finish(() -> entries);
    engine.apply(batch, engine.position(), engine.timestamp(), counts);
  }

  /** True when nothing is left to copy. */
  private boolean copyPiece(SpaceMove move) {
    requireStanding(move.space());
    if (move.source().isBehind() || move.target().isBehind()) {
      checkpointer.run();
    }
    List<Change> piece = new ArrayList<>();
    long bytes = 0;
    long records = 0;
    boolean more = true;
    byte[] last = move.last();
    try (EngineSnapshot snapshot = move.source().engine().snapshot();
        EngineCursor cursor =
            snapshot.cursor(last, EngineFormat.spacePrefix(move.space().id() + 1), false)) {
      while (bytes < pieceBytes && more) {
        more = cursor.next();
        if (more) {
          last = cursor.key();
          piece.add(new Change(last, cursor.value()));
          bytes += last.length + cursor.value().length;
          records += EngineFormat.readName(last).tag() == EngineFormat.RECORD ? 1 : 0;
        }
      }
    }
    SpaceCounts counts = move.target().counts();
    if (!more) {
      long held = move.source().counts().find(move.space().id()).orElse(0);
      counts.set(move.space().id(), held);
    }
    piece.addAll(counts.changes());
    write(move.target(), piece, counts);
    move.copied(Arrays.copyOf(last, last.length + 1), records);
    return !more;
  }

  /** A move has ended: the engine that does not hold the space is to forget it. */
  void end(SpaceMove move, boolean switched) {
    Space space = move.space();
    store.log().lock();
    try {
      if (!switched) {
        space.copyTo(null);
        store.dirty().addSpace(space.id(), move.to());
      }
      moves.remove(move);
    } finally {
      store.log().unlock();
    }
    follow.accept(space);
  }
}
