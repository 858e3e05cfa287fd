package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.redis.scripting.RedisScripting;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CLIENT TRACKING. */
class TrackingTest {
  private final TestStack stack = new TestStack(true);
  private final RedisProtocol protocol = stack.protocol();
  private final TestNet net = TestNet.start(protocol);
  private RespClient tracking;
  private RespClient other;

  @BeforeEach
  void connect() {
    tracking = new RespClient(net.address());
    other = new RespClient(net.address());
    tracking.call("HELLO", "3");
  }

  @AfterEach
  void close() {
    other.close();
    tracking.close();
    net.close();
    stack.close();
  }

  private static String invalid(String... keys) {
    StringBuilder text = new StringBuilder(">2[$10:invalidate , *" + keys.length + "[");
    for (int i = 0; i < keys.length; i++) {
      text.append(i == 0 ? "" : ", ").append("$" + keys[i].length() + ":" + keys[i] + " ");
    }
    return text.append("] ]").toString();
  }

  @Test
  void whoHasReadAKeyHearsOnceThatItHasChanged() {
    tracking.call("CLIENT", "TRACKING", "ON");
    assertThat(tracking.call("GET", "a")).isEqualTo("_");
    other.call("SET", "a", "1");
    assertThat(tracking.read(-1)).isEqualTo(invalid("a"));
    other.call("SET", "a", "2");
    assertThat(tracking.call("MGET", "a", "b")).isEqualTo("*2[$1:2 , _ ]");
    other.call("DEL", "b");
    other.call("MSET", "b", "1", "c", "2");
    assertThat(tracking.read(-1)).isEqualTo(invalid("b"));
    other.call("RENAME", "a", "d");
    assertThat(tracking.read(-1)).isEqualTo(invalid("a"));
    assertThat(other.call("INFO", "stats")).contains("tracking_total_keys:0\r\n");
    assertThat(tracking.call("HGETALL", "h")).isEqualTo("%0[]");
    other.call("FLUSHALL");
    assertThat(tracking.read(-1)).isEqualTo(">2[$10:invalidate , _ ]");
    tracking.call("GET", "x");
    tracking.call("CLIENT", "TRACKING", "OFF");
    other.call("SET", "x", "1");
    assertThat(tracking.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void ownChangesAreToldUnlessNoLoopIsAsked() {
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("GET", "a");
    assertThat(tracking.call("SET", "a", "1")).isEqualTo("+OK");
    assertThat(tracking.read(-1)).isEqualTo(invalid("a"));
    tracking.call("CLIENT", "TRACKING", "ON", "NOLOOP");
    tracking.call("GET", "a");
    assertThat(tracking.call("SET", "a", "2")).isEqualTo("+OK");
    assertThat(tracking.call("PING")).isEqualTo("+PONG");
    tracking.call("GET", "a");
    other.call("SET", "a", "3");
    assertThat(tracking.read(-1)).isEqualTo(invalid("a"));
  }

  @Test
  void whatExpiresIsInvalid() {
    other.call("PSETEX", "a", "30", "x");
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("GET", "a");
    assertThat(tracking.read(-1)).isEqualTo(invalid("a"));
  }

  @Test
  void optInAndOptOut() {
    tracking.call("CLIENT", "TRACKING", "ON", "OPTIN");
    tracking.call("GET", "a");
    assertThat(tracking.call("CLIENT", "CACHING", "NO"))
        .isEqualTo("-ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    assertThat(tracking.call("CLIENT", "CACHING", "YES")).isEqualTo("+OK");
    assertThat(tracking.call("CLIENT", "TRACKINGINFO"))
        .isEqualTo(
            "%3[$5:flags ~3[$2:on , $5:optin , $11:caching-yes ] , $8:redirect :0 , $8:prefixes"
                + " *0[] ]");
    tracking.call("GET", "b");
    tracking.call("GET", "c");
    tracking.call("CLIENT", "CACHING", "YES");
    tracking.call("MULTI");
    tracking.call("GET", "d");
    tracking.call("GET", "e");
    tracking.call("EXEC");
    other.call("MSET", "a", "1", "b", "1", "c", "1", "d", "1", "e", "1");
    assertThat(List.of(tracking.read(-1), tracking.read(-1), tracking.read(-1)))
        .containsExactlyInAnyOrder(invalid("b"), invalid("d"), invalid("e"));
    assertThat(tracking.call("CLIENT", "TRACKING", "ON", "OPTOUT"))
        .startsWith("-ERR You can't switch OPTIN/OPTOUT mode before disabling tracking");
    tracking.call("CLIENT", "TRACKING", "OFF");
    tracking.call("CLIENT", "TRACKING", "ON", "OPTOUT");
    tracking.call("CLIENT", "CACHING", "NO");
    tracking.call("GET", "a");
    tracking.call("GET", "b");
    other.call("MSET", "a", "1", "b", "1");
    assertThat(tracking.read(-1)).isEqualTo(invalid("b"));
    assertThat(tracking.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void broadcastingTellsOfPrefixes() {
    tracking.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "foo", "PREFIX", "bar");
    other.call("MULTI");
    other.call("INCR", "foo1");
    other.call("INCR", "bar1");
    other.call("INCR", "foo2");
    other.call("INCR", "other");
    other.call("EXEC");
    assertThat(List.of(tracking.read(-1), tracking.read(-1)))
        .containsExactlyInAnyOrder(invalid("foo1", "foo2"), invalid("bar1"));
    assertThat(tracking.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "fo"))
        .isEqualTo(
            "-ERR Prefix 'fo' overlaps with an existing prefix 'foo'. Prefixes for a single client"
                + " must not overlap.");
    assertThat(tracking.call("CLIENT", "TRACKING", "ON"))
        .startsWith("-ERR You can't switch BCAST mode on/off before disabling tracking");
    assertThat(tracking.call("CLIENT", "TRACKING", "ON", "BCAST", "NOLOOP", "PREFIX", "z"))
        .isEqualTo("+OK");
    assertThat(tracking.call("SET", "z1", "1")).isEqualTo("+OK");
    other.call("SET", "z1", "1");
    assertThat(tracking.read(-1)).isEqualTo(invalid("z1"));
    assertThat(other.call("INFO", "clients")).contains("tracking_clients:1\r\n");
    assertThat(other.call("INFO", "stats")).contains("tracking_total_prefixes:3\r\n");
  }

  @Test
  void messagesGoToAnotherClientWhereThatIsAsked() {
    String id = other.call("CLIENT", "ID").substring(1);
    assertThat(tracking.call("CLIENT", "TRACKING", "ON", "REDIRECT", "999999"))
        .isEqualTo("-ERR The client ID you want redirect to does not exist");
    assertThat(tracking.call("CLIENT", "TRACKING", "ON", "REDIRECT", id)).isEqualTo("+OK");
    assertThat(tracking.call("CLIENT", "GETREDIR")).isEqualTo(":" + id);
    other.call("SUBSCRIBE", "__redis__:invalidate");
    try (RespClient writer = new RespClient(net.address())) {
      tracking.call("GET", "a");
      writer.call("SET", "a", "1");
      assertThat(other.read(-1))
          .isEqualTo("*3[$7:message , $20:__redis__:invalidate , *1[$1:a ] ]");
      tracking.call("GET", "a");
      other.close();
      Await.until(
          "the receiver is gone", () -> !writer.call("CLIENT", "LIST").contains("id=" + id + " "));
      writer.call("SET", "a", "1");
      assertThat(tracking.read(-1)).isEqualTo(">2[$21:tracking-redir-broken , :" + id + " ]");
      assertThat(tracking.call("CLIENT", "TRACKINGINFO")).contains("broken_redirect");
    }
    assertThat(tracking.call("CLIENT", "INFO")).contains("flags=tR ");
  }

  @Test
  void aFullTableForgetsKeysAndSaysSo() {
    tracking.call("CONFIG", "SET", "tracking-table-max-keys", "2");
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("MGET", "a", "b");
    tracking.send(List.of("GET", "c"));
    List<String> came = List.of(tracking.read(-1), tracking.read(-1));
    assertThat(came).contains("_").anyMatch(each -> each.startsWith(">2[$10:invalidate"));
    assertThat(other.call("INFO", "stats")).contains("tracking_total_keys:2\r\n");
  }

  @Test
  void aRowChangedBySqlIsInvalidByTheNameItWasReadBy() {
    stack.createItems();
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("HGETALL", "items:1");
    tracking.call("HGET", "public.items:01", "qty");
    stack.insertItem(1, "lamp", 41);
    assertThat(List.of(tracking.read(-1), tracking.read(-1)))
        .containsExactlyInAnyOrder(invalid("items:1"), invalid("public.items:01"));
  }

  @Test
  void resetEndsIt() {
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("RESET");
    assertThat(tracking.call("CLIENT", "GETREDIR")).isEqualTo(":-1");
    assertThat(tracking.call("CLIENT", "CACHING", "YES"))
        .isEqualTo(
            "-ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN"
                + " or OPTOUT mode enabled");
  }

  @Test
  void whatAScriptDeclaresIsTrackedOnceItReads() {
    protocol.addModule(new RedisScripting());
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("EVAL", "redis.call('set', 'c', 'x')", "2", "a", "b");
    other.call("MSET", "a", "1", "b", "1");
    tracking.call("EVAL_RO", "redis.call('ping')", "2", "a", "b");
    other.call("MSET", "a", "1", "b", "1");
    tracking.call("EVAL", "redis.call('get', 'c')", "2", "a", "b");
    other.call("MSET", "a", "2", "b", "2");
    assertThat(tracking.read(-1)).isEqualTo(invalid("a"));
    assertThat(tracking.read(-1)).isEqualTo(invalid("b"));
    assertThat(tracking.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void whatABlockedCommandChangesItHearsBehindItsReply() {
    tracking.call("CLIENT", "TRACKING", "ON");
    assertThat(tracking.call("LRANGE", "to", "0", "-1")).isEqualTo("*0[]");
    tracking.send(List.of("BLMOVE", "from", "to", "LEFT", "RIGHT", "0"));
    Await.until("it waits", () -> other.call("INFO", "clients").contains("blocked_clients:1\r\n"));
    other.call("RPUSH", "from", "e");
    assertThat(tracking.read(-1)).isEqualTo("$1:e");
    assertThat(tracking.read(-1)).isEqualTo(invalid("to"));
    assertThat(tracking.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void aSmallerTableIsSmallerAtOnce() {
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("MGET", "a", "b");
    assertThat(other.call("CONFIG", "SET", "tracking-table-max-keys", "1")).isEqualTo("+OK");
    assertThat(tracking.read(-1)).isIn(invalid("a"), invalid("b"));
  }

  @Test
  void nothingIsRememberedOfWhoTracksNoLonger() {
    tracking.call("CLIENT", "TRACKING", "ON");
    tracking.call("GET", "a");
    tracking.call("CLIENT", "TRACKING", "OFF");
    other.call("FLUSHALL");
    tracking.call("CLIENT", "TRACKING", "ON");
    assertThat(other.call("INFO", "stats")).contains("tracking_total_items:0\r\n");
  }
}
