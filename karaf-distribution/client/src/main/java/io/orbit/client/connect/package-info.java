/** Where the server is and who asks: addresses, passwords, TLS. */
@NullMarked
package io.orbit.client.connect;

import org.jspecify.annotations.NullMarked;
