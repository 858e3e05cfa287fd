package io.orbit.bench.server;

/**
 * Who the load's tool is to the server; a database is named like the user.
 *
 * @param password empty where none is asked for
 */
record Login(String user, String password) {}
