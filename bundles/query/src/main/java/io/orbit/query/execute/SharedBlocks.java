package io.orbit.query.execute;

import io.orbit.query.segment.SlotView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The blocks of a table's segments, handed out one by one to the threads that read them. */
final class SharedBlocks implements ParallelSource {
  private final List<SlotView> slots;
  private final Sources.ColumnReaders readers;
  private final ColumnarScan.Bounds bounds;
  private final OperatorFactory rest;
  private final List<int[]> blocks = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param rest opens what is not in blocks: changed rows, and ranges without a segment
   */
  SharedBlocks(
      List<SlotView> slots,
      long snapshot,
      Sources.ColumnReaders readers,
      ColumnarScan.Bounds bounds,
      OperatorFactory rest) {
    this.slots = slots;
    this.readers = readers;
    this.bounds = bounds;
    this.rest = rest;
    for (int slot = 0; slot < slots.size(); slot++) {
      if (slots.get(slot).isColumnar(snapshot)) {
        for (int block = 0; block < slots.get(slot).blocks(); block++) {
          blocks.add(new int[] {slot, block});
        }
      }
    }
  }

  @Override
  public int pieces() {
    return blocks.size();
  }

  @Override
  public Operator main(Evaluation evaluation) {
    return new Streams.Append(part(evaluation), rest.open(evaluation));
  }

  @Override
  public Operator part(Evaluation fork) {
    return new Operator() {
      @Override
      public @Nullable RowBatch next() {
        while (true) {
          fork.checkCanceled();
          int number = next.getAndIncrement();
          if (number >= blocks.size()) {
            stop();
            return null;
          }
          int[] block = blocks.get(number);
          SlotView slot = slots.get(block[0]);
          RowBatch batch =
              bounds.mayHold(slot, block[1]) ? slot.batch(block[1], readers.positions()) : null;
          if (batch != null) {
            return batch;
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void stop() {
    next.set(blocks.size());
  }
}
