package io.orbit.storage.cowbtree;

/**
 * One state of the tree, as a root page tells it.
 *
 * @param generation counts the states, from 1
 * @param position the log position that it covers
 * @param entries the number of keys
 * @param pages how many pages of the file are in use or free; what is behind them is void
 * @param tree the topmost node; none for an empty tree
 * @param free the list of free pages; none when there are none
 */
record Root(long generation, long position, long entries, int pages, Pointer tree, Pointer free) {
  static final Root EMPTY =
      new Root(1, 0, 0, CowbtreeFormat.ROOT_PAGES, Pointer.NONE, Pointer.NONE);
}
