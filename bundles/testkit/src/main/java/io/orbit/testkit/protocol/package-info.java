/**
 * The test kit of protocols: {@link io.orbit.testkit.protocol.ProtocolContract} is the test every
 * protocol passes, {@link io.orbit.testkit.protocol.TestNet} serves one protocol on a free port in
 * this JVM, {@link io.orbit.testkit.protocol.Transcript} plays conversations from text files and
 * {@link io.orbit.testkit.protocol.FrameFuzzer} mutates frames from a seed.
 */
@NullMarked
package io.orbit.testkit.protocol;

import org.jspecify.annotations.NullMarked;
