/**
 * The one class that Karaf's rewritten classes call; the package is Karaf's because it is delegated
 * to the boot class path.
 */
@NullMarked
package org.apache.karaf.jaas.boot;

import org.jspecify.annotations.NullMarked;
