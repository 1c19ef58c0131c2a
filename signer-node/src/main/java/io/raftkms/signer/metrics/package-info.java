/** The metrics registry and its text form. */
package io.raftkms.signer.metrics;
