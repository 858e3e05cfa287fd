package io.orbit.api.keyspace;

import io.orbit.api.security.Session;
import java.util.List;

/**
 * Runs Redis commands given as words, for those who have a session but no connection (REST, the
 * console). A service of the Redis protocol's bundle. Thread-safe; calls may block.
 */
public interface Commands {
  /**
   * Runs one command in the session, inside its transaction if one is open; a reply is durable as
   * the session asks when this returns. Commands that concern a connection (AUTH, MULTI, SELECT …)
   * are refused with an error reply.
   *
   * @param arguments the command's name and its arguments, at least one
   */
  Reply run(Session session, List<byte[]> arguments);
}
