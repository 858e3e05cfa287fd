package io.orbit.kernel.record;

import io.orbit.api.storage.SpaceOptions;
import org.jspecify.annotations.Nullable;

/** Takes changes only to see that they can be decoded, or for one kind of them. */
public class IgnoredChanges implements ChangeFormat.Visitor {
  @Override
  public void put(int space, byte[] key, byte type, long expiresAt, byte[] value) {}

  @Override
  public void delete(int space, byte[] key) {}

  @Override
  public void expire(int space, byte[] key, long expiresAt) {}

  @Override
  public void edit(int space, byte[] key, byte type, long expiresAt, boolean create) {}

  @Override
  public void element(byte[] key, byte @Nullable [] value) {}

  @Override
  public void endEdit() {}

  @Override
  public void createSpace(int space, SpaceOptions options) {}

  @Override
  public void dropSpace(int space, String engine) {}

  @Override
  public void clearSpace(int space, String engine) {}
}
