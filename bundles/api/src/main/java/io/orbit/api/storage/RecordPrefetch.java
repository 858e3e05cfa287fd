package io.orbit.api.storage;

/**
 * A hint which records are wanted next, so that their memory is fetched at the same time and not
 * one after the other: whoever has read several commands ahead notes their keys, runs this, and
 * then runs the commands. It reads nothing that could be seen, takes no lock, and never blocks; to
 * note a wrong key, or none, only costs time. One thread at a time; reused.
 */
public interface RecordPrefetch {
  /** Does nothing. */
  RecordPrefetch NONE =
      new RecordPrefetch() {
        @Override
        public void add(int space, byte[] key, int offset, int length) {}

        @Override
        public void run() {}
      };

  /** Notes a key, which may or may not be there; beyond some number, it is passed over. */
  void add(int space, byte[] key, int offset, int length);

  /** Fetches what was noted, and forgets it. */
  void run();
}
