package io.orbit.api.security;

/** What a SCRAM-SHA-256 server must know of a user (RFC 5803, RFC 7677). */
public record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {}
