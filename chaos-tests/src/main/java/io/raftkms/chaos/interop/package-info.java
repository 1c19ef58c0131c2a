/** Unmodified CometBFT nodes that sign through a cluster of ours. */
package io.raftkms.chaos.interop;
