/**
 * The packaged server beside its peers: Redis, PostgreSQL, and the clock. Behind {@code ./orbit
 * bench}. Servers are processes on ports and folders of their own, load comes from the peers' own
 * tools, and rounds alternate between the servers, so that what disturbs the machine meets both.
 */
@NullMarked
package io.orbit.bench.server;

import org.jspecify.annotations.NullMarked;
