/**
 * Makes Karaf 4.4 run on JDK 24 and later by rewriting, at build time, the classes that use what
 * JEP 486 removed.
 */
@NullMarked
package io.orbit.karaf.compat;

import org.jspecify.annotations.NullMarked;
