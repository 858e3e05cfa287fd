package io.orbit.transfer;

import io.orbit.api.ops.Transfers.Part;

/** Told by an export or import how far it is; fails where it is to stop. One thread. */
public interface Progress {
  /** What is done now, in words. */
  void phase(String words);

  /** How many parts there will be. */
  void total(int parts);

  /** One more row was read or written. */
  void row();

  /** The archive has so many bytes more, or so many more were read of it. */
  void bytes(long more);

  /** A part, begun or ended: replaces one of the same name. */
  void part(Part part);

  /** Something that is not as it was, though the rest goes on. */
  void note(String words);
}
