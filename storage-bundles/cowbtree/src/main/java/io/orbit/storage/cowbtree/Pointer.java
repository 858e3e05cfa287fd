package io.orbit.storage.cowbtree;

/**
 * Where a run of bytes lies, and what it must read as: whoever follows a pointer compares the
 * checksum, so damaged, misplaced and lost writes are all found.
 *
 * @param page the first page
 * @param length in bytes, from 1; the rest of the last page is void
 * @param checksum CRC-32C of the bytes
 */
record Pointer(int page, int length, int checksum) {
  static final Pointer NONE = new Pointer(0, 0, 0);

  boolean isNone() {
    return length == 0;
  }

  /** How many pages the bytes take. */
  int pages() {
    return CowbtreeFormat.pages(length);
  }
}
