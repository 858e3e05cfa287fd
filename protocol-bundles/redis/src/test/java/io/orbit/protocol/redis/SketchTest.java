package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.keyspace.KeyspaceTables;
import io.orbit.protocol.redis.sketch.RedisSketch;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** BF.*, CF.*, CMS.*, TOPK.*, TDIGEST.* as RedisBloom 2.6 answers. */
class SketchTest {
  @Test
  void answersAsRedisBloomDoes() throws IOException {
    Conversation.play("sketch.txt", new RedisSketch());
  }

  @Test
  void sqlSeesWhichThereAre() {
    try (TestStack stack = new TestStack(true)) {
      RedisProtocol server = stack.protocol();
      server.addModule(new RedisSketch());
      try (TestNet net = TestNet.start(server);
          RespClient client = new RespClient(net.address());
          Session session = stack.session()) {
        client.call("BF.ADD", "b", "x");
        client.call("TDIGEST.CREATE", "t");
        client.call("SET", "s", "x");
        VirtualTable table =
            KeyspaceTables.tables(stack.store, stack.catalog, stack.records, stack.queues).stream()
                .filter(each -> each.schema().equals("redis") && each.name().equals("sketches"))
                .findFirst()
                .orElseThrow();
        List<String> seen = new ArrayList<>();
        table
            .scan(session, session.begin(TransactionOptions.DEFAULT, true), Map.of())
            .forEachRemaining(row -> seen.add(row[0] + " " + row[1]));
        assertThat(seen).containsExactlyInAnyOrder("b bloom filter", "t t-digest");
        session.rollback();
        String dumped = client.call("DUMP", "b");
        String payload = dumped.substring(dumped.indexOf(':') + 1);
        assertThat(client.call("RESTORE", "b2", "0", payload)).isEqualTo("+OK");
        assertThat(client.call("BF.EXISTS", "b2", "x")).isEqualTo(":1");
      }
    }
  }

  @Test
  void filtersFindAllThatWasAddedAndLittleElse() {
    try (TestStack stack = new TestStack(true)) {
      RedisProtocol server = stack.protocol();
      server.addModule(new RedisSketch());
      try (TestNet net = TestNet.start(server);
          RespClient client = new RespClient(net.address())) {
        client.call("BF.RESERVE", "b", "0.01", "200");
        client.call("CF.RESERVE", "c", "500");
        for (int i = 0; i < 1_000; i++) {
          client.call("BF.ADD", "b", "in" + i);
          assertThat(client.call("CF.ADD", "c", "in" + i)).isEqualTo(":1");
        }
        int wrongBloom = 0;
        int wrongCuckoo = 0;
        for (int i = 0; i < 1_000; i++) {
          assertThat(client.call("BF.EXISTS", "b", "in" + i)).isEqualTo(":1");
          assertThat(client.call("CF.EXISTS", "c", "in" + i)).isEqualTo(":1");
          wrongBloom += client.call("BF.EXISTS", "b", "out" + i).equals(":1") ? 1 : 0;
          wrongCuckoo += client.call("CF.EXISTS", "c", "out" + i).equals(":1") ? 1 : 0;
        }
        assertThat(wrongBloom).isLessThan(25);
        assertThat(wrongCuckoo).isLessThan(80);
        copy(client, "BF", "b");
        copy(client, "CF", "c");
        assertThat(client.call("BF.EXISTS", "b2", "in999")).isEqualTo(":1");
        assertThat(client.call("CF.EXISTS", "c2", "in999")).isEqualTo(":1");
      }
    }
  }

  /** By SCANDUMP and LOADCHUNK into a key whose name has a 2 behind it. */
  private static void copy(RespClient client, String family, String key) {
    String iterator = "0";
    while (true) {
      String reply = client.call(family + ".SCANDUMP", key, iterator);
      iterator = reply.substring(reply.indexOf(':') + 1, reply.indexOf(" , "));
      if (iterator.equals("0")) {
        return;
      }
      String bulk = reply.substring(reply.indexOf('$', reply.indexOf(" , ")) + 1);
      int length = Integer.parseInt(bulk.substring(0, bulk.indexOf(':')));
      String chunk = bulk.substring(bulk.indexOf(':') + 1);
      assertThat(
              client.call(family + ".LOADCHUNK", key + "2", iterator, chunk.substring(0, length)))
          .isEqualTo("+OK");
    }
  }
}
