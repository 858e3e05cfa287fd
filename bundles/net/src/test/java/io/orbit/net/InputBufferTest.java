package io.orbit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InputBufferTest {
  private static final int SHARED = 1_024;

  private final ByteBuf shared = Unpooled.wrappedBuffer(new byte[SHARED]);
  private final InputMemory memory = new InputMemory(1 << 20);
  private final InputBuffer input = new InputBuffer(shared, memory);

  /** Whatever arrives and however it is consumed, the parser sees the stream, contiguous. */
  @Test
  void givesEveryByteOnceAndInOrder() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    ByteArrayOutputStream parsed = new ByteArrayOutputStream();
    for (int step = 0; step < 20_000; step++) {
      byte[] piece = new byte[random.nextInt(random.nextInt(8) == 0 ? 3_000 : 200)];
      random.nextBytes(piece);
      sent.writeBytes(piece);
      if (random.nextInt(4) == 0) {
        input.append(Unpooled.wrappedBuffer(piece));
      } else {
        consume(input.receive(Unpooled.wrappedBuffer(piece)), random, parsed);
      }
      if (random.nextInt(4) == 0) {
        consume(input.remaining(), random, parsed);
      }
    }
    ByteBuf last = input.remaining();
    byte[] tail = new byte[last.readableBytes()];
    last.readBytes(tail);
    parsed.writeBytes(tail);
    input.settle(last);
    assertThat(parsed.toByteArray()).as("seed " + seed).isEqualTo(sent.toByteArray());
    assertThat(input.readableBytes()).isZero();
  }

  private void consume(ByteBuf bytes, SplittableRandom random, ByteArrayOutputStream parsed) {
    assertThat(bytes.hasArray()).isTrue();
    int readable = bytes.readableBytes();
    int taken = random.nextBoolean() ? readable : random.nextInt(readable + 1);
    byte[] read = new byte[taken];
    bytes.readBytes(read);
    parsed.writeBytes(read);
    input.settle(bytes);
    assertThat(input.readableBytes()).isEqualTo(readable - taken);
  }

  @Test
  void parsesSmallRequestsInTheSharedArray() {
    ByteBuf parsed = input.receive(Unpooled.copiedBuffer(new byte[100]));
    assertThat(parsed).isSameAs(shared);
    parsed.skipBytes(60);
    input.settle(parsed);
    assertThat(input.readableBytes()).isEqualTo(40);
    ByteBuf next = input.receive(Unpooled.copiedBuffer(new byte[100]));
    assertThat(next).isSameAs(shared);
    assertThat(next.readableBytes()).isEqualTo(140);
  }

  @Test
  void keepsALargeRequestApartAndGivesItsMemoryBack() {
    ByteBuf parsed = input.receive(Unpooled.copiedBuffer(new byte[SHARED * 3]));
    assertThat(parsed).isNotSameAs(shared);
    input.settle(parsed);
    ByteBuf more = input.receive(Unpooled.copiedBuffer(new byte[SHARED * 30]));
    int grown = more.capacity();
    more.skipBytes(SHARED * 32);
    input.settle(more);
    assertThat(input.remaining().capacity()).isLessThan(grown / 4);
    ByteBuf last = input.remaining();
    last.skipBytes(last.readableBytes());
    input.settle(last);
    assertThat(last.refCnt()).isZero();
    assertThat(memory.used()).isZero();
  }

  /** Two connections: what one has taken the other has not; nothing is lost by a refusal. */
  @Test
  void whatAllTakeTogetherIsBounded() {
    byte[] piece = new byte[64 << 10];
    InputBuffer other = new InputBuffer(shared, memory);
    int pieces = 0;
    OrbitException refused = null;
    while (refused == null) {
      try {
        (pieces % 2 == 0 ? input : other).append(Unpooled.wrappedBuffer(piece));
        pieces++;
      } catch (OrbitException e) {
        refused = e;
      }
    }
    assertThat(refused.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(pieces).isBetween(6, 16);
    assertThat(input.readableBytes() + other.readableBytes()).isEqualTo(pieces * piece.length);
    assertThat(memory.used()).isLessThanOrEqualTo(1 << 20);
    input.release();
    other.release();
    assertThat(memory.used()).isZero();
    input.workOn(500_000);
    assertThat(memory.used()).isEqualTo(500_000);
    input.workDone();
    assertThat(memory.used()).isZero();
  }
}
