package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ACL: rules beside a genuine server's, and what they do here. */
class AclTest {
  private static final String PASSWORD = "alice-alice-alice";

  private static final List<String> RULES =
      List.of(
          "+@all",
          "-@all",
          "+get",
          "-get",
          "+@read",
          "-@read",
          "+@write",
          "-@dangerous",
          "+@hash",
          "-@hash",
          "+hset",
          "-hset",
          "+config|get",
          "+config",
          "-config|set",
          "+select|1",
          "-@slow",
          "+@fast",
          "+@pubsub",
          "+xinfo",
          "-@admin",
          "+client|id",
          "~a*",
          "~b?",
          "%R~c*",
          "%W~d*",
          "%RW~e",
          "allkeys",
          "resetkeys",
          "&ch*",
          "&news",
          "allchannels",
          "resetchannels",
          "(+set ~x*)",
          "(+@read %R~y*)",
          "(+publish &z)",
          "clearselectors",
          "+@nonsense",
          "+none",
          "~",
          "%~a",
          "%Q~a",
          "+get|",
          "+config|nonsense",
          "junk");

  private static final List<String> TRIED =
      List.of(
          "get a1",
          "get c1",
          "get d1",
          "get x",
          "get y1",
          "set a1 v",
          "set c1 v",
          "set d1 v",
          "set x1 v",
          "set d1 v get",
          "mget a1 b1",
          "mget a1 zz",
          "hset a1 f v",
          "hgetall c1",
          "del d1",
          "del c1",
          "copy c1 d1",
          "copy d1 c1",
          "rename a1 e",
          "exists c1",
          "type d1",
          "config get x",
          "config set x y",
          "select 0",
          "select 1",
          "publish ch1 x",
          "publish z x",
          "subscribe news ch1",
          "psubscribe ch*",
          "psubscribe c*",
          "ssubscribe other",
          "keys *",
          "client id",
          "client list",
          "xinfo stream a1",
          "flushall",
          "sinterstore d1 c1 a1",
          "zunionstore d1 2 c1 a1",
          "sort a1 store d1",
          "xread streams a1 0",
          "eval_not_there",
          "bitfield c1 get u8 0",
          "lmpop 1 a1 left",
          "getex c1",
          "object encoding a1",
          "get");

  private final TestStack stack = new TestStack(true);
  private final TestNet net = TestNet.start(stack.protocol());
  private RespClient client;
  private RespClient alice;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
    alice = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    alice.close();
    client.close();
    net.close();
    stack.close();
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.split(" "));
  }

  private static List<String> dryRun(String line) {
    List<String> words = new ArrayList<>(List.of("ACL", "DRYRUN", "bob"));
    words.addAll(words(line));
    return words;
  }

  @Test
  void randomRulesAllowWhatTheyAllowInRedis() {
    long seed = FrameFuzzer.freshSeed();
    SplittableRandom random = new SplittableRandom(seed);
    try (RealRedis redis = RealRedis.start();
        RespClient genuine = new RespClient(redis.address())) {
      for (int round = 0; round < 150; round++) {
        List<String> set = new ArrayList<>(List.of("ACL", "SETUSER", "bob"));
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
          set.add(RULES.get(random.nextInt(RULES.size())));
        }
        String wanted = genuine.call(set, -1);
        assertThat(client.call(set, -1)).as("seed " + seed + " " + set).isEqualTo(wanted);
        for (String line : TRIED) {
          String expected = verdict(genuine.call(dryRun(line), -1));
          assertThat(verdict(client.call(dryRun(line), -1)))
              .as("seed %d, %s after %s: %s", seed, line, set, client.call("ACL", "GETUSER", "bob"))
              .isEqualTo(expected);
        }
      }
    }
  }

  /** 7.2's words, which name the user, made 7.0's. */
  private static String verdict(String answer) {
    return answer
        .replaceAll("^\\$\\d+:", "")
        .replace("User bob has no", "This user has no")
        .replaceAll("'\\S+' key", "key");
  }

  @Test
  void theCategoriesAreThoseOfRedis() {
    try (RealRedis redis = RealRedis.start();
        RespClient genuine = new RespClient(redis.address())) {
      TreeSet<String> known = members(genuine.call("ACL", "CAT", "fast"));
      known.addAll(members(genuine.call("ACL", "CAT", "slow")));
      TreeSet<String> here = members(client.call("ACL", "CAT", "fast"));
      here.addAll(members(client.call("ACL", "CAT", "slow")));
      known.retainAll(here);
      known.remove("substr");
      for (String category : AclCategories.NAMES) {
        TreeSet<String> wanted = members(genuine.call("ACL", "CAT", category));
        TreeSet<String> got = members(client.call("ACL", "CAT", category));
        wanted.retainAll(known);
        got.retainAll(known);
        assertThat(got).as(category).isEqualTo(wanted);
      }
      assertThat(client.call("ACL", "CAT")).isEqualTo(genuine.call("ACL", "CAT"));
      assertThat(client.call("ACL", "CAT", "nope")).isEqualTo(genuine.call("ACL", "CAT", "nope"));
    }
  }

  private static TreeSet<String> members(String array) {
    TreeSet<String> members = new TreeSet<>();
    for (String each : array.substring(array.indexOf('[') + 1).replace("]", "").split(" , ?")) {
      members.add(each.substring(each.indexOf(':') + 1).trim());
    }
    return members;
  }

  private void makeAlice(String... rules) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "alice", "on", ">" + PASSWORD));
    words.addAll(List.of(rules));
    assertThat(client.call(words, -1)).isEqualTo("+OK");
    assertThat(alice.call("AUTH", "alice", PASSWORD)).isEqualTo("+OK");
  }

  @Test
  void aUserMayDoWhatItsRulesSay() {
    makeAlice("~a*", "%R~shared", "&news", "+@read", "+set", "+@pubsub", "+multi", "+exec");
    assertThat(alice.call("SET", "a1", "x")).isEqualTo("+OK");
    assertThat(alice.call("SET", "b1", "x")).isEqualTo("-NOPERM No permissions to access a key");
    assertThat(alice.call("GET", "shared")).isEqualTo("$nil");
    assertThat(alice.call("SET", "shared", "x"))
        .isEqualTo("-NOPERM No permissions to access a key");
    assertThat(alice.call("DEL", "a1"))
        .isEqualTo("-NOPERM User alice has no permissions to run the 'del' command");
    assertThat(alice.call("PUBLISH", "news", "x")).isEqualTo(":0");
    assertThat(alice.call("PUBLISH", "other", "x"))
        .isEqualTo("-NOPERM No permissions to access a channel");
    alice.call("MULTI");
    assertThat(alice.call("DEL", "a1")).startsWith("-NOPERM");
    assertThat(alice.call("EXEC")).startsWith("-EXECABORT");
    alice.call("MULTI");
    assertThat(alice.call("SET", "a1", "y")).isEqualTo("+QUEUED");
    assertThat(client.call("ACL", "SETUSER", "alice", "-set")).isEqualTo("+OK");
    assertThat(alice.call("EXEC"))
        .contains("-NOPERM ACLs rules changed between the moment the transaction was accumulated");
    assertThat(client.call("GET", "a1")).isEqualTo("$1:x");
    assertThat(alice.call("ACL", "WHOAMI"))
        .isEqualTo("-NOPERM User alice has no permissions to run the 'acl|whoami' command");
    assertThat(client.call("ACL", "LOG", "1"))
        .contains(
            "$6:reason , $7:command ", "$8:username , $5:alice ", "$6:object , $10:acl|whoami ");
    assertThat(client.call("ACL", "LOG", "RESET")).isEqualTo("+OK");
    assertThat(client.call("ACL", "LOG")).isEqualTo("*0[]");
  }

  @Test
  void usersAreShownAsTheyWereMade() {
    makeAlice("~a*", "%W~b", "&news", "-@all", "+@read", "-get", "+config|get", "(~x +set)");
    assertThat(client.call("ACL", "LIST"))
        .contains(
            "user alice on sanitize-payload ~a* %W~b resetchannels &news -@all +@read -get"
                + " +config|get (~x resetchannels -@all +set) ",
            "user default on sanitize-payload ~* &* +@all");
    assertThat(client.call("ACL", "USERS")).isEqualTo("*2[$5:alice , $7:default ]");
    assertThat(client.call("ACL", "WHOAMI")).isEqualTo("$7:default");
    assertThat(client.call("ACL", "GETUSER", "nobody")).isEqualTo("$nil");
    String shown = client.call("ACL", "GETUSER", "alice");
    assertThat(shown).contains("$8:commands , $29:-@all +@read -get +config|get ");
    assertThat(client.call("ACL", "SETUSER", "alice", "+get", "junk"))
        .isEqualTo("-ERR Error in ACL SETUSER modifier 'junk': Syntax error");
    assertThat(client.call("ACL", "GETUSER", "alice")).isEqualTo(shown);
    assertThat(client.call("ACL", "SETUSER", "alice", "nopass")).startsWith("-ERR Error in ACL");
    assertThat(client.call("ACL", "GENPASS", "5")).matches("\\$2:[0-9a-f]{2}");
    assertThat(client.call("ACL", "SAVE")).startsWith("-ERR This Redis instance is not configured");
  }

  @Test
  void aUserWhoIsRemovedIsGone() {
    makeAlice("+@all", "~*");
    assertThat(client.call("ACL", "DELUSER", "alice", "nobody")).isEqualTo(":1");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> alice.call("PING")))
        .isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(client.call("ACL", "DELUSER", "default"))
        .isEqualTo("-ERR The 'default' user cannot be removed");
    try (RespClient again = new RespClient(net.address())) {
      assertThat(again.call("AUTH", "alice", PASSWORD)).startsWith("-WRONGPASS");
    }
    assertThat(client.call("ACL", "LOG")).contains("$6:reason , $4:auth ");
  }

  @Test
  void onlySuperusersChangeUsers() {
    makeAlice("+@all", "~*", "&*");
    assertThat(alice.call("ACL", "SETUSER", "alice", "+@all"))
        .isEqualTo("-NOPERM User alice has no permissions to run the 'acl|setuser' command");
    assertThat(alice.call("ACL", "LIST")).startsWith("-NOPERM");
  }

  @Test
  void whoMayNoLongerHearAChannelIsCutOff() {
    makeAlice("+@all", "&news");
    assertThat(alice.call("SUBSCRIBE", "news")).startsWith("*3[");
    client.call("ACL", "SETUSER", "alice", "resetchannels");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> alice.read(-1)))
        .isInstanceOf(java.io.UncheckedIOException.class);
  }
}
