package io.orbit.storage.xodus;

import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The three stores of {@link XodusFormat} and how a value lies in them. Thread-safe; a transaction
 * is used by one thread at a time.
 */
record XodusStores(Store positions, Store rows, Store pieces) {
  /** Opens the stores; creates those that are missing if the transaction may. */
  static XodusStores open(Environment environment, Transaction transaction) {
    return new XodusStores(
        open(environment, XodusFormat.POSITION_STORE, transaction),
        open(environment, XodusFormat.ROW_STORE, transaction),
        open(environment, XodusFormat.PIECE_STORE, transaction));
  }

  private static Store open(Environment environment, String name, Transaction transaction) {
    return environment.openStore(name, StoreConfig.WITHOUT_DUPLICATES, transaction);
  }

  boolean isNew(Transaction transaction) {
    return positions.get(transaction, XodusFormat.POSITION_KEY) == null;
  }

  long position(Transaction transaction) {
    return XodusFormat.decodePosition(positions.get(transaction, XodusFormat.POSITION_KEY));
  }

  void position(Transaction transaction, long position) {
    positions.put(transaction, XodusFormat.POSITION_KEY, XodusFormat.encodePosition(position));
  }

  byte @Nullable [] get(Transaction transaction, byte[] key) {
    ByteIterable row = rows.get(transaction, new ArrayByteIterable(key));
    return row == null ? null : value(transaction, key, row);
  }

  /** The value of a row that was read. */
  byte[] value(Transaction transaction, byte[] key, ByteIterable row) {
    return switch (XodusFormat.decodeRow(key, XodusFormat.bytes(row))) {
      case XodusFormat.Row.Whole whole -> whole.value();
      case XodusFormat.Row.Split split -> join(transaction, key, split);
    };
  }

  private byte[] join(Transaction transaction, byte[] key, XodusFormat.Row.Split split) {
    byte[] value = new byte[split.length()];
    int offset = 0;
    for (int number = 0; offset < value.length; number++) {
      ByteIterable piece = pieces.get(transaction, XodusFormat.pieceKey(key, number));
      int length = Math.min(XodusFormat.PIECE_BYTES, value.length - offset);
      if (piece == null || piece.getLength() != length) {
        throw XodusErrors.corrupted(
            "a piece of a large value is missing in the xodus engine's data");
      }
      System.arraycopy(piece.getBytesUnsafe(), 0, value, offset, length);
      offset += length;
    }
    XodusFormat.requireChecksum(key, value, split.checksum());
    return value;
  }

  void put(Transaction transaction, byte[] key, byte[] value) {
    removePieces(transaction, key);
    rows.put(transaction, new ArrayByteIterable(key), XodusFormat.encodeRow(key, value));
    if (XodusFormat.isSplit(value)) {
      for (int number = 0, offset = 0; offset < value.length; number++) {
        int length = Math.min(XodusFormat.PIECE_BYTES, value.length - offset);
        byte[] piece = new byte[length];
        System.arraycopy(value, offset, piece, 0, length);
        pieces.put(transaction, XodusFormat.pieceKey(key, number), new ArrayByteIterable(piece));
        offset += length;
      }
    }
  }

  void remove(Transaction transaction, byte[] key) {
    removePieces(transaction, key);
    rows.delete(transaction, new ArrayByteIterable(key));
  }

  private void removePieces(Transaction transaction, byte[] key) {
    if (pieces.count(transaction) > 0) {
      int number = 0;
      while (pieces.delete(transaction, XodusFormat.pieceKey(key, number))) {
        number++;
      }
    }
  }
}
