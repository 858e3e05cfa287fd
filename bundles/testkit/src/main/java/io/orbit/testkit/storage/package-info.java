/**
 * The contract of {@link io.orbit.api.storage.StorageEngine}, tested alike for every engine: {@link
 * io.orbit.testkit.storage.StorageEngineContract} for all, {@link
 * io.orbit.testkit.storage.DurableEngineContract} for those that keep a directory.
 */
@NullMarked
package io.orbit.testkit.storage;

import org.jspecify.annotations.NullMarked;
