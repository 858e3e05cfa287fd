package io.orbit.testkit.net;

import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Lines of text, each given to what a test wants done with it. */
final class ScriptProtocol implements Protocol {
  private final TlsStart tlsStart;
  private final BiConsumer<ScriptSession, String> script;
  private final List<ScriptSession> sessions = new CopyOnWriteArrayList<>();
  private String greeting = "";

  ScriptProtocol(TlsStart tlsStart, BiConsumer<ScriptSession, String> script) {
    this.tlsStart = tlsStart;
    this.script = script;
  }

  static ScriptProtocol of(BiConsumer<ScriptSession, String> script) {
    return new ScriptProtocol(TlsStart.FIRST_BYTES, script);
  }

  ScriptProtocol greeting(String words) {
    greeting = words;
    return this;
  }

  List<ScriptSession> sessions() {
    return sessions;
  }

  @Override
  public String name() {
    return "script";
  }

  @Override
  public int defaultPort() {
    return 0;
  }

  @Override
  public TlsStart tlsStart() {
    return tlsStart;
  }

  @Override
  public int unauthenticatedLimit() {
    return 1_024;
  }

  @Override
  public ProtocolSession open(Connection connection) {
    ScriptSession session = new ScriptSession(connection, script);
    sessions.add(session);
    session.say(greeting);
    return session;
  }

  @Override
  public byte[] refusal(Refusal reason) {
    return reason.name().getBytes(StandardCharsets.US_ASCII);
  }
}
