package io.orbit.storage.cowbtree;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** The conditions that this engine reports beside those of the disk. */
final class CowbtreeErrors {
  private CowbtreeErrors() {}

  static OrbitException closed() {
    return new OrbitException(
        ErrorCode.CANNOT_CONNECT_NOW, "the cowbtree engine or its snapshot is closed");
  }

  static OrbitException inUse(String what) {
    return new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, what + " is in use");
  }

  static OrbitException corrupted(String message) {
    return new OrbitException(ErrorCode.DATA_CORRUPTED, message);
  }
}
