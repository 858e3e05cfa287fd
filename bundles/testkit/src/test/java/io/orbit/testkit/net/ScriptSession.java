package io.orbit.testkit.net;

import io.netty.buffer.ByteBuf;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.ProtocolSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Runs the script for every line and notes what else it is told. */
final class ScriptSession implements ProtocolSession {
  private final Connection connection;
  private final BiConsumer<ScriptSession, String> script;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private boolean pausing;
  private boolean closesOnDrain = true;

  ScriptSession(Connection connection, BiConsumer<ScriptSession, String> script) {
    this.connection = connection;
    this.script = script;
  }

  Connection connection() {
    return connection;
  }

  List<String> events() {
    return events;
  }

  void say(String words) {
    connection.output().writeCharSequence(words, StandardCharsets.UTF_8);
  }

  /** Takes no further line in this call. */
  void pause() {
    pausing = true;
  }

  void ignoreDrain() {
    closesOnDrain = false;
  }

  @Override
  public void received(ByteBuf input) {
    pausing = false;
    while (!pausing && connection.isWritable()) {
      int length = input.bytesBefore((byte) '\n');
      if (length < 0) {
        return;
      }
      String line = input.readCharSequence(length, StandardCharsets.UTF_8).toString();
      input.skipBytes(1);
      script.accept(this, line);
    }
  }

  @Override
  public void drain() {
    events.add("drain");
    if (closesOnDrain) {
      connection.close();
    }
  }

  @Override
  public void writable(boolean writable) {
    events.add("writable " + writable);
  }

  @Override
  public void timedOut(Timeout timeout) {
    events.add(timeout.name());
  }

  @Override
  public void disconnected() {
    events.add("disconnected");
  }

  @Override
  public void closed() {
    events.add("closed");
  }
}
