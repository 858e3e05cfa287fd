/**
 * The echo protocol, after RFC 862 with a log-in before it.
 *
 * <p>Both sides send lines: UTF-8, ended by LF (0x0A), a CR (0x0D) before it is dropped, at most
 * 8,192 bytes with the LF. A line that begins with {@code /} is a command, any other one is text.
 *
 * <pre>
 * client                          server
 * /login USER PASSWORD            welcome USER
 * any text                        the same text
 * //text                          /text
 * /repeat COUNT TEXT              TEXT, COUNT times (0 to 1,000,000,000)
 * /tls                            begin, then TLS begins
 * /quit                           bye, then the server closes
 * anything else beginning with /  ! unsupported MESSAGE
 * </pre>
 *
 * <p>An error is a line {@code ! WORD MESSAGE}; {@link io.orbit.protocol.echo.EchoErrors} has the
 * words. After {@code ! malformed} the server closes. Before the log-in only {@code /login}, {@code
 * /tls} and {@code /quit} are answered. A TLS ClientHello as the first bytes is taken too.
 */
@NullMarked
package io.orbit.protocol.echo;

import org.jspecify.annotations.NullMarked;
