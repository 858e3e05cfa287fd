package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryPersistenceTest {
  @Test
  void keepsCopiesUntilTheyAreDeleted() {
    MemoryPersistence persistence = new MemoryPersistence();
    Hashtable<String, Object> properties = new Hashtable<>(Map.of("port", 1));
    persistence.store("a", properties);
    properties.put("port", 2);

    assertThat(persistence.exists("a")).isTrue();
    assertThat(persistence.load("a")).isEqualTo(new Hashtable<>(Map.of("port", 1)));
    assertThat(persistence.getDictionaries().hasMoreElements()).isTrue();
    persistence.delete("a");
    assertThat(persistence.exists("a")).isFalse();
  }
}
