/** The promises about time, measured: each event so many times on real processes, with a node of either accept loop. */
package io.raftkms.chaos.liveness;
