package io.orbit.api.ops;

/**
 * Takes what was done to where traces are kept. A bundle offers one as a service (whiteboard of the
 * kernel and of REST); without one nothing is traced. Thread-safe, and asked on event loops: it
 * never blocks, and rather loses a span than a request's time.
 */
public interface SpanExporter {
  /** Whether something that was done for no trace begins one. */
  boolean beginsTrace();

  void export(Span span);
}
