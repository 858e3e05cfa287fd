package io.orbit.protocol.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.language.sql.SqlLanguage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Collection collection(boolean open, List<Integer> key, Column... columns) {
    return new Collection(
        1,
        "odd \"name\"",
        0,
        1,
        List.of(),
        1,
        1,
        Collection.Kind.TABLE,
        List.of(columns),
        key,
        "",
        List.of(),
        List.of(),
        List.of(),
        1,
        9,
        open,
        true,
        1,
        "memory",
        Map.of(),
        "",
        null,
        "");
  }

  private static final Collection PAIRS =
      collection(
          false,
          List.of(0, 1),
          Column.of(1, "a", DataType.TEXT),
          Column.of(2, "b", DataType.INT32),
          Column.of(3, "c", DataType.TEXT));

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) MAPPER.readTree(text);
  }

  /** Our own parser must take what we write. */
  private static RecordText checked(RecordText text) {
    assertThat(new SqlLanguage().parse(text.text())).hasSize(1);
    assertThat(text.types()).hasSameSizeAs(text.parameters());
    return text;
  }

  @Test
  void everyRouteIsOneStatement() throws Exception {
    List<String> key = List.of("x", "1");
    assertThat(checked(new RecordText("public", PAIRS).selectOne(key)).text())
        .isEqualTo("SELECT * FROM \"public\".\"odd \"\"name\"\"\" WHERE \"a\" = $1 AND \"b\" = $2");
    assertThat(checked(new RecordText("public", PAIRS).selectPage(key, 3)).text())
        .endsWith("WHERE (\"a\", \"b\") > ($1, $2) ORDER BY \"a\", \"b\" LIMIT 3");
    assertThat(
            checked(new RecordText("public", PAIRS).insert(json("{\"a\":\"x\",\"b\":1}"))).text())
        .endsWith("(\"a\", \"b\") VALUES ($1, $2) RETURNING *");
    assertThat(checked(new RecordText("public", PAIRS).replace(key, json("{}"))).text())
        .endsWith("ON CONFLICT (\"a\", \"b\") DO UPDATE SET \"c\" = DEFAULT RETURNING *");
    assertThat(checked(new RecordText("public", PAIRS).update(key, json("{\"c\":null}"))).text())
        .contains("SET \"c\" = $1 WHERE \"a\" = $2 AND \"b\" = $3");
    checked(new RecordText("public", PAIRS).delete(key));
    checked(new RecordText("public", PAIRS).insert(json("{}")));
  }

  @Test
  void undeclaredMembersGoToTheRemainderOfAnOpenCollectionOnly() throws Exception {
    Collection open =
        collection(
            true,
            List.of(0),
            Column.of(1, "id", DataType.INT32),
            Column.of(2, "_extra", DataType.JSONB));
    RecordText change =
        checked(new RecordText("public", open).update(List.of("1"), json("{\"x\":1,\"y\":2}")));
    assertThat(change.text()).contains("\"_extra\" = coalesce(\"_extra\", '{}'::jsonb) || $1");
    assertThat(change.parameters().getFirst()).isEqualTo(json("{\"x\":1,\"y\":2}"));
    assertThatThrownBy(() -> new RecordText("public", PAIRS).insert(json("{\"x\":1}")))
        .isInstanceOf(OrbitException.class)
        .hasMessageContaining("\"x\"");
  }

  @Test
  void aKeyIsWrittenAsInRedis() throws Exception {
    assertThat(RecordKey.parse(PAIRS, "x%3Ay:7")).containsExactly("x:y", "7");
    assertThat(RecordKey.format(PAIRS, json("{\"a\":\"x:y\",\"b\":7}"))).isEqualTo("x%3Ay:7");
    assertThatThrownBy(() -> RecordKey.parse(PAIRS, "x")).isInstanceOf(OrbitException.class);
    Collection none = collection(false, List.of(), Column.of(1, "a", DataType.TEXT));
    assertThatThrownBy(() -> RecordKey.parse(none, "x"))
        .isInstanceOf(OrbitException.class)
        .hasMessageContaining("no primary key");
  }
}
