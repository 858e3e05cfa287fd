/**
 * Change data: what the commit log says, transaction by transaction in commit order, from any place
 * that the log still has. Named groups keep, durably, how far a consumer has come.
 */
@NullMarked
@Export
@Version("1.0.0")
package io.orbit.api.feed;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
