package io.orbit.storage.cowbtree;

import java.nio.ByteBuffer;

/** What a node holds under a key. */
sealed interface Item {
  byte[] key();

  /** How many bytes it takes in a node beside its key, where offsets take two. */
  int bodyBytes();

  /**
   * Writes what follows the key.
   *
   * @param wide lengths take four bytes, not two
   */
  void putBody(ByteBuffer target, boolean wide);

  /** A key with its value. */
  record Inline(byte[] key, byte[] value) implements Item {
    static final byte TAG = 0;

    @Override
    public int bodyBytes() {
      return 1 + Short.BYTES + value.length;
    }

    @Override
    public void putBody(ByteBuffer target, boolean wide) {
      target.put(TAG);
      Node.putLength(target, value.length, wide);
      target.put(value);
    }
  }

  /** A key whose value lies in pages of its own. */
  record Outside(byte[] key, Pointer value) implements Item {
    static final byte TAG = 1;

    @Override
    public int bodyBytes() {
      return 1 + CowbtreeFormat.POINTER_BYTES;
    }

    @Override
    public void putBody(ByteBuffer target, boolean wide) {
      target.put(TAG);
      CowbtreeFormat.put(target, value);
    }
  }

  /** A node below, and the bound at or above which all its keys are. */
  record Child(byte[] key, Pointer node) implements Item {
    @Override
    public int bodyBytes() {
      return CowbtreeFormat.POINTER_BYTES;
    }

    @Override
    public void putBody(ByteBuffer target, boolean wide) {
      CowbtreeFormat.put(target, node);
    }
  }
}
