package io.orbit.transfer.parquet;

import io.orbit.api.value.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into a Parquet file, front to back, so that the file may be an entry of an archive.
 * Keeps one row group in memory. One thread.
 */
public final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUP_ROWS = 50_000;
  private static final long GROUP_BYTES = 8L << 20;
  private static final int GZIP = 2;
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int OPTIONAL = 1;

  private final OutputStream out;
  private final List<ColumnBuffer> columns = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final String createdBy;
  private long position;
  private long rows;

  private record Chunk(long offset, int values, long uncompressed, long compressed) {}

  private record Group(long rows, List<Chunk> chunks) {}

  /**
   * @param out is not closed
   * @param createdBy what made the file, with its version
   */
  public ParquetFile(OutputStream out, List<String> names, List<DataType> types, String createdBy)
      throws IOException {
    this.out = out;
    this.createdBy = createdBy;
    for (int i = 0; i < names.size(); i++) {
      columns.add(new ColumnBuffer(names.get(i), types.get(i)));
    }
    write(MAGIC);
  }

  /** Adds a row: one value a column, each the Java object of its type. */
  public void add(@Nullable Object[] row) throws IOException {
    long size = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnBuffer column = columns.get(i);
      column.add(row[i]);
      size += column.size();
    }
    rows++;
    if (size >= GROUP_BYTES || columns.getFirst().rows() >= GROUP_ROWS) {
      endGroup();
    }
  }

  /** Writes what is left and the footer. */
  public void finish() throws IOException {
    if (!columns.isEmpty() && columns.getFirst().rows() > 0) {
      endGroup();
    }
    byte[] footer = footer();
    write(footer);
    byte[] length = new byte[Integer.BYTES];
    for (int i = 0; i < length.length; i++) {
      length[i] = (byte) (footer.length >>> i * Byte.SIZE);
    }
    write(length);
    write(MAGIC);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  private void endGroup() throws IOException {
    int count = columns.getFirst().rows();
    List<Chunk> chunks = new ArrayList<>();
    for (ColumnBuffer column : columns) {
      byte[] page = column.take();
      byte[] compressed = gzip(page);
      byte[] header = pageHeader(count, page.length, compressed.length);
      chunks.add(
          new Chunk(
              position,
              count,
              (long) header.length + page.length,
              (long) header.length + compressed.length));
      write(header);
      write(compressed);
    }
    groups.add(new Group(count, chunks));
  }

  private static byte[] gzip(byte[] page) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(page);
    }
    return compressed.toByteArray();
  }

  private static byte[] pageHeader(int values, int uncompressed, int compressed) {
    ThriftOutput out = new ThriftOutput();
    out.nested(
        () -> {
          out.i32(1, 0);
          out.i32(2, uncompressed);
          out.i32(3, compressed);
          out.struct(
              5,
              () -> {
                out.i32(1, values);
                out.i32(2, PLAIN);
                out.i32(3, RLE);
                out.i32(4, RLE);
              });
        });
    return out.bytes();
  }

  private byte[] footer() {
    ThriftOutput out = new ThriftOutput();
    out.nested(
        () -> {
          out.i32(1, 1);
          out.structs(2, columns.size() + 1, index -> schema(out, index));
          out.i64(3, rows);
          out.structs(4, groups.size(), index -> group(out, groups.get(index)));
          out.string(6, createdBy);
        });
    return out.bytes();
  }

  private void schema(ThriftOutput out, int index) {
    if (index == 0) {
      out.string(4, "schema");
      out.i32(5, columns.size());
      return;
    }
    ColumnBuffer column = columns.get(index - 1);
    out.i32(1, column.form().physical);
    int length = column.form().length(column.type());
    if (length > 0) {
      out.i32(2, length);
    }
    out.i32(3, OPTIONAL);
    out.string(4, column.name());
    column.form().describe(out, column.type());
  }

  private void group(ThriftOutput out, Group group) {
    out.structs(
        1,
        group.chunks().size(),
        index -> {
          Chunk chunk = group.chunks().get(index);
          out.i64(2, chunk.offset());
          out.struct(3, () -> chunk(out, columns.get(index), chunk));
        });
    out.i64(2, group.chunks().stream().mapToLong(Chunk::uncompressed).sum());
    out.i64(3, group.rows());
  }

  private static void chunk(ThriftOutput out, ColumnBuffer column, Chunk chunk) {
    out.i32(1, column.form().physical);
    out.integers(2, PLAIN, RLE);
    out.strings(3, column.name());
    out.i32(4, GZIP);
    out.i64(5, chunk.values());
    out.i64(6, chunk.uncompressed());
    out.i64(7, chunk.compressed());
    out.i64(9, chunk.offset());
  }
}
