package io.orbit.kernel.backup;

/** Told how a backup gets on, on the thread that makes it. */
interface Progress {
  Progress NONE =
      new Progress() {
        @Override
        public void phase(String words) {}

        @Override
        public void written(long bytes) {}
      };

  /** Something else begins. */
  void phase(String words);

  /** So many bytes more. May fail, to stop the backup. */
  void written(long bytes);
}
