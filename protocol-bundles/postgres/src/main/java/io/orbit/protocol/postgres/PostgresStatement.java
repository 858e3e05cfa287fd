package io.orbit.protocol.postgres;

import io.orbit.api.query.PreparedStatement;

/**
 * A statement that a client prepared.
 *
 * @param text as the client sent it: what positions in errors refer to
 */
record PostgresStatement(String name, String text, PreparedStatement prepared) {}
