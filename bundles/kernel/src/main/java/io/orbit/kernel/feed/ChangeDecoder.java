package io.orbit.kernel.feed;

import io.orbit.api.feed.FeedEvent.Operation;
import io.orbit.api.feed.RecordImage;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.kernel.record.ChangeFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the entries of a commit together to changes, one at a time. */
final class ChangeDecoder implements ChangeFormat.Visitor {
  private static final byte[] NO_KEY = new byte[0];

  /** A change without its place. */
  record Decoded(
      int space,
      byte[] key,
      Operation operation,
      @Nullable RecordImage after,
      @Nullable RecordImage before) {}

  private @Nullable Decoded decoded;
  private @Nullable RecordImage image;
  private byte[] editedKey = NO_KEY;
  private int editedSpace;
  private byte editedType;
  private long editedExpiry;
  private boolean created;
  private List<RecordImage.Element> elements = new ArrayList<>();

  /** The change that the entries so far have completed, once; null when one more is needed. */
  @Nullable Decoded take() {
    Decoded done = decoded;
    decoded = null;
    if (done != null) {
      image = null;
    }
    return done;
  }

  /** Forgets what it has of a change. */
  void reset() {
    decoded = null;
    image = null;
  }

  private void done(int space, byte[] key, Operation operation, @Nullable RecordImage after) {
    decoded = new Decoded(space, key, operation, after, image);
  }

  @Override
  public void put(int space, byte[] key, byte type, long expiresAt, byte[] value) {
    done(space, key, Operation.UPDATE, RecordImage.plain(type, expiresAt, value));
  }

  @Override
  public void insert(int space, byte[] key, byte type, long expiresAt, byte[] value) {
    done(space, key, Operation.INSERT, RecordImage.plain(type, expiresAt, value));
  }

  @Override
  public void before(int space, byte[] key, RecordImage found) {
    image = found;
  }

  @Override
  public void delete(int space, byte[] key) {
    done(space, key, Operation.DELETE, null);
  }

  @Override
  public void expire(int space, byte[] key, long expiresAt) {
    byte type = image == null ? 0 : image.type();
    done(space, key, Operation.EXPIRE, RecordImage.composite(type, expiresAt, List.of()));
  }

  @Override
  public void edit(int space, byte[] key, byte type, long expiresAt, boolean create) {
    editedSpace = space;
    editedKey = key;
    editedType = type;
    editedExpiry = expiresAt;
    created = create;
    elements = new ArrayList<>();
  }

  @Override
  public void element(byte[] key, byte @Nullable [] value) {
    elements.add(new RecordImage.Element(key, value));
  }

  @Override
  public void endEdit() {
    Operation operation =
        created ? Operation.INSERT : elements.isEmpty() ? Operation.EXPIRE : Operation.EDIT;
    done(
        editedSpace,
        editedKey,
        operation,
        RecordImage.composite(editedType, editedExpiry, elements));
  }

  @Override
  public void createSpace(int space, SpaceOptions options) {
    done(space, NO_KEY, Operation.CREATE_SPACE, null);
  }

  @Override
  public void dropSpace(int space, String engine) {
    done(space, NO_KEY, Operation.DROP_SPACE, null);
  }

  @Override
  public void clearSpace(int space, String engine) {
    done(space, NO_KEY, Operation.CLEAR_SPACE, null);
  }
}
