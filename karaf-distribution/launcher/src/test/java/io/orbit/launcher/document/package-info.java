/** Documents that say what the code says: tables written from it, links that lead somewhere. */
@NullMarked
package io.orbit.launcher.document;

import org.jspecify.annotations.NullMarked;
