package io.orbit.api.keyspace;

import io.orbit.api.security.Session;

/** Opens key spaces. A service of the keyspace bundle. Thread-safe. */
public interface Keyspaces {
  /** Most key spaces a database has. */
  int COUNT = 16;

  /** The first key space of the session's database. */
  Keyspace open(Session session);

  /** Lets a listener hear of all keys until that is closed. */
  Listening listen(KeyListener listener);

  /** A listener at work. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
