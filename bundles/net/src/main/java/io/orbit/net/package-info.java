/**
 * One listener framework for all protocols: sockets, TLS, PROXY protocol, admission, limits,
 * backpressure, time-outs and drain.
 *
 * <p>A connection's way: {@link io.orbit.net.Listener} accepts and admits, {@link
 * io.orbit.net.DoorHandler} reads what stands before the protocol (PROXY header, TLS ClientHello),
 * {@link io.orbit.net.ClientConnection} feeds the protocol's session from {@link
 * io.orbit.net.InputBuffer} and sends what it writes through {@link io.orbit.net.OutputQueue}.
 * {@link io.orbit.net.NetServer} is plain Java; {@link io.orbit.net.NetComponent} alone knows OSGi.
 */
@NullMarked
package io.orbit.net;

import org.jspecify.annotations.NullMarked;
