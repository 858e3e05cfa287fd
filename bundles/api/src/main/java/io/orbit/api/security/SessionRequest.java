package io.orbit.api.security;

/**
 * Who wants a session and for what.
 *
 * @param user name as given; {@code default} is {@code orbit}
 * @param database name, empty for the user's default one ({@code orbit})
 * @param protocol name of the protocol
 * @param remoteAddress where the client is, for logs and lists
 * @param loopback true when the client is on this machine
 * @param applicationName what the client calls itself, may be empty
 */
public record SessionRequest(
    String user,
    String database,
    String protocol,
    String remoteAddress,
    boolean loopback,
    String applicationName) {}
