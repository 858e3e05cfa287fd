package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.bytes.ByteReader;

/**
 * An engine's content as of one checkpoint.
 *
 * @param name the engine's
 * @param snapshot closed with this
 * @param timestamp every commit up to it is in there, none above
 */
public record EngineCopy(String name, EngineSnapshot snapshot, long timestamp)
    implements AutoCloseable {
  static EngineCopy of(String name, EngineSnapshot snapshot) {
    byte[] checkpoint = snapshot.get(EngineFormat.checkpointKey());
    return new EngineCopy(
        name, snapshot, checkpoint == null ? 0 : new ByteReader(checkpoint).u64());
  }

  @Override
  public void close() {
    snapshot.close();
  }
}
