/**
 * The Redis serialization protocol, versions 2 and 3 (redis.io/docs/reference/protocol-spec; Redis
 * 7.2).
 *
 * <p>A request is an array of bulk strings, {@code *2 CRLF $3 CRLF GET CRLF $1 CRLF k CRLF}, or an
 * inline command, a line of words. A reply's first byte names its type:
 *
 * <pre>
 * byte  type             then
 * +     simple string    text CRLF
 * -     error            code, blank, text CRLF
 * :     integer          decimal CRLF
 * $     bulk string      length CRLF bytes CRLF; length -1 is nil
 * *     array            size CRLF elements; size -1 is a nil array
 * _     null (3)         CRLF
 * %     map (3)          number of pairs CRLF keys and values in turn
 * ~     set (3)          size CRLF elements
 * =     verbatim (3)     length CRLF txt: text CRLF
 * </pre>
 *
 * Types marked (3) are sent after HELLO 3 only; RESP2 gets an array or a bulk string in their place.
 */
@NullMarked
package io.orbit.protocol.redis;

import org.jspecify.annotations.NullMarked;
