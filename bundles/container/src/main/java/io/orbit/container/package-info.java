/**
 * The container behind {@code io.orbit.api.ops}: which features are installed, what Config Admin
 * delivers, what is logged. Nothing else in the house knows Karaf.
 */
@NullMarked
package io.orbit.container;

import org.jspecify.annotations.NullMarked;
