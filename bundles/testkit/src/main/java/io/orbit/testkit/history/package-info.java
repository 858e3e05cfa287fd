/**
 * Checkers of what clients have seen. {@link io.orbit.testkit.history.Linearizability} for single
 * records (Wing and Gong 1993, with the memory of Lowe 2017, key by key); {@link
 * io.orbit.testkit.history.ListAppend} for transactions that append to lists and read them
 * (Kingsbury and Alvaro, Elle, 2020), which tells the anomalies of Adya 1999 apart.
 */
@NullMarked
package io.orbit.testkit.history;

import org.jspecify.annotations.NullMarked;
