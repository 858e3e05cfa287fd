/** Text as people write and read it: where statements end, how wide characters are. */
@NullMarked
package io.orbit.client.text;

import org.jspecify.annotations.NullMarked;
