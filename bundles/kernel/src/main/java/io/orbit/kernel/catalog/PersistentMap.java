package io.orbit.kernel.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map whose changed copies share all but O(log n) nodes with the original: a hash
 * array mapped trie (Bagwell, "Ideal Hash Trees", 2001) of 32-way branches. Any number of threads.
 */
final class PersistentMap<K, V> {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  private static final PersistentMap<?, ?> EMPTY =
      new PersistentMap<>(new Branch<>(0, List.of()), 0);

  private final Branch<K, V> root;
  private final int size;

  private PersistentMap(Branch<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // an empty map holds nothing of any type
  static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  int size() {
    return size;
  }

  @Nullable V get(K key) {
    int hash = spread(key);
    Node<K, V> node = root;
    for (int shift = 0; node instanceof Branch<K, V> branch; shift += BITS) {
      int bit = bit(hash, shift);
      if ((branch.bitmap & bit) == 0) {
        return null;
      }
      node = branch.children.get(branch.index(bit));
    }
    return ((Leaf<K, V>) node).find(hash, key);
  }

  PersistentMap<K, V> with(K key, V value) {
    boolean grows = get(key) == null;
    Leaf<K, V> leaf = new Leaf<>(spread(key), List.of(new Entry<>(key, value)));
    return new PersistentMap<>(insert(root, leaf, 0), grows ? size + 1 : size);
  }

  PersistentMap<K, V> without(K key) {
    if (get(key) == null) {
      return this;
    }
    Node<K, V> rest = remove(root, spread(key), key, 0);
    return rest instanceof Branch<K, V> branch
        ? new PersistentMap<>(branch, size - 1)
        : new PersistentMap<>(new Branch<>(0, List.of()), size - 1);
  }

  /** All values, in no promised order. */
  List<V> values() {
    List<V> values = new ArrayList<>(size);
    visit(root, values::add);
    return values;
  }

  private static <K, V> void visit(Node<K, V> node, Consumer<V> visitor) {
    switch (node) {
      case Branch<K, V> branch -> branch.children.forEach(child -> visit(child, visitor));
      case Leaf<K, V> leaf -> leaf.entries.forEach(entry -> visitor.accept(entry.value));
    }
  }

  private static <K, V> Branch<K, V> insert(Branch<K, V> branch, Leaf<K, V> leaf, int shift) {
    int bit = bit(leaf.hash, shift);
    int index = branch.index(bit);
    List<Node<K, V>> children = new ArrayList<>(branch.children);
    if ((branch.bitmap & bit) == 0) {
      children.add(index, leaf);
    } else {
      children.set(index, merge(children.get(index), leaf, shift + BITS));
    }
    return new Branch<>(branch.bitmap | bit, children);
  }

  private static <K, V> Node<K, V> merge(Node<K, V> node, Leaf<K, V> leaf, int shift) {
    return switch (node) {
      case Branch<K, V> branch -> insert(branch, leaf, shift);
      case Leaf<K, V> other when other.hash == leaf.hash -> other.with(leaf.entries.getFirst());
      case Leaf<K, V> other ->
          insert(insert(new Branch<>(0, List.of()), other, shift), leaf, shift);
    };
  }

  /** The node without the key, which it has; null when nothing remains. */
  private static <K, V> @Nullable Node<K, V> remove(Node<K, V> node, int hash, K key, int shift) {
    return switch (node) {
      case Leaf<K, V> leaf -> leaf.without(key);
      case Branch<K, V> branch -> {
        int bit = bit(hash, shift);
        int index = branch.index(bit);
        Node<K, V> child = remove(branch.children.get(index), hash, key, shift + BITS);
        List<Node<K, V>> children = new ArrayList<>(branch.children);
        if (child != null) {
          children.set(index, child);
          yield new Branch<>(branch.bitmap, children);
        }
        children.remove(index);
        yield children.isEmpty() ? null : new Branch<>(branch.bitmap & ~bit, children);
      }
    };
  }

  private static int spread(Object key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  private static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & MASK);
  }

  private sealed interface Node<K, V> {}

  /** Children by five bits of the hash; those that exist have their bit set. */
  private record Branch<K, V>(int bitmap, List<Node<K, V>> children) implements Node<K, V> {
    int index(int bit) {
      return Integer.bitCount(bitmap & (bit - 1));
    }
  }

  /** The entries of one hash, nearly always one. */
  private record Leaf<K, V>(int hash, List<Entry<K, V>> entries) implements Node<K, V> {
    @Nullable V find(int wanted, K key) {
      if (wanted == hash) {
        for (Entry<K, V> entry : entries) {
          if (entry.key.equals(key)) {
            return entry.value;
          }
        }
      }
      return null;
    }

    Leaf<K, V> with(Entry<K, V> entry) {
      List<Entry<K, V>> changed = new ArrayList<>(entries);
      changed.removeIf(other -> other.key.equals(entry.key));
      changed.add(entry);
      return new Leaf<>(hash, changed);
    }

    @Nullable Leaf<K, V> without(K key) {
      List<Entry<K, V>> rest = new ArrayList<>(entries);
      rest.removeIf(entry -> entry.key.equals(key));
      return rest.isEmpty() ? null : new Leaf<>(hash, rest);
    }
  }

  private record Entry<K, V>(K key, V value) {
    Entry {
      Objects.requireNonNull(key);
      Objects.requireNonNull(value);
    }
  }
}
