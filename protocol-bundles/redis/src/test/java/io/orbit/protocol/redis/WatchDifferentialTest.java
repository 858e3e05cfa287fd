package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which commands of others make EXEC fail for a key that is watched: those that change it, and in
 * Redis some that leave it as it was. Left out is what differs on purpose: groups of a stream are
 * part of it here.
 */
class WatchDifferentialTest {
  private static final List<String> BEFORE =
      List.of(
          "FLUSHALL",
          "SET s abc",
          "SET n 5",
          "HSET h f 1",
          "RPUSH l a b",
          "SADD st a b",
          "ZADD z 1 a",
          "PFADD p a",
          "PFADD p2 b",
          "XADD x 1-1 f v",
          "XGROUP CREATE x g 0",
          "SET e 1 EX 1000",
          "GEOADD g 1 1 a");

  /** The key that is watched, then what another client does; {@code _} is an empty word. */
  private static final List<String> CASES =
      List.of(
          "l LTRIM l 0 -1",
          "no LTRIM no 0 -1",
          "s SETRANGE s 1 _",
          "s SETRANGE s 0 a",
          "s SETRANGE no 1 _",
          "no SETRANGE no 1 _",
          "s APPEND s _",
          "no APPEND no _",
          "s GETEX s",
          "s GETEX s EX 100",
          "s GETEX s PERSIST",
          "e GETEX e PERSIST",
          "s SET s abc",
          "s SET s x NX",
          "s SETNX s x",
          "s GETSET s abc",
          "s PERSIST s",
          "s EXPIRE s -1",
          "s EXPIRE s 100",
          "no EXPIRE no 1",
          "e EXPIRE e 10 GT",
          "s TOUCH s",
          "s OBJECT FREQ s",
          "p PFCOUNT p",
          "p PFCOUNT p p2",
          "p2 PFCOUNT p p2",
          "p PFADD p",
          "p PFADD p a",
          "no PFADD no",
          "p PFMERGE p",
          "p PFMERGE p p2",
          "p2 PFMERGE p p2",
          "no PFMERGE no p",
          "no PFMERGE no no2",
          "l SORT l ALPHA STORE dest",
          "dest SORT l ALPHA STORE dest",
          "dest SORT nokey STORE dest",
          "l LSET l 0 a",
          "l LREM l 0 zz",
          "l LMOVE l l LEFT LEFT",
          "l LMOVE l l LEFT RIGHT",
          "l RPOPLPUSH l l",
          "l LINSERT l BEFORE zz x",
          "l LPUSHX l x",
          "no LPUSHX no x",
          "st SADD st a",
          "st SREM st zz",
          "st SMOVE st st a",
          "st SMOVE st no zz",
          "no SMOVE st no zz",
          "no SINTERSTORE no st nokey",
          "st SINTERSTORE st nokey",
          "st SUNIONSTORE st st",
          "z ZADD z 1 a",
          "z ZADD z XX 2 zz",
          "z ZADD z NX 3 a",
          "z ZINCRBY z 0 a",
          "z ZREM z zz",
          "z ZRANGESTORE z nokey 0 -1",
          "no ZRANGESTORE no nokey 0 -1",
          "z ZUNIONSTORE z 1 z",
          "z ZREMRANGEBYSCORE z 5 6",
          "z ZPOPMIN z 0",
          "h HSET h f 1",
          "h HSETNX h f 2",
          "h HDEL h zz",
          "h HINCRBY h f 0",
          "h HINCRBYFLOAT h f 0",
          "n INCRBY n 0",
          "n INCRBYFLOAT n 0",
          "x XACK x g 1-1",
          "x XACK x g 9-9",
          "x XDEL x 9-9",
          "x XTRIM x MAXLEN 100",
          "x XGROUP DELCONSUMER x g zz",
          "x XGROUP DESTROY x zz",
          "x XADD x NOMKSTREAM 2-1 f v",
          "no XADD no NOMKSTREAM 2-1 f v",
          "s SETBIT s 0 0",
          "s SETBIT s 1 1",
          "no SETBIT no 0 0",
          "s BITFIELD s GET u8 0",
          "s BITFIELD s SET u8 0 97",
          "s BITFIELD s INCRBY u8 0 0",
          "no BITOP AND no nokey",
          "s BITOP AND s nokey",
          "s BITOP OR s s",
          "s COPY s s2",
          "s2 COPY s s2",
          "s RENAME s s",
          "s RENAME s s9",
          "s9 RENAME s s9",
          "s RENAMENX s n",
          "s MOVE s 1",
          "s MSETNX s 1 q 2",
          "s UNLINK s",
          "no DEL no",
          "no GETDEL no",
          "g GEOADD g 1 1 a",
          "g GEOSEARCHSTORE g g FROMLONLAT 1 1 BYRADIUS 10 m",
          "no GEOSEARCHSTORE no g FROMLONLAT 50 50 BYRADIUS 10 m",
          "l LMPOP 1 l LEFT COUNT 1",
          "l LPOP l 0",
          "l RPOP l 0",
          "st SPOP st 0",
          "h HGET h f",
          "s RESTORE s 0 x REPLACE",
          "s DUMP s",
          "no FLUSHDB",
          "s FLUSHDB",
          "s SWAPDB 0 1",
          "no SWAPDB 0 1",
          "s EVAL return(1) 1 s",
          "z ZDIFFSTORE z 1 nokey",
          "x XREAD STREAMS x 0",
          "s SUBSTR s 0 1",
          "l SORT l ALPHA STORE l",
          "s EXPIREAT s 1",
          "s SET s abc KEEPTTL",
          "s SET s abc XX GET",
          "no SET no abc XX");

  @Test
  void aWatchedKeyHasChangedWhereItHasInRedis() {
    try (RealRedis redis = RealRedis.start();
        TestStack stack = new TestStack(true);
        TestNet net = TestNet.start(stack.protocol());
        RespClient genuine = new RespClient(redis.address());
        RespClient genuineOther = new RespClient(redis.address());
        RespClient client = new RespClient(net.address());
        RespClient other = new RespClient(net.address())) {
      List<String> differences = new ArrayList<>();
      for (String line : CASES) {
        String wanted = executed(genuine, genuineOther, line);
        String got = executed(client, other, line);
        if (!wanted.equals(got)) {
          differences.add(line + ": Redis " + wanted + ", Orbit " + got);
        }
      }
      assertThat(differences).isEmpty();
    }
  }

  private static String executed(RespClient client, RespClient other, String line) {
    BEFORE.forEach(each -> other.call(List.of(each.split(" ")), -1));
    int blank = line.indexOf(' ');
    client.call("WATCH", line.substring(0, blank));
    List<String> words = new ArrayList<>();
    for (String word : line.substring(blank + 1).split(" ")) {
      words.add(word.equals("_") ? "" : word);
    }
    other.call(words, -1);
    client.call("MULTI");
    client.call("PING");
    return client.call("EXEC");
  }
}
