/**
 * The catalog: ordinary records of space 0, held in memory as an immutable state that one volatile
 * write replaces when a transaction that changed it commits.
 *
 * <p>{@link io.orbit.kernel.catalog.CatalogFormat} says byte by byte what is stored; {@link
 * io.orbit.kernel.catalog.KernelCatalog} says how changes become visible, and to whom.
 */
@NullMarked
package io.orbit.kernel.catalog;

import org.jspecify.annotations.NullMarked;
