/**
 * Two levels: StorageEngine, which a local engine bundle implements, and Store, the transactional
 * store that the rest of the house uses.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
