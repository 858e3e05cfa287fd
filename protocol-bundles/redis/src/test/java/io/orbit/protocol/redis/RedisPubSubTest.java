package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisPubSubTest {
  private final TestStack stack = new TestStack(true);
  private final RedisProtocol protocol = stack.protocol();
  private final TestNet net = TestNet.start(protocol);
  private RespClient client;
  private RespClient listener;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
    listener = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    listener.close();
    client.close();
    net.close();
    stack.close();
  }

  @Test
  void messagesReachChannelsAndPatterns() {
    listener.send(List.of("SUBSCRIBE", "a", "b"));
    assertThat(listener.read(-1)).isEqualTo("*3[$9:subscribe , $1:a , :1 ]");
    assertThat(listener.read(-1)).isEqualTo("*3[$9:subscribe , $1:b , :2 ]");
    assertThat(listener.call("PSUBSCRIBE", "a*")).isEqualTo("*3[$10:psubscribe , $2:a* , :3 ]");
    assertThat(client.call("PUBLISH", "a", "hello")).isEqualTo(":2");
    assertThat(listener.read(-1)).isEqualTo("*3[$7:message , $1:a , $5:hello ]");
    assertThat(listener.read(-1)).isEqualTo("*4[$8:pmessage , $2:a* , $1:a , $5:hello ]");
    assertThat(client.call("PUBLISH", "c", "nobody")).isEqualTo(":0");
    assertThat(client.call("PUBSUB", "NUMSUB", "a", "c")).isEqualTo("*4[$1:a , :1 , $1:c , :0 ]");
    assertThat(client.call("PUBSUB", "NUMPAT")).isEqualTo(":1");
    assertThat(client.call("PUBSUB", "CHANNELS", "b*")).isEqualTo("*1[$1:b ]");
    assertThat(listener.call("UNSUBSCRIBE", "a")).isEqualTo("*3[$11:unsubscribe , $1:a , :2 ]");
    assertThat(client.call("PUBSUB", "NUMSUB", "a")).isEqualTo("*2[$1:a , :0 ]");
  }

  @Test
  void aListenerOfResp2MayDoLittleElse() {
    listener.call("SUBSCRIBE", "a");
    assertThat(listener.call("GET", "k"))
        .isEqualTo(
            "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET"
                + " are allowed in this context");
    assertThat(listener.call("PING", "x")).isEqualTo("*2[$4:pong , $1:x ]");
    assertThat(listener.call("UNSUBSCRIBE")).isEqualTo("*3[$11:unsubscribe , $1:a , :0 ]");
    assertThat(listener.call("GET", "k")).isEqualTo("$nil");
    listener.call("SSUBSCRIBE", "s");
    assertThat(listener.call("RESET")).isEqualTo("+RESET");
    assertThat(client.call("SPUBLISH", "s", "x")).isEqualTo(":0");
  }

  @Test
  void inResp3MessagesArePushesBetweenReplies() {
    listener.call("HELLO", "3");
    assertThat(listener.call("SSUBSCRIBE", "s")).isEqualTo(">3[$10:ssubscribe , $1:s , :1 ]");
    assertThat(listener.call("SET", "k", "v")).isEqualTo("+OK");
    assertThat(client.call("SPUBLISH", "s", "m")).isEqualTo(":1");
    assertThat(listener.read(-1)).isEqualTo(">3[$8:smessage , $1:s , $1:m ]");
  }

  @Test
  void whatATransactionPublishesIsSentWhenItCommits() {
    listener.call("SUBSCRIBE", "a");
    client.call("MULTI");
    client.call("PUBLISH", "a", "1");
    client.call("PUBLISH", "a", "2");
    assertThat(client.call("EXEC")).isEqualTo("*2[:1 , :1 ]");
    assertThat(listener.read(-1)).endsWith("$1:1 ]");
    assertThat(listener.read(-1)).endsWith("$1:2 ]");
    try (Session session = stack.session()) {
      for (boolean commits : List.of(false, true)) {
        session.begin(TransactionOptions.DEFAULT, true);
        protocol.run(
            session,
            Stream.of("PUBLISH", "a", "commits " + commits)
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList());
        if (commits) {
          session.commit();
        } else {
          session.rollback();
        }
      }
    }
    assertThat(listener.read(-1)).endsWith("$12:commits true ]");
  }

  @Test
  void whoIsGoneListensNoMore() {
    listener.call("SUBSCRIBE", "a");
    listener.close();
    Await.until("nobody listens", () -> client.call("PUBLISH", "a", "x").equals(":0"));
    assertThat(client.call("PUBSUB", "CHANNELS")).isEqualTo("*0[]");
  }
}
