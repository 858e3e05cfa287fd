package io.orbit.container;

import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.cm.NotCachablePersistenceManager;
import org.apache.felix.cm.PersistenceManager;
import org.osgi.service.component.annotations.Component;

/**
 * Where Config Admin keeps what it is given: nowhere but in memory. The configuration has its own
 * sources, and a second memory of it would contradict them after a restart. The framework property
 * {@code felix.cm.pm} chooses it by name.
 */
@Component(service = PersistenceManager.class, property = "name=memory")
public final class MemoryPersistence implements NotCachablePersistenceManager {
  private final Map<String, Dictionary<?, ?>> stored = new ConcurrentHashMap<>();

  @Override
  public boolean exists(String pid) {
    return stored.containsKey(pid);
  }

  @Override
  @SuppressWarnings("rawtypes") // The interface is older than generics.
  public Dictionary load(String pid) {
    return copy(stored.getOrDefault(pid, new Hashtable<>()));
  }

  @Override
  @SuppressWarnings("rawtypes") // The interface is older than generics.
  public Enumeration getDictionaries() {
    return Collections.enumeration(stored.values().stream().map(MemoryPersistence::copy).toList());
  }

  @Override
  @SuppressWarnings("rawtypes") // The interface is older than generics.
  public void store(String pid, Dictionary properties) {
    stored.put(pid, copy(properties));
  }

  @Override
  public void delete(String pid) {
    stored.remove(pid);
  }

  private static Dictionary<Object, Object> copy(Dictionary<?, ?> properties) {
    Hashtable<Object, Object> copy = new Hashtable<>();
    for (Object key : Collections.list(properties.keys())) {
      copy.put(key, properties.get(key));
    }
    return copy;
  }
}
