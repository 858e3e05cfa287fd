package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A random run of single-record operations, transactions, clears and checkpoints from a seed, with
 * a model beside it: the content after each commit, and how many of them were acknowledged.
 */
public final class Workload {
  private static final TransactionOptions OPTIONS =
      new TransactionOptions(Isolation.REPEATABLE_READ, false, Durability.ALWAYS, true);

  private final SplittableRandom random;
  private final String engine;
  private final List<TreeMap<String, String>> states = new ArrayList<>();
  private TreeMap<String, String> current = new TreeMap<>();
  private int acknowledged;
  private int plain = -1;
  private int ordered = -1;

  public Workload(long seed) {
    this(seed, "map");
  }

  /**
   * @param engine of its spaces
   */
  public Workload(long seed, String engine) {
    this.engine = engine;
    random = new SplittableRandom(seed);
    states.add(current);
  }

  /** Content by "space/key" (and "/element"), after each commit; the first is the empty one. */
  public List<TreeMap<String, String>> states() {
    return states;
  }

  /** The last state whose commit was acknowledged. */
  public int acknowledged() {
    return acknowledged;
  }

  public TreeMap<String, String> last() {
    return current;
  }

  /** The numbers of its spaces. */
  public int[] spaces() {
    return new int[] {plain, ordered};
  }

  /** Takes a step that changes one record. */
  public void write(OrbitStore store) {
    if (random.nextBoolean()) {
      single(store);
    } else {
      composite(store);
    }
  }

  /** Creates the spaces; they are not part of the model. */
  public void prepare(OrbitStore store) {
    plain = Stores.createSpace(store, false, engine);
    ordered = Stores.createSpace(store, true, engine);
  }

  /**
   * Takes steps.
   *
   * @param evicting whether records leave memory after every other step
   */
  public void run(OrbitStore store, int steps, boolean evicting) {
    for (int i = 0; i < steps; i++) {
      if (evicting && random.nextBoolean()) {
        boolean ignored = store.shrink(0);
      }
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> single(store);
        case 4, 5, 6 -> composite(store);
        case 7, 8, 9 -> transaction(store);
        case 10 -> maintain(store);
        default -> clear(store);
      }
    }
  }

  private void committed(TreeMap<String, String> next, OrbitStore store, long timestamp) {
    states.add(next);
    current = next;
    Wait wait = store.durable(timestamp);
    if (wait != null) {
      wait.await(10_000);
    }
    if ((timestamp & 1) != 0) {
      acknowledged = states.size() - 1;
    }
  }

  private Durability durability() {
    return random.nextBoolean() ? Durability.ALWAYS : Durability.EVERYSEC;
  }

  private void single(OrbitStore store) {
    String key = "k" + random.nextInt(8);
    RecordOperation operation = store.operation();
    operation.beginWaiting(plain, bytes(key), 0, key.length());
    TreeMap<String, String> next = new TreeMap<>(current);
    if (random.nextInt(4) == 0) {
      operation.delete();
      next.remove(plain + "/" + key);
    } else {
      String value = "v" + random.nextInt(1000) + "x".repeat(random.nextInt(3) == 0 ? 9000 : 3);
      operation.put(ValueType.STRING, bytes(value), 0, value.length(), 0);
      next.put(plain + "/" + key, value);
    }
    long timestamp = operation.commit(durability());
    if (timestamp != 0) {
      committed(next, store, timestamp);
    }
  }

  private void composite(OrbitStore store) {
    String key = "c" + random.nextInt(3);
    RecordOperation operation = store.operation();
    operation.beginWaiting(plain, bytes(key), 0, key.length());
    TreeMap<String, String> next = new TreeMap<>(current);
    String prefix = plain + "/" + key;
    if (operation.exists() && random.nextInt(10) == 0) {
      operation.delete();
      removeAll(next, prefix);
    } else {
      if (!operation.exists()) {
        operation.createComposite(ValueType.HASH, 0);
        next.put(prefix, "composite");
      }
      for (int i = random.nextInt(6); i >= 0; i--) {
        String element = "e" + random.nextInt(60);
        if (random.nextInt(4) == 0) {
          operation.removeElement(bytes(element));
          next.remove(prefix + "/" + element);
        } else {
          String value = "" + random.nextInt(1000);
          operation.putElement(bytes(element), bytes(value));
          next.put(prefix + "/" + element, value);
        }
      }
    }
    committed(next, store, operation.commit(durability()));
  }

  private static void removeAll(TreeMap<String, String> state, String prefix) {
    state.keySet().removeIf(name -> name.equals(prefix) || name.startsWith(prefix + "/"));
  }

  private void transaction(OrbitStore store) {
    TreeMap<String, String> next = new TreeMap<>(current);
    try (Transaction transaction = store.begin(OPTIONS)) {
      for (int i = random.nextInt(5); i >= 0; i--) {
        boolean inPlain = random.nextInt(3) == 0;
        int space = inPlain ? plain : ordered;
        String key = "k" + random.nextInt(8);
        transaction.lock(space, bytes(key), LockMode.EXCLUSIVE);
        long savepoint = transaction.savepoint();
        TreeMap<String, String> before = new TreeMap<>(next);
        if (random.nextInt(4) == 0) {
          transaction.delete(space, bytes(key));
          next.remove(space + "/" + key);
        } else {
          String value = "t" + random.nextInt(1000) + "y".repeat(random.nextInt(4) * 2000);
          transaction.put(space, bytes(key), ValueType.STRING, bytes(value), 0);
          next.put(space + "/" + key, value);
        }
        if (random.nextInt(5) == 0) {
          transaction.rollbackTo(savepoint);
          next = before;
        }
      }
      if (random.nextInt(8) == 0) {
        transaction.rollback();
        return;
      }
      long timestamp = transaction.commit();
      if (timestamp != 0) {
        committed(next, store, timestamp);
      }
    }
  }

  private void maintain(OrbitStore store) {
    store.upkeep();
    store.checkpoint();
  }

  private void clear(OrbitStore store) {
    if (random.nextInt(4) == 0) {
      TreeMap<String, String> next = new TreeMap<>(current);
      next.keySet().removeIf(name -> name.startsWith(plain + "/"));
      committed(next, store, store.clear(plain, durability()));
    }
  }

  /** Everything a view shows, in the model's words. */
  public TreeMap<String, String> content(ReadView view) {
    TreeMap<String, String> content = new TreeMap<>();
    for (int space : new int[] {plain, ordered}) {
      try (RecordCursor cursor = view.all(space)) {
        while (cursor.next()) {
          String name = space + "/" + new String(cursor.key(), StandardCharsets.UTF_8);
          add(content, name, cursor.value());
        }
      }
    }
    return content;
  }

  private static void add(TreeMap<String, String> content, String name, RecordView value) {
    Composite composite = value.composite();
    if (composite == null) {
      content.put(name, new String(value.copy(), StandardCharsets.UTF_8));
      return;
    }
    content.put(name, "composite");
    Composite.Cursor elements = composite.cursor(null);
    Composite.ElementView element = new Composite.ElementView();
    while (elements.next(element)) {
      content.put(
          name + "/" + new String(element.key, StandardCharsets.UTF_8),
          new String(element.value, StandardCharsets.UTF_8));
    }
  }
}
