package io.orbit.testkit.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Feeds mutated frames to a codec in this JVM, in pieces, as {@code net} would. */
public final class CodecFuzz {
  private CodecFuzz() {}

  /**
   * Runs so many frames through fresh codecs.
   *
   * @param seed printed when it fails
   * @param codec makes a codec for one connection: it consumes what it understands of the cumulated
   *     bytes, advances the reader index and leaves the rest
   * @param refusal what the codec may throw for a malformed frame; anything else fails
   */
  public static void run(
      long seed,
      int frames,
      List<byte[]> corpus,
      Supplier<Consumer<ByteBuf>> codec,
      Predicate<Throwable> refusal) {
    FrameFuzzer fuzzer = new FrameFuzzer(seed, corpus);
    SplittableRandom random = new SplittableRandom(seed);
    for (int number = 0; number < frames; number++) {
      byte[] frame = fuzzer.next();
      try {
        feed(codec.get(), frame, random);
      } catch (Throwable e) {
        if (!refusal.test(e)) {
          throw new AssertionError(
              "seed %d, frame %d: %s".formatted(seed, number, Bytes.show(frame)), e);
        }
      }
    }
  }

  private static void feed(Consumer<ByteBuf> codec, byte[] frame, SplittableRandom random) {
    ByteBuf input = Unpooled.buffer(Math.max(16, frame.length));
    int sent = 0;
    while (sent < frame.length) {
      int piece = 1 + random.nextInt(frame.length - sent);
      input.writeBytes(frame, sent, piece);
      sent += piece;
      int before = input.readerIndex();
      codec.accept(input);
      if (input.readerIndex() < before) {
        throw new AssertionError("the codec went back");
      }
    }
  }
}
