/** HTTP: the routes of the REST interface, and statements of any installed language. */
@NullMarked
package io.orbit.client.rest;

import org.jspecify.annotations.NullMarked;
