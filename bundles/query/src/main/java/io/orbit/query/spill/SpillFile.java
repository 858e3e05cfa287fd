package io.orbit.query.spill;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.execute.Vector;
import io.orbit.query.execute.VectorBuilder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Batches on disk: written one after the other, then read any number of times. One thread. */
public final class SpillFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final SpillDirectory directory;
  private final FileChannel channel;
  private final DataOutputStream out;
  private final ValueFormat format = new ValueFormat();
  private final List<DataType[]> types = new ArrayList<>();
  private final List<Long> starts = new ArrayList<>();
  private long rows;
  private long counted;

  SpillFile(Path path, SpillDirectory directory) throws IOException {
    this.directory = directory;
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
  }

  /** Rows in it. */
  public long rows() {
    return rows;
  }

  /** Batches in it. */
  public int batches() {
    return starts.size();
  }

  /**
   * @throws io.orbit.api.error.OrbitException DISK_FULL, IO_ERROR
   */
  public void add(RowBatch batch) {
    try {
      starts.add(position());
      types.add(typesOf(batch));
      out.writeInt(batch.rows());
      for (Vector column : batch.columns()) {
        write(column, batch.rows());
      }
      rows += batch.rows();
      long size = position();
      directory.changed(size - counted);
      counted = size;
    } catch (IOException failure) {
      throw SpillDirectory.failed(failure);
    }
  }

  /** Where the next batch begins. */
  private long position() throws IOException {
    out.flush();
    return channel.position();
  }

  private DataType[] typesOf(RowBatch batch) {
    DataType[] found = new DataType[batch.columns().length];
    for (int c = 0; c < found.length; c++) {
      found[c] = batch.column(c).type();
    }
    boolean same = !types.isEmpty() && java.util.Arrays.equals(types.getLast(), found);
    return same ? types.getLast() : found;
  }

  private void write(Vector column, int size) throws IOException {
    Vector.Layout layout = Vector.Layout.of(column.type());
    out.writeByte(layout.ordinal());
    for (int row = 0; row < size; row++) {
      boolean isNull = column.isNull(row);
      out.writeBoolean(isNull);
      if (!isNull) {
        switch (layout) {
          case LONG -> out.writeLong(column.getLong(row));
          case DOUBLE -> out.writeDouble(column.getDouble(row));
          case OBJECT -> format.write(out, column.get(row));
        }
      }
    }
  }

  /** Reads from the first batch on. What was added after it was opened may be missing. */
  public Reader read() {
    return read(0);
  }

  /** Reads from a batch on. */
  public Reader read(int batch) {
    try {
      out.flush();
      return new Reader(batch);
    } catch (IOException failure) {
      throw SpillDirectory.failed(failure);
    }
  }

  /** One run over the batches. */
  public final class Reader {
    private final DataInputStream in;
    private int next;

    private Reader(int first) {
      next = first;
      in =
          new DataInputStream(
              new BufferedInputStream(
                  new ChannelInput(channel, first < starts.size() ? starts.get(first) : 0),
                  BUFFER));
    }

    /** The next batch; null at the end. */
    public @Nullable RowBatch next() {
      if (next >= starts.size()) {
        return null;
      }
      try {
        int size = in.readInt();
        DataType[] shape = types.get(next++);
        Vector[] columns = new Vector[shape.length];
        for (int c = 0; c < columns.length; c++) {
          columns[c] = column(shape[c], size);
        }
        return new RowBatch(columns, size);
      } catch (IOException failure) {
        throw SpillDirectory.failed(failure);
      }
    }

    private Vector column(DataType type, int size) throws IOException {
      Vector.Layout layout = Vector.Layout.values()[in.readByte()];
      VectorBuilder builder = VectorBuilder.of(type, size);
      for (int row = 0; row < size; row++) {
        if (in.readBoolean()) {
          builder.addNull();
          continue;
        }
        switch (layout) {
          case LONG -> builder.addLong(in.readLong());
          case DOUBLE -> builder.addDouble(in.readDouble());
          case OBJECT -> builder.add(format.read(in));
        }
      }
      return builder.build();
    }
  }

  /** One batch by its number. */
  public RowBatch batch(int number) {
    RowBatch found = read(number).next();
    if (found == null) {
      throw new NoSuchElementException("no batch " + number);
    }
    return found;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw SpillDirectory.failed(failure);
    } finally {
      directory.changed(-counted);
      counted = 0;
    }
  }
}
