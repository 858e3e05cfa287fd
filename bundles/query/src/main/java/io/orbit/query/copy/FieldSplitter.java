package io.orbit.query.copy;

/** Cuts a line into fields. */
interface FieldSplitter {
  void split(byte[] line, int start, int end, Fields fields);
}
