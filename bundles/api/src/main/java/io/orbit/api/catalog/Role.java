package io.orbit.api.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user or group.
 *
 * @param memberOf ids of the roles it is a member of
 * @param adminOf those of them it may give to others
 * @param connectionLimit -1 for none
 * @param scram the SCRAM-SHA-256 verifier in PostgreSQL's text form ({@code
 *     SCRAM-SHA-256$iterations:salt$stored:server}), null when it has no password; never the
 *     password itself
 * @param validUntil milliseconds since 1970, {@code Long.MAX_VALUE} for ever
 */
public record Role(
    long id,
    String name,
    long version,
    boolean superuser,
    boolean login,
    boolean createDatabase,
    boolean createRole,
    boolean inherit,
    boolean replication,
    boolean bypassRowSecurity,
    int connectionLimit,
    @Nullable String scram,
    long validUntil,
    List<Long> memberOf,
    List<Long> adminOf,
    Map<String, String> settings,
    String comment)
    implements CatalogObject {
  @Override
  public long owner() {
    return id;
  }

  @Override
  public List<Grant> grants() {
    return List.of();
  }
}
