package io.orbit.container;

/**
 * A service that appears when everything that is wanted is installed and its bundles are started.
 *
 * @param count how many features that is
 */
public record FeaturesInstalled(int count) {}
