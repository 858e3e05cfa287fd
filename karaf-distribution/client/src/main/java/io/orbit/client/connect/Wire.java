package io.orbit.client.connect;

import java.util.Set;

/** The protocols that the client speaks. */
public enum Wire {
  POSTGRES("postgres", 5432, "orbit", Set.of("postgresql", "postgres")),
  REDIS("redis", 6379, "0", Set.of("redis", "rediss")),
  HTTP("http", 8080, "", Set.of("http", "https"));

  private final String setting;
  private final int port;
  private final String database;
  private final Set<String> schemes;

  Wire(String setting, int port, String database, Set<String> schemes) {
    this.setting = setting;
    this.port = port;
    this.database = database;
    this.schemes = schemes;
  }

  /** The protocol's name in the server's settings. */
  public String setting() {
    return setting;
  }

  /** Where it listens when nobody says otherwise. */
  public int port() {
    return port;
  }

  /** The database that is meant when none is named. */
  public String database() {
    return database;
  }

  /** The schemes of its URLs. */
  Set<String> schemes() {
    return schemes;
  }
}
